import type { Duration, Time } from '../model/time.ts';

/** Tells when a repair that is called for at `at` is done, after all that were called for earlier. */
export type Crew = (at: Time, length: Duration) => Time;

/** So many repairs at once, first come, first served; infinite where none waits. */
export function crewOf(size: number): Crew {
  if (size === Number.POSITIVE_INFINITY) return (at, length) => at + length;
  const free: Time[] = Array.from({ length: size }, () => 0);
  return (at, length) => {
    const first = free.indexOf(Math.min(...free));
    free[first] = Math.max(at, free[first]!) + length;
    return free[first];
  };
}
