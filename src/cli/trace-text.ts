import type { TraceSummary } from '../workload/inspect.ts';
import type { Quantiles } from '../workload/quantiles.ts';
import { sparkline } from './sparkline.ts';
import { styles } from './style.ts';
import type { Terminal } from './terminal.ts';

/** Width of the names before the figures. */
const INDENT = 18;

/** The summary of a trace for people. */
export function summaryText(summary: TraceSummary, terminal: Terminal): string {
  const { bold } = styles(terminal);
  const row = (name: string, text: string | undefined): string[] =>
    text === undefined ? [] : [`${name.padEnd(INDENT)}${text}`];
  const lines = [
    ...row('submitted', period(summary)),
    ...row('offered load', summary.offeredLoad?.toFixed(3)),
    ...row('people', `${summary.users} users, ${summary.groups} groups, ${summary.queues} queues`),
    ...row('status', summary.statuses.map(({ meaning, count }) => `${count} ${meaning}`).join(', ')),
    '',
    `${''.padEnd(INDENT)}${['mean', 'least', 'p10', 'median', 'p90', 'p99', 'most'].map(cell).join('')}`,
    ...row('processors', quantileRow(summary.size, 0)),
    ...row('run time, s', quantileRow(summary.run, 0)),
    ...row('wait in trace, s', quantileRow(summary.wait, 0)),
    ...row('run / requested', quantileRow(summary.estimateAccuracy, 2)),
    ...row('sizes', sizes(summary)),
    '',
    ...row('by hour of day', `0h ${sparkline(summary.byHour)} 23h`),
    ...(summary.byWeekday === undefined ? [] : row('by day of week', `Mon ${sparkline(summary.byWeekday)} Sun`)),
    ...row('busiest users', busiest(summary)),
    '',
    bold(summary.anomalies.length === 0 ? 'No anomalies found' : 'Anomalies'),
    ...summary.anomalies.map(({ kind, what, line, from }) => `  ${kind}: ${what} (from ${from} s, line ${line})`),
  ];
  return `${lines.join('\n')}\n`;
}

function period({ firstSubmit, lastSubmit, firstDate, lastDate, span }: TraceSummary): string | undefined {
  if (firstSubmit === undefined) return undefined;
  const days = `${(span / 86_400).toFixed(1)} days`;
  const dates = firstDate === undefined ? '' : `, ${firstDate} to ${lastDate} local time`;
  return `${firstSubmit} s to ${lastSubmit} s (${days}${dates})`;
}

const cell = (text: string): string => text.padStart(11);

function quantileRow(values: Quantiles | undefined, digits: number): string | undefined {
  if (values === undefined) return undefined;
  const { mean, min, p10, p50, p90, p99, max } = values;
  return [mean, min, p10, p50, p90, p99, max].map((value) => cell(value.toFixed(digits))).join('');
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function sizes({ serialShare, powerOfTwoShare }: TraceSummary): string | undefined {
  if (serialShare === undefined || powerOfTwoShare === undefined) return undefined;
  return `${percent(serialShare)} serial, ${percent(powerOfTwoShare)} other powers of two`;
}

function busiest({ topUsers }: TraceSummary): string | undefined {
  if (topUsers.length === 0) return undefined;
  return topUsers
    .map(({ user, jobShare, workShare }) => `${user} (${percent(workShare)} of work, ${percent(jobShare)} of jobs)`)
    .join(', ');
}
