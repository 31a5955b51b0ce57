import { formatCount } from '../../format.ts';
import { details } from '../../page/details.ts';
import { escapeHtml } from '../../page/escape.ts';
import { scroll, swatch } from '../../page/policies.ts';
import { figureTable } from '../figure-table.ts';
import { type PlanRow, type PlanTable, planTables, type TargetState } from '../plan-words.ts';
import type { StudyComparison, StudyReport } from '../study-report.ts';
import { againstText, axisTitles, comparedPairs, metricOf, tallyWords, valueTexts } from '../study-words.ts';
import { VERDICT_SIGNS, verdictNote } from '../verdict-words.ts';

/** Rows of a table of figures or verdicts; a browser is slow with more, and nobody reads them. */
const MOST_ROWS = 600;

const CLASSES: Readonly<Partial<Record<StudyComparison['verdict'], string>>> = {
  better: 'better',
  worse: 'worse',
  'not enough evidence': 'unclear',
};

/** A verdict by sign, word and colour. */
const verdictCell = (verdict: StudyComparison['verdict']): string =>
  `<td class="text verdict ${CLASSES[verdict] ?? ''}"><span class="sign" aria-hidden="true">${VERDICT_SIGNS[verdict]}</span> ${verdict}</td>`;

const heads = (titles: readonly string[], text: number): string =>
  titles.map((title, i) => `<th scope="col"${i < text ? ' class="text"' : ''}>${escapeHtml(title)}</th>`).join('');

/** Every comparison with its effect in words. */
export function verdictTable(report: StudyReport): string {
  const { points, metrics } = report;
  const [axes, textsOf] = [axisTitles(report), valueTexts(report)];
  const all = points.flatMap((point) => point.comparisons.map((one) => ({ point, one })));
  const rows = all.slice(0, MOST_ROWS).map(({ point, one }) => {
    const metric = metrics.find(({ name }) => name === one.metric)!;
    const { value, low, high } = one.difference;
    const p = one.adjusted.difference;
    return `<tr data-policy="${escapeHtml(one.policy)}" data-verdict="${one.verdict}">${axisCells(textsOf(point))}<th scope="row" class="text">${escapeHtml(one.policy)}</th>
<td class="text">${escapeHtml(metric.label)}</td>${verdictCell(one.verdict)}<td class="text" title="${[value, low, high].map((figure) => figure ?? '').join(' ')}">${escapeHtml(one.words)}</td>
<td title="${p ?? ''}">${p === null ? '-' : pText(p)}</td><td class="text">${escapeHtml(verdictNote(one))}</td></tr>`;
  });
  const titles = [...axes, 'Policy', 'Metric', 'Verdict', `Effect${againstText(report)}`];
  return `${scroll(`<table id="verdicts"><thead><tr>${heads(titles, titles.length)}<th scope="col">p (Holm)</th><th scope="col" class="text">Note</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`)}${moreNote(all.length - rows.length)}`;
}

const pText = (p: number): string => (p < 0.001 ? '&lt; 0.001' : p.toFixed(3));

const axisCells = (values: readonly string[]): string =>
  values.map((value) => `<td class="text">${escapeHtml(value)}</td>`).join('');

const moreNote = (more: number): string =>
  more <= 0 ? '' : `<p class="note">${formatCount(more)} more rows are in report.json.</p>`;

/** How often each verdict was found over the points. */
export function tallyTable(report: StudyReport): string {
  const { points, compare } = report;
  const pairs = comparedPairs(report);
  const metrics = [...new Set([...compare.metrics, ...pairs.flatMap(({ byMetric }) => [...byMetric.keys()])])];
  const rows = pairs.map(({ policy, to, byMetric }) => {
    const cells = metrics.map((metric) => {
      const found = byMetric.get(metric) ?? [];
      const kinds = new Set(found.map(({ verdict }) => verdict));
      const [only] = kinds;
      if (only !== undefined && kinds.size === 1)
        return verdictCell(only).replace('</td>', ` at all ${formatCount(points.length)} points</td>`);
      return `<td class="text">${escapeHtml(tallyWords(found))}</td>`;
    });
    const name = to === compare.to ? policy : `${policy} against ${to}`;
    return `<tr data-policy="${escapeHtml(policy)}"><th scope="row">${escapeHtml(name)}</th>${cells.join('')}</tr>`;
  });
  const titles = [`Against ${compare.to}`, ...metrics.map((name) => metricOf(report, name).label)];
  return scroll(
    `<table id="tally"><thead><tr>${heads(titles, titles.length)}</tr></thead><tbody>${rows.join('\n')}</tbody></table>`,
  );
}

/** The compared metrics with their intervals, and all others closed. */
export function figuresSection(report: StudyReport): string {
  if (report.points.length === 0) return '';
  const { metrics, compare, points } = report;
  const others = metrics.map(({ name }) => name).filter((name) => !compare.metrics.includes(name));
  const replicated = report.replications.count > 1;
  return `<section>
<h2>${replicated ? 'Means and their intervals' : 'Figures'}</h2>
${intervalTable(report, compare.metrics, 'figures')}
${others.length === 0 ? '' : details('All other metrics', `${others.length} figures per policy${points.length > 1 ? ' and point' : ''}`, intervalTable(report, others, 'others'))}
</section>`;
}

