import type { CentreTable } from './centre-table.ts';
import { formatCount, scaleOf } from './format.ts';
import type { Report } from './report.ts';

/** Whether what each policy has met is the same; undefined where nothing fails. */
function metTheSame({ failure_log: log }: Pick<Report, 'failure_log'>): boolean | undefined {
  if (log === undefined) return undefined;
  const [first, ...others] = log.met.policies;
  return others.every(({ hash }) => hash === first?.hash);
}

/** In a sentence; empty where nothing fails. */
export function metWords(report: Pick<Report, 'failure_log' | 'policies'>): string {
  const same = metTheSame(report);
  if (same === undefined) return '';
  const { met } = report.failure_log!;
  const { show, unit } = scaleOf('s', [met.until]);
  const until = `within ${show(met.until)} ${unit}, when the first was done`;
  if (met.policies.length === 1) return 'The failure log tells runs under the same failures by its hash.';
  if (same)
    return `Every policy met the same failures of nodes and of the store, and the same deadlocks: their logs are equal ${until}.`;
  return `Policies did not meet the same failures of nodes and of the store, and the same deadlocks: their logs differ ${until}, so their figures cannot be compared.`;
}

/** The log of each policy; none where nothing fails. */
export function failureLogTable(report: Pick<Report, 'failure_log' | 'policies'>): CentreTable | undefined {
  const { failure_log: log } = report;
  if (log === undefined) return undefined;
  const first = log.met.policies[0]?.hash;
  return {
    title: `Failure log of each policy: of all that fails, ${log.hash}`,
    head: ['Policy', 'Failures met', 'Hash', 'As the first'],
    words: 1,
    rows: report.policies.map(({ label }, i) => {
      const { faults, hash } = log.met.policies[i]!;
      return [label, formatCount(faults), hash, hash === first ? 'equal' : 'differs'];
    }),
  };
}
