import type { Preemption } from '../../model/scheduler.ts';
import type { Time } from '../../model/time.ts';

/** That a running job has been told to make room. */
export interface Notice {
  readonly until: Time;
  readonly how: Preemption;
}
