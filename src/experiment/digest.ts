import { createHash } from 'node:crypto';
import type { JobTable } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import { actsOf } from './parting.ts';

/** 16 hexadecimal digits. 64 bits tell files of one folder apart; nobody is kept from forging one. */
export const shortDigest = (text: string | Uint8Array): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

/** What tells whether two workloads are the same jobs. */
export interface JobsMark {
  readonly count: number;
  readonly digest: string;
}

/** Columns that come from the trace; what jobs ask of nodes follows from these and the scenario. */
const COLUMNS = ['id', 'submit', 'runtime', 'estimate', 'procs', 'killed', 'user', 'group', 'queue'] as const;

/** A mark of the jobs as they are simulated. */
export function jobsMark(jobs: JobTable): JobsMark {
  const hash = createHash('sha256');
  for (const name of COLUMNS) hash.update(new Uint8Array(Float64Array.from(jobs[name]).buffer));
  return { count: jobs.length, digest: hash.digest('hex').slice(0, 16) };
}

/**
 * A digest of every start and preemption with its nodes, in whatever order they are; null where processors are counted.
 * The hash of a run knows when jobs run, not where.
 */
export const placementsDigest = (run: FinishedRun): string | null =>
  run.centre === undefined
    ? null
    : shortDigest(
        actsOf(run)
          .map(({ job, time, what }) => `${job} ${time} ${what}`)
          .sort()
          .join('\n'),
      );

/** JSON with the keys of every map in order, so that the order in which a file has them says nothing. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) => {
    if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)));
  });
}
