import { formatCount } from '../../format.ts';
import { escapeHtml } from '../../page/escape.ts';
import { planSentences } from '../plan-words.ts';
import type { StudyReport } from '../study-report.ts';
import { methodSentences, percentText, verdictSentences, warnings } from '../study-words.ts';

/** The question, the answer of the verdicts, what it rests on, and what to know before believing it. */
export function studyHeader(report: StudyReport): string {
  const { workload, generator, policies, replications, points, confidence } = report;
  const facts: [string, string][] = [
    ['Workload', workload.name],
    ['Jobs', formatCount(workload.jobs)],
    ['Processors', formatCount(workload.procs)],
    ['Policies', formatCount(policies.length)],
    ...(points.length > 1 ? [['Points', formatCount(points.length)] as [string, string]] : []),
    ['Replications', formatCount(replications.count)],
    ...(replications.count > 1 ? [['Confidence', percentText(confidence)] as [string, string]] : []),
  ];
  const lead = [...planSentences(report), ...verdictSentences(report)];
  const method = points.length === 0 ? [] : methodSentences(report);
  return `<header>
<p class="eyebrow">makespan ${escapeHtml(generator.version)} · study of scheduling policies</p>
<h1>${escapeHtml(report.question ?? `How do ${policies.length} policies schedule ${workload.name}?`)}</h1>
${lead.map((sentence) => `<p class="lead">${escapeHtml(sentence)}</p>`).join('\n')}
${warnings(report)
  .map((warning) => `<p class="warning"><strong>Warning:</strong> ${escapeHtml(warning)}</p>`)
  .join('\n')}
<p class="note">${method.map(escapeHtml).join(' ')}</p>
<dl class="facts">${facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`).join('')}</dl>
</header>`;
}
