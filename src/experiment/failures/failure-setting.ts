import type { JobTable } from '../../model/jobs.ts';
import type { KnownEntities } from '../centre/entities.ts';
import type { NodesByName } from '../centre/machine.ts';

/** What failures depend on beside what is said of them. */
export interface FailureSetting {
  readonly named: NodesByName;
  readonly entities: KnownEntities;
  /** Undefined while they have not been read, and then names of jobs cannot be checked. */
  readonly jobs: JobTable | undefined;
  readonly seed: string | number | undefined;
  /** The scenario's own, which the trace of failures is relative to. */
  readonly folder: string;
}
