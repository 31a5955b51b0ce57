import type { Centre } from '../model/centre.ts';
import type { JobId } from '../model/jobs.ts';
import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { normalizedShares } from '../model/shares.ts';
import { toSeconds } from '../model/time.ts';
import { groupFigures, groupRows } from './groups.ts';
import { heldBy } from './held.ts';
import { thoseThatRan } from './ran.ts';

/** By what a centre's jobs are told apart. */
export const CENTRE_GROUPINGS = ['account', 'partition', 'qos'] as const;
export type CentreGrouping = (typeof CENTRE_GROUPINGS)[number];

/** One account, partition or QOS; waits in seconds over the jobs that ran. */
export interface CentreGroupFigures {
  readonly name: string;
  /** Submitted, those included that never ran. */
  readonly jobs: number;
  readonly never_ran: number;
  readonly mean_wait: number;
  readonly p95_wait: number;
  /** Held by all stretches, those that were lost included. */
  readonly core_hours: number;
  /** Part of all core-hours; NaN if there are none. */
  readonly used: number;
  /** Part that the shares promise: along the tree, of each parent's. Only for accounts; NaN for others. */
  readonly entitled: number;
}

/** Place of the job's account, partition or QOS in the centre's list; a user's job counts for the account above it. */
export function placeIn(grouping: CentreGrouping, { jobs, centre }: FinishedRun, job: number): number {
  const asks = jobs.asks!;
  if (grouping === 'qos') return asks.qos[job]!;
  if (grouping === 'partition') return asks.shapes[asks.shape[job]!]!.partition;
  const { entities } = centre!.centre;
  let place = asks.entity[job]!;
  while (entities[place]!.kind === 'user' && entities[place]!.parent >= 0) place = entities[place]!.parent;
  return place;
}

/** Names in the order of the centre. */
export function namesOf(grouping: CentreGrouping, { entities, machine, qos }: Centre): readonly string[] {
  return { account: entities, partition: machine.partitions, qos }[grouping].map(({ name }) => name);
}

/** Every account, partition or QOS that has jobs, in the order of the centre; none without a centre. */
export function byCentreGroup(run: FinishedRun, grouping: CentreGrouping): CentreGroupFigures[] {
  if (run.centre === undefined) return [];
  const { centre } = run;
  const ran = thoseThatRan(run);
  const all = groupRows(run, (job) => placeIn(grouping, run, job));
  const measured = groupRows(ran, (job) => placeIn(grouping, ran, job));
  const hours = new Map<number, number>();
  let total = 0;
  for (const one of centre.stretches) {
    const place = placeIn(grouping, run, one.job as JobId);
    const held = (heldBy(run.jobs, centre, one, CORES) * toSeconds(one.end - one.start)) / 3600;
    hours.set(place, (hours.get(place) ?? 0) + held);
    total += held;
  }
  const names = namesOf(grouping, centre.centre);
  const entitled = grouping === 'account' ? normalizedShares(centre.centre.entities) : [];
  return [...all.keys()]
    .sort((a, b) => a - b)
    .map((place) => {
      const rows = all.get(place)!;
      const { mean_wait, p95_wait } = groupFigures(ran, measured.get(place) ?? []);
      const used = hours.get(place) ?? 0;
      return {
        name: names[place]!,
        jobs: rows.length,
        never_ran: rows.filter((job) => Number.isNaN(run.start[job]!)).length,
        mean_wait,
        p95_wait,
        core_hours: used,
        used: total > 0 ? used / total : Number.NaN,
        entitled: entitled[place] ?? Number.NaN,
      };
    });
}
