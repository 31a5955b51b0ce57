import { intervalBy } from '../src/failures/checkpoints/interval.ts';
import { level, statedTransfer } from '../src/failures/checkpoints/levels.ts';
import { standard } from '../src/failures/coordinator/standard.ts';
import { faultModel } from '../src/failures/fault-model.ts';
import { exponential, lognormal } from '../src/failures/laws/law.ts';
import { nodeFailures } from '../src/failures/sources.ts';
import { type Random, randomStreams } from '../src/kernel/random.ts';
import type { Machine, NodeId } from '../src/model/machine.ts';
import type { Resilience } from '../src/model/resilience.ts';
import type { Time } from '../src/model/time.ts';
import { asking, centreOf, group, shape } from '../test/engine/centre/plain.ts';
import { jobTable } from '../test/engine/jobs.ts';
import type { CentreInput } from './machine-inputs.ts';

export interface FaultyInput extends CentreInput {
  readonly resilience: Resilience;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365;
const NODES = 1000;
const LOAD = 0.75;
/** Half a year. */
const MTBF: Time = 182.5 * DAY;

/** Whole nodes: half of the jobs need one, a quarter two, and so on up to 128. */
const anyWidth = (draw: Random): number => 2 ** Math.min(7, Math.floor(-Math.log2(1 - draw())));

/** From a minute to four days, mostly short: the logarithm is uniform. */
const anySeconds = (draw: Random): number => 60 * 5760 ** draw();

/**
 * A year of 1,000 nodes of which each fails twice a year, mended in six hours on average, and so many jobs that offer a
 * load of 0.75. They take checkpoints of five minutes at Daly's intervals, and go on from the last after a failure.
 */
export function faultyYear(length: number): FaultyInput {
  const streams = randomStreams(1);
  const [arrivals, widths, runs, factors] = ['arrivals', 'widths', 'runs', 'estimates'].map((name) =>
    streams.stream(name),
  ) as [Random, Random, Random, Random];
  const drawn = Array.from({ length }, () => ({
    submit: Math.floor(arrivals() * YEAR * 86_400),
    procs: anyWidth(widths),
    run: anySeconds(runs),
    factor: 1 + 4 * factors(),
  }));
  const work = drawn.reduce((sum, { procs, run }) => sum + procs * run, 0);
  const stretch = (LOAD * NODES * YEAR * 86_400) / work;
  const rows = drawn.map(({ submit, procs, run, factor }) => {
    const seconds = Math.ceil(stretch * run);
    return { submit, procs, run: seconds, est: Math.ceil(seconds * factor) };
  });
  const centre = centreOf([group('n', NODES, 1)]);
  const jobs = asking(jobTable(rows), (procs) => shape(procs, 1, { wholeNodes: true }));
  return { centre, jobs, resilience: resilience(centre.machine) };
}

function resilience(machine: Machine): Resilience {
  const all = machine.nodes.map((_, node) => node as NodeId);
  const source = nodeFailures(machine, all, {
    up: exponential(MTBF),
    repair: lognormal({ mean: 6 * HOUR, sigma: 1.2 }),
  });
  return {
    faults: faultModel(machine, { sources: [source] }, 1),
    watchdog: Number.POSITIVE_INFINITY,
    limited: false,
    checkpoints: {
      name: 'daly',
      interval: intervalBy({ kind: 'daly', mtbf: MTBF }),
      levels: [level('shared', 1, statedTransfer(5 * MINUTE, 5 * MINUTE))],
      state: () => 0,
      fullEvery: 1,
      increment: 1,
      retain: 2,
      verify: false,
      store: { bandwidth: Number.POSITIVE_INFINITY, capacity: Number.POSITIVE_INFINITY },
    },
    coordinator: () =>
      standard({
        retries: { all: 10, own: Number.POSITIVE_INFINITY, nodes: Number.POSITIVE_INFINITY },
        retryLimit: false,
        backoff: { first: 0, factor: 1, most: 0 },
        from: 'checkpoint',
        place: 'order',
        keepsPartial: () => false,
        onWarning: 'ignore',
      }),
    spares: [],
    spareAfter: 0,
  };
}
