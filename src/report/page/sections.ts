import type { Chart } from '../charts/index.ts';
import { formatCount } from '../format.ts';
import { leadSentences } from '../lead.ts';
import type { Report } from '../report.ts';
import { escapeHtml } from './escape.ts';
import { scroll } from './policies.ts';

/** The question, the answer that the figures give, and what was simulated. */
export function header(report: Report): string {
  const { workload, generator, policies } = report;
  const facts: [string, string][] = [
    ['Workload', workload.name],
    ['Jobs', formatCount(workload.jobs)],
    ['Processors', formatCount(workload.procs)],
    ['Users', formatCount(workload.users)],
    ['Killed at their estimate', formatCount(workload.killed)],
    ['Policies', formatCount(policies.length)],
  ];
  return `<header>
<p class="eyebrow">makespan ${escapeHtml(generator.version)} · scheduling policy comparison</p>
<h1>${escapeHtml(report.question ?? `How do ${policies.length} policies schedule ${workload.name}?`)}</h1>
<p class="lead">${leadSentences(report).map(escapeHtml).join(' ')}</p>
<p class="note">One replay of one workload: these are exact figures of that replay, without error bars for others.</p>
<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>
</header>`;
}

/** What is written around a chart. */
export type ChartPlace = Pick<Chart, 'id' | 'title' | 'caption' | 'wide'>;

/** Places for the charts, with the words that go with them. */
export function chartFigures(charts: readonly ChartPlace[]): string {
  const figures = charts.map(
    ({ id, title, caption, wide }) =>
      `<figure${wide ? ' class="wide"' : ''}><h3>${escapeHtml(title)}</h3><figcaption>${escapeHtml(caption)}</figcaption>` +
      `<div class="chart" id="${id}" role="img" aria-label="${escapeHtml(title)}"${wide ? ' data-wide' : ''}></div></figure>`,
  );
  return `<div class="charts">${figures.join('\n')}</div>
<noscript><p class="note">The charts are drawn by scripts in this file. All figures are in the tables and in report.json.</p></noscript>`;
}

/** What happened to the records of the workload before they became jobs. */
export function ledgerTable({
  workload,
}: {
  readonly workload: Pick<Report['workload'], 'jobs' | 'skipped' | 'malformed' | 'ledger'>;
}): string {
  const account =
    `${formatCount(workload.jobs)} jobs were simulated; ${formatCount(workload.skipped)} records were skipped and ` +
    `${formatCount(workload.malformed)} lines could not be read.`;
  const rows = workload.ledger.map(
    ({ rule, effect, meaning, count, lines }) =>
      `<tr><td><code>${escapeHtml(rule)}</code></td><td class="text">${effect}</td><td class="text">${escapeHtml(meaning)}</td>` +
      `<td>${formatCount(count)}</td><td class="text">${firstLines(lines, count)}</td></tr>`,
  );
  if (rows.length === 0) return `<p>${account} Nothing was dropped, edited or noted.</p>`;
  return `<p>${account}</p>
${scroll(`<table id="ledger"><thead><tr><th scope="col">Rule</th><th scope="col" class="text">Effect</th><th scope="col" class="text">Meaning</th>
<th scope="col">Records</th><th scope="col" class="text">First lines</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`)}`;
}

/** The line numbers that are known, and a sign where there are more. */
const firstLines = (lines: readonly number[], count: number): string =>
  [...lines, ...(lines.length > 0 && lines.length < count ? ['…'] : [])].join(', ');

/** What each policy does. */
export function policyTable({
  policies,
}: {
  readonly policies: readonly Pick<Report['policies'][number], 'label' | 'policy' | 'description'>[];
}): string {
  const rows = policies.map(
    ({ label, policy, description }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="text"><code>${escapeHtml(policy)}</code></td>` +
      `<td class="text">${escapeHtml(description)}</td></tr>`,
  );
  return scroll(`<table><thead><tr><th scope="col">Label</th><th scope="col" class="text">Policy</th>
<th scope="col" class="text">What it does</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`);
}

/** Each metric in a sentence, with its source. */
export function definitions({ metrics }: Pick<Report, 'metrics'>): string {
  const terms = metrics.map(
    ({ label, name, definition, source }) =>
      `<dt>${escapeHtml(label)} <code>${name}</code></dt><dd>${escapeHtml(definition)} <span class="note">${escapeHtml(source)}.</span></dd>`,
  );
  return `<dl class="terms">${terms.join('\n')}</dl>`;
}

/** How to get this report again, and how to see that it is the same. */
export function reproduce({ generator, command, policies }: Report): string {
  const rows = policies.map(
    ({ label, hash, events, decisions }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="text"><code>${hash}</code></td>` +
      `<td>${formatCount(events)}</td><td>${formatCount(decisions)}</td></tr>`,
  );
  return `<p>The same scenario and version (${escapeHtml(generator.version)}) give the same schedules on any machine. Equal hashes mean equal schedules. The line below belongs into the folder of the file that it names.</p>
<pre><code>${escapeHtml(command)}</code></pre>
${scroll(`<table id="hashes"><thead><tr><th scope="col">Policy</th><th scope="col" class="text">Schedule hash</th><th scope="col">Events</th>
<th scope="col">Decisions</th></tr></thead><tbody>${rows.join('\n')}</tbody></table>`)}`;
}
