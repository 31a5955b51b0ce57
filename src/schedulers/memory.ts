import type { Plan } from '../model/scheduler.ts';

/**
 * What a policy remembers from one decision to the next, apart for each run: a run has one plan to itself, so the same
 * scheduler may serve several runs, in turn or at once.
 */
export function perRun<T extends object>(fresh: () => T): (plan: Plan) => T {
  const memories = new WeakMap<Plan, T>();
  return (plan) => {
    let memory = memories.get(plan);
    if (memory === undefined) {
      memory = fresh();
      memories.set(plan, memory);
    }
    return memory;
  };
}
