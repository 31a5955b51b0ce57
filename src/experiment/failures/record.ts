import { failureLogHash } from '../../failures/fault-model.ts';
import type { FaultModel } from '../../model/faults.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { Workload } from '../../model/workload.ts';
import type { FailureLog, ResilienceForms, ResilienceRecord } from './resilience-form.ts';

/** For the record of a run; undefined where the scenario says nothing of it. */
export function resilienceRecord(
  { failures, detection, checkpoints, recovery }: ResilienceForms,
  { jobs, resilience }: Pick<Workload, 'jobs' | 'resilience'>,
): ResilienceRecord | undefined {
  if (resilience === undefined) return undefined;
  return {
    forms: { failures, detection, checkpoints, recovery },
    ...(resilience.trace !== undefined && { trace: resilience.trace }),
    ...(resilience.module !== undefined && { module: resilience.module }),
    ...(failures !== undefined && { log: failureLog(resilience.faults, jobs) }),
  };
}

/**
 * The log of all that begins before every job could have ended, had none waited: up to a moment that depends on neither
 * policies nor faults, so that it tells whether two comparisons of the same jobs are under the same faults.
 */
export function failureLog(faults: FaultModel, { submit, runtime }: Pick<JobTable, 'submit' | 'runtime'>): FailureLog {
  const until = submit.reduce((latest, time, job) => Math.max(latest, time + runtime[job]!), 0);
  return { hash: failureLogHash(faults, until), until };
}
