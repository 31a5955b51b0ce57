import { byCentreGroup, CENTRE_GROUPINGS, type CentreGroupFigures, type CentreGrouping } from '../metrics/index.ts';
import type { FinishedRun } from '../model/run.ts';
import { bestOf, formatCount, formatCounted, ofThoseThatRanMost, scaleOf } from './format.ts';
import type { TextColumn } from './plain-table.ts';
import type { ReportedRun } from './report.ts';
import { type Look, linesOf, starred } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Accounts, users, partitions or QOS that a table shows: those with most jobs. */
const MOST = 8;
const WORDS: Readonly<Record<CentreGrouping, readonly [one: string, many: string]>> = {
  account: ['account', 'accounts'],
  user: ['user', 'users'],
  partition: ['partition', 'partitions'],
  qos: ['QOS', 'QOS'],
};

type Runs = readonly Pick<ReportedRun, 'label' | 'run'>[];

/**
 * How accounts, users, partitions and QOS fared under each policy, as tables like that of the comparison: a line per
 * policy. A grouping of which all jobs are in one group has none.
 */
export function renderCentre(runs: Runs, look: Look): string[] {
  return CENTRE_GROUPINGS.flatMap((grouping) => {
    const figures = runs.map(({ run }) => byCentreGroup(run, grouping));
    const groups = [...(figures[0] ?? [])].sort((a, b) => b.jobs - a.jobs);
    if (groups.length < 2 || (grouping === 'user' && !areTelling(groups, runs[0]!.run))) return [];
    const table = { runs, figures, groups: groups.slice(0, MOST), left: groups.length - MOST, grouping };
    const shares = grouping === 'account' || grouping === 'user' ? [shareTable(table, look)] : [];
    return [waitTable(table, look), ...shares];
  });
}

/** The few users of a scenario are looked for; the hundreds of a trace are not, nor those who are an account each. */
const areTelling = (users: readonly CentreGroupFigures[], run: FinishedRun): boolean =>
  users.length <= MOST && users.length > byCentreGroup(run, 'account').length;

interface Grouped {
  readonly runs: Runs;
  readonly figures: readonly (readonly CentreGroupFigures[])[];
  /** Those that are shown, as the first policy has them. */
  readonly groups: readonly CentreGroupFigures[];
  /** How many are not. */
  readonly left: number;
  readonly grouping: CentreGrouping;
}

/** The values of each group that is shown, by policy; NaN is a figure without a value. */
const valuesOf = ({ figures, groups }: Grouped, of: (figures: CentreGroupFigures) => number): (number | null)[][] =>
  groups.map(({ name }) =>
    figures.map((list) => {
      const one = list.find((other) => other.name === name);
      return one === undefined || Number.isNaN(of(one)) ? null : of(one);
    }),
  );

function waitTable(grouped: Grouped, look: Look): string {
  const values = valuesOf(grouped, ({ mean_wait }) => mean_wait);
  const never = valuesOf(grouped, ({ never_ran }) => never_ran);
  const { unit, show } = scaleOf('s', values.flat());
  const columns = grouped.groups.map(({ name, jobs }, i): TextColumn => {
    const texts = values[i]!.map(show);
    const best = bestOf('lower', ofThoseThatRanMost(values[i]!, never[i]!.map(Number)), texts);
    return {
      head: [name, formatCounted(jobs, 'job')],
      cells: texts.map((text, policy) => starred(text, best[policy]!, look.colors)),
    };
  });
  const labels = grouped.runs.map(({ label }) => label);
  return tableOf(`Mean wait by ${WORDS[grouped.grouping][0]}, ${unit}`, labels, columns, grouped, look);
}

/** Beside what shares promise, what came of it. */
function shareTable(grouped: Grouped, look: Look): string {
  const values = valuesOf(grouped, ({ used }) => used);
  const { unit, show } = scaleOf('share', []);
  const columns = grouped.groups.map(
    ({ name, entitled }, i): TextColumn => ({ head: [name], cells: [show(entitled), ...values[i]!.map(show)] }),
  );
  const labels = ['entitled to', ...grouped.runs.map(({ label }) => label)];
  return tableOf(`Part of all core-hours by ${grouped.grouping}, ${unit}`, labels, columns, grouped, look);
}

function tableOf(
  title: string,
  labels: readonly string[],
  columns: readonly TextColumn[],
  { left, grouping }: Grouped,
  look: Look,
): string {
  const names: TextColumn = { head: ['policy'], cells: labels };
  const lines =
    linesOf(names, [columns], look) ??
    labels.flatMap((label, row) => [
      ...wrap(label, look.width),
      ...columns.flatMap(({ head, cells }) => wrap(`  ${head[0]}: ${cells[row]!.trimEnd()}`, look.width, '    ')),
    ]);
  const more = left > 0 ? [`and ${formatCount(left)} more ${WORDS[grouping][left === 1 ? 0 : 1]} in the report`] : [];
  return [...wrap(title, look.width).map(look.colors.bold), ...lines, ...more.map(look.colors.dim)].join('\n');
}
