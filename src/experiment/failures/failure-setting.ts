import type { JobTable } from '../../model/jobs.ts';
import type { Entities } from '../centre/entities.ts';
import type { NamedMachine } from '../centre/machine.ts';

/** What failures depend on beside what is said of them. */
export interface FailureSetting {
  readonly named: NamedMachine;
  readonly entities: Entities;
  /** Undefined while they have not been read, and then names of jobs cannot be checked. */
  readonly jobs: JobTable | undefined;
  readonly seed: string | number | undefined;
  /** The scenario's own, which the trace of failures is relative to. */
  readonly folder: string;
}
