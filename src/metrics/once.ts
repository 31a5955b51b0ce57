import type { FinishedRun } from '../model/run.ts';

/**
 * The same function, which works out each run once: a finished run never changes, so neither does what follows from it.
 * What is known is kept weakly, so that a run and its figures leave memory together.
 */
export function oncePerRun<T>(of: (run: FinishedRun) => T): (run: FinishedRun) => T {
  const known = new WeakMap<FinishedRun, { readonly value: T }>();
  return (run) => {
    let found = known.get(run);
    if (found === undefined) {
      found = { value: of(run) };
      known.set(run, found);
    }
    return found.value;
  };
}
