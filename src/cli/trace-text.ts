import { plainTable } from '../report/plain-table.ts';
import { sparkline } from '../report/sparkline.ts';
import { wrap } from '../report/wrap.ts';
import type { TraceSummary } from '../workload/inspect.ts';
import { counted } from './numbers.ts';
import { styles } from './style.ts';
import type { Terminal } from './terminal.ts';

/** Width of the names before what they name, and the width of the terminal below which that stands under them. */
const INDENT = 18;
const NARROW = 60;

/** The summary of a trace for people. */
export function summaryText(summary: TraceSummary, terminal: Terminal): string {
  const { bold } = styles(terminal);
  const { columns, unicode } = terminal;
  const row = (name: string, text: string | undefined): string[] => {
    if (text === undefined) return [];
    if (columns < NARROW) return wrap(`${name}: ${text}`, columns, '  ');
    const [first = '', ...more] = wrap(text, columns - INDENT);
    return [name.padEnd(INDENT) + first, ...more.map((line) => ' '.repeat(INDENT) + line)];
  };
  const cycle = (values: readonly number[]): string => `|${sparkline(values, unicode)}|`;
  const lines = [
    ...row('submitted', period(summary)),
    ...row('offered load', summary.offeredLoad?.toFixed(3)),
    ...row(
      'people',
      `${counted(summary.users, 'user')}, ${counted(summary.groups, 'group')}, ${counted(summary.queues, 'queue')}`,
    ),
    ...row('status', summary.statuses.map(({ meaning, count }) => `${count} ${meaning}`).join(', ')),
    '',
    ...quantileTable(summary, columns),
    ...row('sizes', sizes(summary)),
    '',
    ...row('by hour of day', `0h ${cycle(summary.byHour)} 23h`),
    ...(summary.byWeekday === undefined ? [] : row('by day of week', `Mon ${cycle(summary.byWeekday)} Sun`)),
    ...row('busiest users', busiest(summary)),
    '',
    bold(summary.anomalies.length === 0 ? 'No anomalies found' : 'Anomalies'),
    ...summary.anomalies.flatMap(({ kind, what, line, from }) =>
      wrap(`  ${kind}: ${what} (from ${from} s, line ${line})`, columns, '    '),
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function period({ firstSubmit, lastSubmit, firstDate, lastDate, span }: TraceSummary): string | undefined {
  if (firstSubmit === undefined) return undefined;
  const days = `${(span / 86_400).toFixed(1)} days`;
  const dates = firstDate === undefined ? '' : `, ${firstDate} to ${lastDate} local time`;
  return `${firstSubmit} s to ${lastSubmit} s (${days}${dates})`;
}

const STATISTICS = [
  ['mean', 'mean'],
  ['least', 'min'],
  ['p10', 'p10'],
  ['median', 'p50'],
  ['p90', 'p90'],
  ['p99', 'p99'],
  ['most', 'max'],
] as const;

/** What the jobs ask for and take; a quantity that no record gives is left out. */
function quantileTable({ size, run, wait, estimateAccuracy }: TraceSummary, width: number): string[] {
  const quantities = [
    { name: 'processors', values: size, digits: 0 },
    { name: 'run time, s', values: run, digits: 0 },
    { name: 'wait in trace, s', values: wait, digits: 0 },
    { name: 'run / requested', values: estimateAccuracy, digits: 2 },
  ].filter(({ values }) => values !== undefined);
  const names = { head: [''], cells: quantities.map(({ name }) => name.padEnd(INDENT - 2)) };
  const columns = STATISTICS.map(([head, key]) => ({
    head: [head.padStart(9)],
    cells: quantities.map(({ values, digits }) => values![key].toFixed(digits)),
  }));
  return plainTable(names, columns, width) ?? [];
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
