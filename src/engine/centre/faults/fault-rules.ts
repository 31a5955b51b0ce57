import type { Coordinator } from '../../../model/coordinator.ts';
import type { FaultFact } from '../../../model/facts.ts';
import type { Resilience } from '../../../model/resilience.ts';

/** By what a run under faults goes, with the coordinator that was made for it. */
export interface FaultRules {
  readonly rules: Resilience;
  readonly coordinator: Coordinator;
}

type Timeless<F> = F extends unknown ? Omit<F, 'time'> : never;

/** What happens now. */
export type Told = Timeless<FaultFact>;
