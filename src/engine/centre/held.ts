import type { JobId } from '../../model/jobs.ts';
import { limitWords } from './account.ts';
import type { CentrePlan } from './centre-plan.ts';
import type { CentreQueue } from './centre-queue.ts';
import type { CentreWorld } from './centre-world.ts';

/** Those who wait for what cannot come once nothing is left to happen, and for what. */
export function heldInTheEnd(world: CentreWorld, queue: CentreQueue, plan: CentrePlan): Map<JobId, string> {
  const held = new Map<JobId, string>();
  for (const job of world.lives.pending) {
    const never = world.dependencies.standing(job) === 'impossible';
    held.set(job, `what it depends on ${never ? 'has ended otherwise than it needs' : 'is held itself'}`);
  }
  for (const job of queue.waiting) {
    const over = world.occupancy.book.overLimit(job);
    if (plan.alone(job) === undefined) held.set(job, 'no node is left on which it could run');
    else if (over?.of === 'coreTime') held.set(job, limitWords(over));
  }
  return held;
}
