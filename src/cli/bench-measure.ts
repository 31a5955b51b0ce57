import { median } from 'simple-statistics';
import { Bench } from 'tinybench';
import type { Clock } from '../experiment/bench/baseline.ts';
import { CALIBRATION_RESULT, calibrate } from '../experiment/bench/calibration.ts';
import { calibrated } from '../experiment/bench/speed.ts';
import { isCommand, type PolicySpec } from '../registry.ts';

/** How long a sample lasts at least, ms: about as long as the calibration, and far above the grain of any clock. */
const LEAST_SAMPLE = 20;
const MOST_RUNS = 1000;
/** What a compiler needs to settle, at least: ms, and runs. */
const SETTLED = { time: 250, runs: 3 };
/** A process takes samples for about so long, ms, but neither fewer nor more than these. */
const SAMPLING = { time: 700, least: 3, most: 7 };

/** Readings, ms; only differences count. */
export interface Reading {
  readonly processor: number;
  readonly wall: number;
}

/** What a policy is timed with. */
export interface Measuring {
  /** The clock that counts. */
  readonly clock: Clock;
  read(): Reading;
  /** Collects the garbage of what was timed within its time, so that no other pays for it. */
  readonly collect?: (() => void) | undefined;
}

/** What one process has found of a policy. */
export interface Measured {
  /** Median time of one run, ms. */
  readonly time: number;
  /** Median time of one run in units of the calibration around it. */
  readonly ratio: number;
  /** The part of the time in which the calibration, which never waits, was let run: 1 on an idle machine. */
  readonly share: number;
}

/**
 * Times a policy in this process: calibration, sample, calibration, sample and so on, and a calibration at the end.
 * @param run simulates once
 * @throws whatever `run` throws
 */
export async function measure(run: () => Promise<void>, measuring: Measuring): Promise<Measured> {
  const { clock, read } = measuring;
  const now = (): number => read()[clock];
  const timed = async (work: () => void | Promise<void>): Promise<Reading> => {
    const begun = read();
    await work();
    measuring.collect?.();
    const ended = read();
    return { processor: ended.processor - begun.processor, wall: ended.wall - begun.wall };
  };
  const { runs, rounds, iterations } = await settle(run, timed, clock);
  const calibrations: Reading[] = [];
  const calibration = async (): Promise<void> => {
    calibrations.push(await timed(() => repeatedly(rounds, calibrateOnce)));
  };
  const times: number[] = [];
  const sample = async (): Promise<{ overriddenDuration: number }> => {
    const took = await timed(() => repeatedly(runs, run));
    times.push(took[clock]);
    return { overriddenDuration: took[clock] };
  };
  const bench = new Bench({ now, iterations, time: 0, warmup: false, throws: true });
  bench.add('policy', sample, { async: true, beforeEach: calibration, afterAll: calibration });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`timing ended as ${task?.result.state}`);
  const units = calibrations.map((took) => took[clock] / rounds);
  return {
    time: task.result.latency.p50 / runs,
    ratio: median(calibrated(times, units, runs)),
    share: shareOf(calibrations),
  };
}

/**
 * Lets the compiler settle.
 * @returns how many runs make a sample, how many calibrations go with it on either side, and how many samples to take
 */
async function settle(
  run: () => Promise<void>,
  timed: (work: () => void | Promise<void>) => Promise<Reading>,
  clock: Clock,
): Promise<{ runs: number; rounds: number; iterations: number }> {
  let [spent, count, batch] = [0, 0, 1];
  let [least, unit] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  while (spent < SETTLED.time || count < SETTLED.runs) {
    const took = (await timed(() => repeatedly(batch, run)))[clock];
    unit = Math.min(unit, (await timed(calibrateOnce))[clock]);
    least = Math.min(least, took / batch);
    spent += took;
    count += batch;
    if (took < LEAST_SAMPLE) batch = Math.min(MOST_RUNS, 2 * batch);
  }
  const runs = Math.min(MOST_RUNS, Math.max(1, Math.ceil(LEAST_SAMPLE / least)));
  const sample = runs * least;
  // Long samples see the machine of a longer time, and so must what they are compared with.
  const rounds = Math.max(1, Math.round(sample / (4 * unit)));
  const { time, most } = SAMPLING;
  return { runs, rounds, iterations: Math.max(SAMPLING.least, Math.min(most, Math.round(time / sample))) };
}

function calibrateOnce(): void {
  const result = calibrate();
  if (result !== CALIBRATION_RESULT) throw new Error(`the calibration came to ${result}`);
}

async function repeatedly(times: number, work: () => void | Promise<void>): Promise<void> {
  for (let i = 0; i < times; i++) await work();
}

function shareOf(readings: readonly Reading[]): number {
  const [processor, wall] = (['processor', 'wall'] as const).map((clock) =>
    readings.reduce((sum, reading) => sum + reading[clock], 0),
  );
  // Helpers of the collector may take more than the time that passes.
  return Math.min(1, processor! / wall!);
}

/** A program works in a process of its own, whose processor time is not known before it ends. */
export const clockOf = (spec: PolicySpec): Clock => (isCommand(spec) ? 'wall' : 'processor');

/** That a policy does not compute the same every time. */
export const differing = (label: string, first: string, then: string): string =>
  `policy '${label}': its runs differ (hash ${first}, then ${then}), so their times are no comparison`;
