import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { Scheduler } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import { GroupTimes } from './group-times.ts';

/** When a job would end on the group that is best for it, and on the second best. */
export interface Completion {
  readonly best: Time;
  /** Infinite where only one group can hold the job. */
  readonly second: Time;
}

/** Whom of a batch to map next: the one of the lowest score, ties by order of arrival. */
export type BatchRule = (completion: Completion) => number;

/** The job that can end first goes first (Ibarra and Kim, JACM 24(2), 1977; Maheswaran et al., JPDC 59, 1999). */
export const minMin: BatchRule = ({ best }) => best;

/** The job whose earliest end is the latest goes first, so that long jobs are not left over. */
export const maxMin: BatchRule = ({ best }) => -best;

/** The job goes first that would lose most if it did not get the group that is best for it; with one group, nothing. */
export const sufferage: BatchRule = ({ best, second }) => (second === Number.POSITIVE_INFINITY ? 0 : -(second - best));

/**
 * Batch mode: at each decision the first `size` waiting jobs are mapped on groups of nodes one by one, each on the group
 * on which it would end first, whereupon the ends of the others are found anew. In this order they start,
 * or are given the earliest reservation from then on; whoever waits behind the batch may start if that delays none of these.
 */
export const batch = (name: string, rule: BatchRule, size: number): Scheduler => ({
  name,
  promises: false,
  needsKill: false,
  needsCentre: true,
  remembers: 'nothing',
  decide(view, plan) {
    const { now, jobs, queue } = view;
    const chosen: JobId[] = [];
    for (let job = queue.first(); job !== NO_JOB && chosen.length < size; job = queue.after(job)) chosen.push(job);
    // Where nobody could start there is nothing to decide.
    if (queue.startableAfter(NO_JOB) === NO_JOB) return;
    const times = new GroupTimes(now, jobs, view.centre!, view.running(), (job) => view.plannedEnd(job));
    for (const { job, ready } of mapped(chosen, times, rule)) {
      // Who would end first by waiting for faster nodes waits for them.
      if (ready > now || !plan.start(job)) plan.reserve(job, Math.max(ready, now));
    }
    const last = chosen.at(-1) ?? NO_JOB;
    for (let job = queue.startableAfter(last); job !== NO_JOB; job = queue.startableAfter(job)) plan.start(job);
  },
});

/** A job, and when there is room for it on the group on which it would end first. */
interface Mapped {
  readonly job: JobId;
  readonly ready: Time;
}

/** What is known of a job that has not been mapped. */
interface Open {
  readonly job: JobId;
  readonly groups: readonly number[];
  readonly ends: Time[];
}

/** The jobs in the order in which the rule maps them. Those that no single group can hold come last. */
function mapped(jobs: readonly JobId[], times: GroupTimes, rule: BatchRule): Mapped[] {
  const open: Open[] = jobs.map((job) => {
    const groups = times.groups(job);
    return { job, groups, ends: groups.map((group) => times.completion(job, group)) };
  });
  const wide = open.filter(({ groups }) => groups.length === 0).map(({ job }) => ({ job, ready: 0 }));
  let left = open.filter(({ groups }) => groups.length > 0);
  const order: Mapped[] = [];
  while (left.length > 0) {
    const next = lowest(left, rule);
    const group = next.groups[next.ends.indexOf(Math.min(...next.ends))]!;
    order.push({ job: next.job, ready: times.ready(next.job, group) });
    times.map(next.job, group);
    left = left.filter((one) => one !== next);
    for (const { job, groups, ends } of left) {
      const at = groups.indexOf(group);
      if (at >= 0) ends[at] = times.completion(job, group);
    }
  }
  return [...order, ...wide];
}

function lowest(open: readonly Open[], rule: BatchRule): Open {
  let found = open[0]!;
  let least = Number.POSITIVE_INFINITY;
  for (const one of open) {
    const [best, second = Number.POSITIVE_INFINITY] = one.ends.toSorted((a, b) => a - b);
    const score = rule({ best: best!, second });
    if (score < least) [found, least] = [one, score];
  }
  return found;
}