/** Each cell carries its exact figures. */
function intervalTable(report: StudyReport, names: readonly string[], id: string): string {
  const most = Math.min(
    MOST_ROWS,
    Math.max(report.policies.length, Math.floor((MOST_ROWS * 8) / Math.max(1, names.length))),
  );
  const { names: first, columns, rows, more } = figureTable(report, names, most);
  const head = columns.map(
    ({ metric, unit }) =>
      `<th scope="col" title="${escapeHtml(metric.definition)}">${escapeHtml(metric.label)} <span class="unit">${escapeHtml(unit)}</span></th>`,
  );
  const body = rows.map(({ point, policy, names: own, cells }) => {
    const figures = cells.map((text, i) => {
      const name = columns[i]!.metric.name;
      const { value = null, low = null, high = null, n = 0 } = point.policies[policy]!.metrics[name] ?? {};
      const [mean, interval] = text.split(' [');
      const shown = interval === undefined ? mean! : `${mean} <span class="interval">[${interval}</span>`;
      const title =
        value === null
          ? ''
          : ` title="${value}${low === null ? '' : ` [${low}, ${high}]`}, ${formatCount(n)} of ${formatCount(report.replications.count)} replications"`;
      return `<td data-metric="${name}" data-value="${value ?? ''}"${title}>${shown}</td>`;
    });
    const label = own.at(-1)!;
    return `<tr data-policy="${escapeHtml(label)}">${axisCells(own.slice(0, -1))}<th scope="row" class="text">${swatch(policy)}${escapeHtml(label)}</th>${figures.join('')}</tr>`;
  });
  return `${scroll(`<table id="${id}"><thead><tr>${heads(first, first.length)}${head.join('')}</tr></thead>
<tbody>${body.join('\n')}</tbody></table>`)}${moreNote(more)}`;
}

/** Every probe of a search for capacity. */
export function planSection(report: StudyReport): string {
  const tables = planTables(report);
  if (tables.length === 0) return '';
  return `<section id="plan">
<h2>Capacity</h2>
${tables.map(probesPart).join('\n')}
</section>`;
}

const probesPart = ({ title, note, look, head, rows }: PlanTable): string => `<h3>${escapeHtml(title)}</h3>
<p>${escapeHtml(note)}</p>
<p>Job by job: <code>${escapeHtml(look)}</code></p>
${scroll(`<table class="probes"><thead><tr>${heads(head, 2)}</tr></thead><tbody>${rows.map(probeRow).join('\n')}</tbody></table>`)}`;

const SIGNS: Readonly<Record<TargetState, string>> = { met: '✓', undecided: '?', 'not met': '✗' };
const CALLED: Readonly<Record<'found' | 'best', string>> = {
  found: ' <span aria-hidden="true">★</span> found',
  best: ' best',
};

function probeRow({ size, is, state, remark, figures }: PlanRow): string {
  const name = `${escapeHtml(size)}${is === null ? '' : CALLED[is]}`;
  const cells = figures.map(
    ({ text, state: one }) => `<td>${one === 'met' ? '' : `${SIGNS[one]} `}${escapeHtml(text)}</td>`,
  );
  const said = `${SIGNS[state]} ${state}${remark === '' ? '' : ` (${escapeHtml(remark)})`}`;
  return `<tr${is === 'found' ? ' class="chosen"' : ''}><th scope="row">${name}</th><td class="text">${said}</td>${cells.join('')}</tr>`;
}

/** How to get this report again, and how to see that it is the same. */
export function studyReproduce(report: StudyReport): string {
  const { generator, command, points, scenario } = report;
  const { seed } = scenario as { readonly seed?: string | number };
  const [first] = points;
  const rows = (first?.policies ?? []).map(
    ({ label, hashes }) =>
      `<tr><th scope="row">${escapeHtml(label)}</th><td class="text">${hashes.map((hash) => `<code>${hash}</code>`).join(' ')}</td></tr>`,
  );
  const seeds =
    seed === undefined
      ? ''
      : ` The seed is ${escapeHtml(String(seed))}; replication 2 has ${escapeHtml(String(seed))}/1, and so on.`;
  const table =
    rows.length === 0
      ? ''
      : scroll(`<table id="hashes"><thead><tr><th scope="col">Policy</th><th scope="col" class="text">Schedule hashes by replication${points.length > 1 ? ', at the first point' : ''}</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table>`);
  return `<p>The same scenario and version (${escapeHtml(generator.version)}) give the same figures on any machine, in one process or many. Equal hashes mean equal schedules.
Runs that are in the store are not done again; <code>makespan runs list</code> shows them.${seeds} The line below belongs into the folder of the file that it names.</p>
<pre><code>${escapeHtml(command)}</code></pre>
${table}`;
}
