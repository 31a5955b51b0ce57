import type { JobFacts } from '../model/jobs.ts';
import { PLAN_TICK } from '../model/time.ts';

/** How long each job is planned to last by its estimate, ms: a second at the least. */
export function plannedByEstimate({ length, estimate }: JobFacts): Float64Array {
  const planned = new Float64Array(length);
  for (let job = 0; job < length; job += 1) planned[job] = Math.max(estimate[job]!, PLAN_TICK);
  return planned;
}
