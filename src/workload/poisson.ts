import { randomExponential } from 'd3-random';
import { randomStreams } from '../kernel/random.ts';
import { InputError } from '../model/errors.ts';
import type { JobTable } from '../model/jobs.ts';
import { fromSeconds } from '../model/time.ts';
import type { SwfTrace } from '../model/workload.ts';
import { buildTrace } from './swf-build.ts';
import { type EstimateModel, estimates, modelHeader, requireCount, requirePositive } from './synthetic.ts';

export interface PoissonOptions {
  readonly jobs: number;
  readonly procs: number;
  readonly seed: string | number;
  /** Expected load: arrival rate x mean size x mean run time / procs. The load of one sample strays around it. */
  readonly load: number;
  /** Mean run time, s; an hour where absent. */
  readonly meanRun?: number | undefined;
  /** Processors of each job, or the least and the most of a uniform distribution; 1 where absent. */
  readonly size?: number | readonly [number, number] | undefined;
  /** What users request; `exact` where absent. */
  readonly estimates?: EstimateModel | undefined;
}

/**
 * A trace of jobs that arrive in a Poisson process and run for exponential times, in seconds rounded up. With jobs of
 * one processor it is the M/M/c queue of the textbooks (L. Kleinrock, Queueing Systems I, 1975).
 *
 * @throws InputError for options out of range
 */
export function poisson(options: PoissonOptions): SwfTrace {
  const { submit, run, procs, request, defaulted } = draw(options, Math.ceil);
  return buildTrace(modelHeader('poisson', 'Kleinrock, Queueing Systems I, 1975', options, defaulted), options.jobs, {
    job: Int32Array.from({ length: options.jobs }, (_, job) => job + 1),
    submit,
    run,
    procsUsed: procs,
    procsRequested: procs,
    timeRequested: request,
    status: new Int32Array(options.jobs).fill(1),
  });
}

/**
 * The same jobs with times in milliseconds, close enough to continuous time to be held against formulas of queueing
 * theory.
 *
 * @throws InputError for options out of range
 */
export function poissonJobs(options: PoissonOptions): JobTable {
  const { submit, run, procs, request } = draw(options, fromSeconds);
  const length = options.jobs;
  const notGiven = new Int32Array(length).fill(-1);
  return {
    length,
    id: Int32Array.from({ length }, (_, job) => job + 1),
    submit,
    runtime: run,
    estimate: request,
    procs,
    killed: new Uint8Array(length),
    user: notGiven,
    group: notGiven,
    queue: notGiven,
  };
}

/** @param round from seconds to whole numbers of the unit that is wanted */
function draw(options: PoissonOptions, round: (seconds: number) => number) {
  const { jobs, procs, load, seed, meanRun = 3600, size = 1, estimates: model = 'exact' } = options;
  const [least, most] = typeof size === 'number' ? [size, size] : size;
  requireCount('jobs', jobs);
  requireCount('procs', procs);
  requireCount('size', least);
  requireCount('size', most);
  requirePositive('load', load);
  requirePositive('meanRun', meanRun);
  if (least > most || most > procs) {
    throw new InputError(`size: expected least <= most <= ${procs} processors, found ${least} and ${most}`);
  }
  const streams = randomStreams(seed);
  const arrivalRate = (load * procs) / (meanRun * ((least + most) / 2));
  const gap = randomExponential.source(streams.stream('arrivals'))(arrivalRate);
  const runTime = randomExponential.source(streams.stream('runs'))(1 / meanRun);
  const sizes = streams.stream('sizes');
  const run = new Float64Array(jobs).map(() => round(runTime()));
  let now = 0;
  return {
    submit: new Float64Array(jobs).map(() => {
      now += gap();
      return round(now);
    }),
    run,
    procs: new Int32Array(jobs).map(() => least + Math.floor(sizes() * (most - least + 1))),
    request: estimates(run, model, streams.stream('estimates')),
    defaulted: { jobs, procs, load, seed, meanRun, size, estimates: model },
  };
}
