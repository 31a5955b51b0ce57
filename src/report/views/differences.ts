import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';

/** Upper bounds, in seconds, of the sizes of a move. */
const STEPS = [
  { most: 600, name: 'up to 10 min' },
  { most: 3600, name: '10 min - 1 h' },
  { most: 86_400, name: '1 h - 1 d' },
  { most: 604_800, name: '1 d - 1 week' },
  { most: Number.POSITIVE_INFINITY, name: 'over 1 week' },
] as const;

/** How many jobs start so much earlier or later under the second policy. */
export interface Move {
  readonly name: string;
  readonly direction: 'earlier' | 'same' | 'later';
  readonly jobs: number;
}

/** How the starts of the same jobs differ between two runs. */
export interface Differences {
  /** From the jobs that move forward most to those that move back most. */
  readonly moves: readonly Move[];
  /** Rows of the jobs that start earlier under the second, those that gain most first. */
  readonly earlier: readonly number[];
  /** And of those that start later, those that lose most first. */
  readonly later: readonly number[];
}

/** @param shown how many jobs each of the two lists holds at most */
export function differences(a: FinishedRun, b: FinishedRun, shown: number): Differences {
  const counts = { earlier: STEPS.map(() => 0), later: STEPS.map(() => 0) };
  let same = 0;
  const moved: number[] = [];
  const difference = (row: number): number => b.start[row]! - a.start[row]!;
  for (let row = 0; row < a.jobs.length; row++) {
    const by = toSeconds(difference(row));
    // Whoever never ran under one of them has not moved by any length of time.
    if (Number.isNaN(by)) continue;
    if (by === 0) same += 1;
    else {
      moved.push(row);
      counts[by < 0 ? 'earlier' : 'later'][STEPS.findIndex(({ most }) => Math.abs(by) <= most)]! += 1;
    }
  }
  moved.sort((x, y) => difference(x) - difference(y) || x - y);
  const side = (direction: 'earlier' | 'later'): Move[] =>
    STEPS.map(({ name }, step) => ({ name, direction, jobs: counts[direction][step]! }));
  return {
    moves: [...side('earlier').reverse(), { name: 'same start', direction: 'same', jobs: same }, ...side('later')],
    earlier: moved.slice(0, shown).filter((row) => difference(row) < 0),
    later: moved
      .slice(-shown)
      .filter((row) => difference(row) > 0)
      .reverse(),
  };
}
