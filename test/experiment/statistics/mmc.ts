import { simulate } from '../../../src/engine/simulation.ts';
import { Sample } from '../../../src/metrics/sample.ts';
import { mean } from '../../../src/metrics/statistics.ts';
import { createScheduler } from '../../../src/registry.ts';
import { poissonJobs } from '../../../src/workload/poisson.ts';
import { erlangC } from '../../properties/queueing-theory.ts';

/** Mean run time, s. */
const MEAN_RUN = 1000;
const SERVERS = 2;
const LOAD = 0.5;
/** Servers that are idle in the mean. */
const FREE = SERVERS * (1 - LOAD);
/** The machine starts empty. At this load it has forgotten that after a few run times, each of which one job arrives. */
const WARM_UP = 60;
const JOBS = 860;

/** The mean wait of the long run, by theory, in mean run times. */
export const TRUE_MEAN_WAIT: number = erlangC(SERVERS, LOAD).wait;

/**
 * The share of jobs that wait longer than one mean run time: of those that wait at all, whose part is the mean wait times
 * (c - c load), e^-(c - c load) do.
 */
export const TRUE_LONG_WAITS: number = TRUE_MEAN_WAIT * FREE * Math.exp(-FREE);

/** Figures of runs without their warm-up: mean and 0.95 quantile of waits in mean run times, and the share of long ones. */
interface QueueFigures {
  readonly mean: Float64Array;
  readonly p95: Float64Array;
  readonly long: Float64Array;
}

/** Independent runs of M/M/2. */
export function runsOfQueue(count: number): QueueFigures {
  const figures = { mean: new Float64Array(count), p95: new Float64Array(count), long: new Float64Array(count) };
  for (let run = 0; run < count; run++) {
    const jobs = poissonJobs({ jobs: JOBS, procs: SERVERS, load: LOAD, seed: `run ${run}`, meanRun: MEAN_RUN });
    const { start } = simulate(jobs, SERVERS, createScheduler('fcfs'));
    const waits = start.map((at, job) => (at - jobs.submit[job]!) / (MEAN_RUN * 1000)).subarray(WARM_UP);
    figures.mean[run] = mean(waits);
    figures.p95[run] = new Sample(waits).quantile(0.95);
    figures.long[run] = waits.filter((wait) => wait > 1).length / waits.length;
  }
  return figures;
}
