import type { Simultaneity } from '../model/scheduler.ts';

/** What can happen, as the numbers that the run hash sees; their order means nothing. */
export const EventKind = { JobSubmit: 0, JobEnd: 1, JobLimit: 2, JobRelease: 3, JobStart: 4 } as const;
export type EventKind = (typeof EventKind)[keyof typeof EventKind];

/** The kinds of event in the order in which simultaneous ones fire; docs/simultaneity.md tells why. */
const COMPLETIONS_FIRST: readonly EventKind[] = [
  // An end at t frees its processors for a start at t.
  EventKind.JobEnd,
  // A job that ends exactly at its estimate has not outlived it.
  EventKind.JobLimit,
  // Arrivals see the freed machine.
  EventKind.JobSubmit,
];

const ARRIVALS_FIRST: readonly EventKind[] = [
  // Jobs that end exactly when planned have left the plan before anything else happens.
  EventKind.JobRelease,
  EventKind.JobLimit,
  // Arrivals do not see what earlier-than-planned ends of the same instant free.
  EventKind.JobSubmit,
  // Ends follow one at a time, those that were released too, in order of start.
  EventKind.JobEnd,
];

export function firingOrder({ order }: Simultaneity): readonly EventKind[] {
  return order === 'arrivals-first' ? ARRIVALS_FIRST : COMPLETIONS_FIRST;
}
