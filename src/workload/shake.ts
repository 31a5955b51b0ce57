import { type Random, randomStreams } from '../kernel/random.ts';
import { InputError } from '../model/errors.ts';
import type { SwfTrace } from '../model/workload.ts';
import { gather, inOrder, rearrange } from './rearrange.ts';

export interface ShakeOptions {
  /** By how many seconds, in whole ones, a submit time moves at most, either way; 60 where absent. */
  readonly seconds?: number | undefined;
  /** By what share of itself a run time changes at most, either way, such as 0.05; run times stay where absent. */
  readonly runs?: number | undefined;
}

/**
 * How far submit times move unless it is said: little beside the waits and run times of real traces, but enough to
 * change which of two jobs comes first.
 */
const SHAKE_SECONDS = 60;

/**
 * A trace whose records were all moved a little: input shaking (Tsafrir, Ouaknine and Feitelson, MASCOTS 2007), by
 * which a true effect is told from an accident of one trace, as the true one survives in most of many shaken copies.
 * A submit time moves by a uniform whole number of seconds, never below 0, and jobs arrive in the new order. A run time
 * changes by a uniform factor; what kept to its requested time still does, and what ran still runs for a second.
 *
 * Each record has its own draw, which depends on its place in the file and the seed alone; it is the same fraction of
 * the amount whatever the amount. Records without a submit or a run time keep what they have. Submit times move
 * independently, also of jobs that waited for another (fields 17 and 18).
 *
 * @throws InputError for amounts out of range
 */
export function shake(trace: SwfTrace, options: ShakeOptions, seed: string | number): SwfTrace {
  const { seconds = SHAKE_SECONDS, runs = 0 } = options;
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 0x7fff_ffff) {
    throw new InputError(`seconds: expected a whole number of at least 0, found ${seconds}`);
  }
  if (!(runs >= 0 && runs < 1)) throw new InputError(`runs: expected a share from 0 to less than 1, found ${runs}`);
  const streams = randomStreams(seed);
  const submit = movedSubmits(trace, seconds, streams.stream('shake/submits'));
  const run = runs === 0 ? trace.columns.run : changedRuns(trace, runs, streams.stream('shake/runs'));
  const records = inOrder(submit);
  return rearrange(trace, {
    records,
    changed: { submit: gather(submit, records), run: gather(run, records) },
    note: `shaken by makespan ${JSON.stringify({ seconds, runs, seed: String(seed) })}`,
    ledger: [],
  });
}

function movedSubmits(trace: SwfTrace, most: number, random: Random): Float64Array {
  return Float64Array.from(trace.columns.submit, (submit) => {
    const move = Math.floor(random() * (2 * most + 1)) - most;
    return submit < 0 ? submit : Math.max(0, submit + move);
  });
}

function changedRuns(trace: SwfTrace, most: number, random: Random): Float64Array {
  const { run, timeRequested } = trace.columns;
  return Float64Array.from(run, (seconds, record) => {
    const factor = 1 + most * (2 * random() - 1);
    if (seconds <= 0) return seconds;
    const changed = Math.max(1, Math.round(seconds * factor));
    const requested = timeRequested[record]!;
    return seconds <= requested ? Math.min(changed, requested) : changed;
  });
}
