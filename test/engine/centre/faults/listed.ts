import type { Fault } from '../../../../src/model/faults.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';

/** These faults in their order, in every run anew. */
export const listed = (faults: readonly Fault[]): Resilience['faults']['script'] => {
  return () => {
    const left = [...faults];
    return { next: () => left.shift() };
  };
};
