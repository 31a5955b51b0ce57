import type { JobFacts, JobId } from '../model/jobs.ts';
import { type Duration, PLAN_TICK } from '../model/time.ts';

/** How long a job is planned to last: its estimate, but a second at the least. */
export const planned = (job: JobId, jobs: JobFacts): Duration => Math.max(jobs.estimate[job]!, PLAN_TICK);
