import type { Fact } from '../model/facts.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import { type Duration, MS_PER_SECOND, type Time } from '../model/time.ts';
import { type Replay, replayed } from './replay.ts';

/** The most simulations for each kind of change. */
export const TRIES = 8;

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400].map((seconds) => seconds * MS_PER_SECOND) as [number, number, number];

/** Times that people ask for, ms. */
const ROUND_TIMES: readonly Duration[] = [
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * MS_PER_SECOND),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 2, 4, 8, 12, 18].map((hours) => hours * HOUR),
  ...[1, 2, 3, 4, 5, 7, 10, 14, 21, 28].map((days) => days * DAY),
];

/**
 * When a job starts in a run, if that is before a moment; it is simulated until one of the two has come.
 * @param before infinite for a run that is simulated to its end
 */
export async function startBefore(
  replay: Replay,
  job: JobId,
  before: Time,
  signal: AbortSignal | undefined,
): Promise<Time | undefined> {
  let found: Time | undefined;
  const on = (fact: Fact): void => {
    if (fact.kind === 'start' && fact.job === job) found ??= fact.time;
  };
  await replayed(replay, [{ name: 'what-if', on }], signal, ({ now }) => found === undefined && now < before);
  return found !== undefined && found < before ? found : undefined;
}

/** Round times below the estimate within which the job would still have ended, the largest first; its run time last. */
export function smallerEstimates({ runtime, estimate }: JobTable, job: JobId): Duration[] {
  const least = Math.max(Math.ceil(runtime[job]! / MS_PER_SECOND), 1) * MS_PER_SECOND;
  const times = [least, ...ROUND_TIMES.filter((time) => time > least)].filter((time) => time < estimate[job]!);
  return thinned(times.reverse());
}

/** At most `TRIES` of a list, evenly, the first and the last among them. */
export function thinned<T>(list: readonly T[]): T[] {
  if (list.length <= TRIES) return [...list];
  return Array.from({ length: TRIES }, (_, i) => list[Math.round((i * (list.length - 1)) / (TRIES - 1))]!);
}
