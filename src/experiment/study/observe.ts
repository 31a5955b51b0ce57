import type { JobTable } from '../../model/jobs.ts';
import type { ObservationWindow } from '../../model/run.ts';
import type { Time } from '../../model/time.ts';
import type { Cut, Cuts } from './study.ts';

/** Nothing is left out. */
export const UNCUT: Cuts = { warmup: { ms: 0 }, cooldown: { ms: 0 } };

const isNone = (cut: Cut): boolean => ('ms' in cut ? cut.ms === 0 : cut.share === 0);

/**
 * The times of submission, ms, of the jobs that figures are about; undefined where nothing is left out.
 * @param jobs at least one, by time of submission
 */
export function observed({ submit, length }: JobTable, { warmup, cooldown }: Cuts): ObservationWindow | undefined {
  if (isNone(warmup) && isNone(cooldown)) return undefined;
  const [first, last] = [submit[0]!, submit[length - 1]!];
  const from: Time =
    'ms' in warmup ? first + warmup.ms : submit[Math.min(length - 1, Math.floor(warmup.share * length))]!;
  // A window does not hold its end, so that the last job is in it unless it is cut off.
  const until: Time =
    'ms' in cooldown ? last - cooldown.ms : submit[Math.max(0, Math.ceil((1 - cooldown.share) * length) - 1)]!;
  return { from, to: Math.max(from, until + 1) };
}
