import { Bench } from 'tinybench';
import type { TimedPolicy } from '../experiment/bench/baseline.ts';
import { CALIBRATION_RESULT, calibrate } from '../experiment/bench/calibration.ts';
import { calibrated } from '../experiment/bench/speed.ts';
import type { Experiment, PlannedPolicy } from '../experiment/experiment.ts';
import { runOne } from '../experiment/run.ts';
import { InputError } from '../model/errors.ts';
import type { Workload } from '../model/workload.ts';

/** How long a sample lasts at least, ms: about as long as the calibration, and far above the grain of any clock. */
const LEAST_SAMPLE = 20;
const MOST_RUNS = 1000;
/** What a compiler needs to settle, at least. */
const WARM_UP = { time: 500, samples: 3 };

/** What every policy of a scenario is timed with. */
export interface Measuring {
  readonly experiment: Experiment;
  readonly workload: Workload;
  readonly samples: number;
  readonly signal: AbortSignal;
  /** A stopwatch, ms. */
  readonly now: () => number;
  /** Called after each sample. */
  sampled(policy: string, samples: number): void;
}

/** A policy made ready to be timed. */
interface Ready {
  readonly label: string;
  readonly hash: string;
  /** Runs in each sample. */
  readonly runs: number;
  /** @throws InputError if it has another hash than its first run */
  run(): Promise<void>;
}

/** Simulates the policy for the first time, which also tells its hash and how many runs make a sample. */
export async function ready(policy: PlannedPolicy, measuring: Measuring): Promise<Ready> {
  const { workload, signal, now } = measuring;
  // Judging fairness would take far longer than the simulation, and is no work of the policy.
  const experiment = { ...measuring.experiment, metrics: undefined };
  const { label } = policy;
  const { hash } = await runOne(experiment, workload, policy, signal);
  const run = async (): Promise<void> => {
    const again = await runOne(experiment, workload, policy, signal);
    if (again.hash === hash) return;
    throw new InputError(
      `policy '${label}': its runs differ (hash ${hash}, then ${again.hash}), so their times are no comparison`,
    );
  };
  const begun = now();
  await run();
  const runs = Math.min(MOST_RUNS, Math.max(1, Math.ceil(LEAST_SAMPLE / (now() - begun))));
  return { label, hash, runs, run };
}

/**
 * Times a policy: calibration, sample, calibration, sample and so on, and a calibration at the end.
 * @throws InputError for a policy that fails or whose runs differ; an error named AbortError if the signal fired
 */
export async function measure({ label, hash, runs, run }: Ready, measuring: Measuring): Promise<TimedPolicy> {
  const { now, samples } = measuring;
  const calibrations: number[] = [];
  const calibration = (mode?: 'run' | 'warmup'): void => {
    const begun = now();
    const result = calibrate();
    const took = now() - begun;
    if (result !== CALIBRATION_RESULT) throw new Error(`the calibration came to ${result}`);
    if (mode === 'run') calibrations.push(took);
  };
  // The library sorts what it times; here each sample must stay beside its calibrations.
  const times: number[] = [];
  const sample = async (): Promise<{ overriddenDuration: number }> => {
    const begun = now();
    for (let i = 0; i < runs; i++) await run();
    const overriddenDuration = now() - begun;
    times.push(overriddenDuration);
    return { overriddenDuration };
  };
  const bench = new Bench({
    now,
    iterations: samples,
    time: 0,
    warmupIterations: WARM_UP.samples,
    warmupTime: WARM_UP.time,
    throws: true,
  });
  bench.add(label, sample, {
    async: true,
    beforeEach: calibration,
    afterEach: (mode) => {
      if (mode === 'run') measuring.sampled(label, calibrations.length);
    },
    afterAll: calibration,
  });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') throw new Error(`${label}: ${task?.result.state}`);
  const ratios = calibrated(times.slice(-samples), calibrations, runs);
  return { label, hash, runs, time: task.result.latency.p50 / runs, ratios };
}
