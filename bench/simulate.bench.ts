import { simulate } from '../src/engine/simulation.ts';
import type { Workload } from '../src/model/workload.ts';
import { createScheduler } from '../src/registry.ts';
import type { Benchmark, Work } from './benchmark.ts';
import { deepQueue, lublinStream, sdscSp2 } from './inputs.ts';

/** A whole simulation, from the table of jobs to the finished run. */
function simulation({ jobs, procs }: Pick<Workload, 'jobs' | 'procs'>, policy: string): Work {
  return {
    run() {
      const { events, hash } = simulate(jobs, procs, createScheduler(policy));
      return { count: events, hash };
    },
  };
}

const onSp2 = (policy: string, hash: string): Benchmark => ({
  name: `simulate.${policy}`,
  counts: 'events',
  expected: { count: 108_088, hash },
  samples: 15,
  warmups: 3,
  prepare: async () => simulation(await sdscSp2(), policy),
});

/** Measured in every run: what other figures are stated in multiples of. */
export const BASELINE: Benchmark = onSp2('fcfs', 'daddcaa56eef183a');

export const SIMULATE: readonly Benchmark[] = [
  BASELINE,
  onSp2('sjf', 'aa263a76b62555ba'),
  onSp2('easy', '9d2439c8a771e199'),
  onSp2('easy-sjbf', '4ee3efa719e5772c'),
  onSp2('conservative', '88046d987a6df604'),
  onSp2('conservative-rebuild', 'febd040472cbd4c5'),
];

const deep = (policy: string, jobs: number, hash: string, samples = 3): Benchmark => ({
  name: `deep.${policy}.${jobs / 1000}k`,
  counts: 'events',
  expected: { count: 2 * jobs, hash },
  samples,
  // What takes minutes warms itself up.
  warmups: samples > 1 ? 1 : 0,
  long: true,
  prepare: () => simulation(deepQueue(jobs), policy),
});

export const GROWTH: readonly Benchmark[] = [
  {
    name: 'lublin.easy.1000k',
    counts: 'events',
    expected: { count: 2_000_000, hash: '7c077e3a23d9b902' },
    samples: 3,
    warmups: 1,
    prepare: () => simulation(lublinStream(1_000_000), 'easy'),
  },
  deep('easy', 20_000, 'fde1818d31ef645f'),
  deep('easy', 50_000, 'd3b70fe5ad2ae991'),
  deep('easy', 100_000, 'e52ea4ecd87edd50'),
  deep('easy', 200_000, 'dbb6553a09561c86'),
  deep('conservative', 1000, '2482c7a22a7d8e0c'),
  deep('conservative', 2000, 'd59d9600d393567b'),
  deep('conservative', 5000, '14db8c4edc52b3d4'),
  deep('conservative', 10_000, '9f7c15ce5c1fd390', 1),
  deep('conservative', 20_000, '1cf2176f9688aabe', 1),
];
