import { CENTRE_GROUPINGS, type CentreGroupFigures, type CentreGrouping } from '../metrics/index.ts';
import type { CentreTable } from './centre-table.ts';
import { formatCount, NO_VALUE, scaleOf } from './format.ts';
import { lendingTables } from './lending-tables.ts';
import type { Nullable, Report } from './report.ts';

const TITLES: Readonly<Record<CentreGrouping, string>> = {
  account: 'Account',
  user: 'User',
  partition: 'Partition',
  qos: 'QOS',
};

/** What a report of a machine of nodes has besides the others: the machine, its groups of jobs, those that did not complete. */
export function centreTables(report: Report): CentreTable[] {
  if (report.machine === undefined) return [];
  return [
    {
      title: `The machine: ${formatCount(report.machine.nodes)} nodes`,
      head: ['What', 'Name', 'Description'],
      words: 3,
      rows: report.machine.lines.map(({ kind, name, text }) => [kind, name, text]),
    },
    ...CENTRE_GROUPINGS.map((grouping) => groupTable(report, grouping)),
    ...lendingTables(report),
    {
      title: 'Jobs that did not complete',
      head: ['Policy', 'Fate', 'Why', 'Which', 'Jobs'],
      words: 4,
      rows: report.policies.flatMap(({ label, fates = [] }) =>
        fates.map(({ fate, ran, why, first, jobs }) => [
          ...[label, ran ? `${fate} after it ran` : fate, why],
          ...[`${first.join(', ')}${first.length < jobs ? ', …' : ''}`, formatCount(jobs)],
        ]),
      ),
    },
  ].filter(({ rows }) => rows.length > 0);
}

function groupTable({ policies }: Report, grouping: CentreGrouping): CentreTable {
  const all = policies.flatMap(({ label, groups }) =>
    (groups?.[grouping] ?? []).map((figures) => ({ label, figures })),
  );
  const column = (of: (figures: Nullable<CentreGroupFigures>) => number | null, unit: string) => {
    const values = all.map(({ figures }) => of(figures));
    const scale = scaleOf(unit, values);
    return { unit: scale.unit, texts: values.map(scale.show) };
  };
  const mean = column((one) => one.mean_wait, 's');
  const p95 = column((one) => one.p95_wait, 's');
  const hours = column((one) => one.core_hours, '1');
  const used = column((one) => one.used, 'share');
  const entitled = column((one) => one.entitled, 'share');
  const shares = grouping === 'account' || grouping === 'user';
  return {
    title: `Jobs by ${grouping === 'qos' ? 'QOS' : grouping}`,
    head: [
      ...['Policy', TITLES[grouping], 'Jobs', 'Never ran', `Mean wait (${mean.unit})`, `P95 wait (${p95.unit})`],
      ...['Core-hours', 'Used (%)', ...(shares ? ['Entitled (%)'] : [])],
    ],
    words: 2,
    rows: all.map(({ label, figures: { name, jobs, never_ran } }, i) => [
      ...[label, name, ...[jobs, never_ran].map((count) => (count === null ? NO_VALUE : formatCount(count)))],
      ...[mean, p95, hours, used, ...(shares ? [entitled] : [])].map(({ texts }) => texts[i]!),
    ]),
  };
}
