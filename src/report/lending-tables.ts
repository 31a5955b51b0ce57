import type { CentreTable } from './centre-table.ts';
import { formatCount, formatNumber, scaleOf } from './format.ts';
import type { Report } from './report.ts';

/** What came of guarantees and who owed whom, under each policy; none where nobody is guaranteed anything. */
export function lendingTables({ policies }: Pick<Report, 'policies'>): CentreTable[] {
  const clients = policies.flatMap(({ label, lending }) => (lending?.clients ?? []).map((one) => ({ label, ...one })));
  const pairs = policies.flatMap(({ label, lending }) => (lending?.pairs ?? []).map((one) => ({ label, ...one })));
  const below = scaleOf(
    's',
    clients.flatMap((one) => [one.longest_below, one.total_below]),
  );
  const owed = scaleOf(
    's',
    pairs.map(({ longest }) => longest),
  );
  return [
    {
      title: 'What came of guarantees',
      head: [
        ...['Policy', 'Client', 'Guarantee (cores)', 'Lent (core-h)', 'Borrowed (core-h)'],
        ...[`Longest below it while asking (${below.unit})`, `In all (${below.unit})`],
      ],
      words: 2,
      rows: clients.map((one) => [
        ...[one.label, one.client, formatCount(one.guarantee)],
        ...[one.lent_core_hours, one.borrowed_core_hours].map((hours) => formatNumber(hours)),
        ...[one.longest_below, one.total_below].map(below.show),
      ]),
    },
    {
      title: 'Who owed whom',
      head: [
        ...['Policy', 'Borrower', 'Lender', 'Owed (core-h)', 'Most at once (cores)', 'Loans'],
        `Longest loan (${owed.unit})`,
      ],
      words: 3,
      rows: pairs.map((one) => [
        ...[one.label, one.borrower, one.lender, formatNumber(one.core_hours), formatCount(one.most_cores)],
        ...[formatCount(one.loans), owed.show(one.longest)],
      ]),
    },
  ];
}
