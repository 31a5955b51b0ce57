import { rowsOf } from '../model/rows.ts';
import type { FinishedRun } from '../model/run.ts';
import { firstParting } from './parting.ts';
import { type Replay, replayed } from './replay.ts';

/** The most pairs of simulations that a search may take. */
export const MOST_PAIRS = 4000;

/** What to do with less, and how a caller follows and stops it. */
export interface ShrinkOptions {
  /** The most pairs of simulations, `MOST_PAIRS` unless given. */
  readonly pairs?: number;
  /** Told before each pair how many there were, and how many jobs are left so far. */
  readonly onPair?: (pairs: number, jobs: number) => void;
  readonly signal?: AbortSignal | undefined;
}

/** Some of the jobs of two runs, of which alone the two policies still make different schedules. */
export interface Shrunk {
  /** Rows of the original jobs, in order. */
  readonly rows: readonly number[];
  readonly a: FinishedRun;
  readonly b: FinishedRun;
  /** How many pairs of simulations it took. */
  readonly pairs: number;
  /** Whether it is known that no single one of them can be left out; else the search ended at its bound. */
  readonly minimal: boolean;
}

/**
 * Looks for a small part of the jobs with which two runs still part, by delta debugging (Zeller and Hildebrandt, IEEE
 * TSE 28(2), 2002, reduced to complements): leaves out ever smaller stretches of jobs, down to single ones, as long as
 * what is left still parts them. Processors are counted.
 *
 * @param a a run that parts from `b`; both of the same jobs on the same machine
 * @param known rows with which alone they are expected to part, such as those that were submitted by then
 * @throws InputError for a policy that cannot be made any more; an error named AbortError if the signal fired
 */
export async function shrink(
  a: Replay,
  b: Replay,
  known: readonly number[],
  { pairs: most = MOST_PAIRS, onPair = () => {}, signal }: ShrinkOptions = {},
): Promise<Shrunk> {
  let pairs = 0;
  const pair = async (rows: readonly number[]): Promise<Pick<Shrunk, 'rows' | 'a' | 'b'>> => {
    const jobs = rowsOf(a.jobs, rows);
    const runOf = async (replay: Replay): Promise<FinishedRun> =>
      (await replayed({ ...replay, jobs }, [], signal)).finish();
    pairs += 1;
    return { rows, a: await runOf(a), b: await runOf(b) };
  };
  const all = [...a.jobs.submit.keys()];
  const parts = (one: Pick<Shrunk, 'a' | 'b'>): boolean => firstParting(one.a, one.b) !== undefined;
  const first = await pair(known);
  let best = parts(first) ? first : await pair(all);
  for (let size = Math.ceil(best.rows.length / 2); ; size = Math.ceil(size / 2)) {
    let fewer = false;
    for (let at = 0; at < best.rows.length; ) {
      if (pairs >= most) return { ...best, pairs, minimal: false };
      onPair(pairs, best.rows.length);
      const less = await pair(best.rows.toSpliced(at, size));
      if (parts(less)) [best, fewer] = [less, true];
      else at += size;
    }
    if (size === 1 && !fewer) return { ...best, pairs, minimal: true };
  }
}
