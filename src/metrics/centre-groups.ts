import { CORES } from '../model/resources.ts';
import type { FinishedRun } from '../model/run.ts';
import { normalizedShares } from '../model/shares.ts';
import { toSeconds } from '../model/time.ts';
import { type CentreGrouping, namesOf, placeIn, placesOf } from './centre-names.ts';
import { groupFigures, groupRows } from './groups.ts';
import { heldByStretch } from './held.ts';
import { thoseThatRan } from './ran.ts';
import { submittedInWindow } from './window.ts';

/** One account, user, partition or QOS; waits in seconds over the jobs that ran. */
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
  /** Part that the shares promise: along the tree, of each parent's. Only for accounts and users; NaN for others. */
  readonly entitled: number;
}

/** Every account, user, partition or QOS that has jobs, in the order of the centre; none without a centre. */
export function byCentreGroup(whole: FinishedRun, grouping: CentreGrouping): CentreGroupFigures[] {
  const run = submittedInWindow(whole);
  if (run.centre === undefined) return [];
  const { centre } = run;
  const ran = thoseThatRan(run);
  const all = groupRows(run, (job) => placeIn(grouping, run, job));
  const measured = groupRows(ran, (job) => placeIn(grouping, ran, job));
  const hours = new Map<number, number>();
  let total = 0;
  const cores = heldByStretch(run, CORES);
  for (const [at, one] of centre.stretches.entries()) {
    const place = placeIn(grouping, run, one.job);
    const held = (cores[at]! * toSeconds(one.end - one.start)) / 3600;
    hours.set(place, (hours.get(place) ?? 0) + held);
    total += held;
  }
  const names = namesOf(grouping, centre.centre);
  const entitled = entitledTo(run, grouping);
  return [...all.keys()]
    .filter((place) => place >= 0)
    .sort((a, b) => a - b)
    .map((place) => {
      const rows = all.get(place)!;
      const { mean_wait, p95_wait } = groupFigures(ran, measured.get(place) ?? []);
      const used = hours.get(place) ?? 0;
      return {
        name: names[place]!,
        jobs: rows.length,
        never_ran: rows.filter((job) => Number.isNaN(run.start[job]!) || Number.isNaN(run.end[job]!)).length,
        mean_wait,
        p95_wait,
        core_hours: used,
        used: total > 0 ? used / total : Number.NaN,
        entitled: entitled.get(place) ?? Number.NaN,
      };
    });
}

/** By account or user: its part of the machine; that of a user of several accounts is what it has in all of them. */
function entitledTo({ centre }: FinishedRun, grouping: CentreGrouping): Map<number, number> {
  const parts = new Map<number, number>();
  if (grouping !== 'account' && grouping !== 'user') return parts;
  const { entities } = centre!.centre;
  const shares = normalizedShares(entities);
  const places = placesOf(grouping, centre!.centre);
  for (const [entity, { kind, parent }] of entities.entries()) {
    if (kind !== grouping && (grouping === 'user' || parent >= 0)) continue;
    parts.set(places[entity]!, (parts.get(places[entity]!) ?? 0) + shares[entity]!);
  }
  return parts;
}
