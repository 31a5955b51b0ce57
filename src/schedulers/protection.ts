import type { JobId } from '../model/jobs.ts';
import type { ClusterView, Plan } from '../model/scheduler.ts';

/** Nothing happens when a job's protection is over, so a policy that would preempt then has itself asked again. */
export function wakeAtProtectionEnd({ now, jobs, centre }: ClusterView, plan: Plan, running: readonly JobId[]): void {
  let next = Number.POSITIVE_INFINITY;
  for (const one of running) {
    const { preempted, protectedFor } = centre!.centre.qos[jobs.asks!.qos[one]!]!;
    const over = centre!.runningSince(one) + protectedFor;
    if (preempted !== 'never' && over > now) next = Math.min(next, over);
  }
  if (next < Number.POSITIVE_INFINITY) plan.wake(next);
}
