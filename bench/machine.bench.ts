import { simulateCentre } from '../src/engine/centre/centre-simulation.ts';
import { createScheduler } from '../src/registry.ts';
import type { Benchmark, Work } from './benchmark.ts';
import { type FaultyInput, faultyYear } from './fault-inputs.ts';
import { type CentreInput, machineMonth, machineQueue } from './machine-inputs.ts';

/** A whole simulation on a machine of nodes, from the table of jobs to the finished run. */
function simulation({ centre, jobs, resilience }: CentreInput & Partial<FaultyInput>, policy: string): Work {
  return {
    run() {
      const { events, hash } = simulateCentre(jobs, centre, [createScheduler(policy)], { resilience });
      return { count: events, hash };
    },
  };
}

const LONG = { counts: 'events', samples: 1, warmups: 0, long: true } as const;

const month = (name: string, policy: string, hash: string): Benchmark => ({
  ...LONG,
  name: `nodes.month.${name}`,
  expected: { count: 200_000, hash },
  prepare: () => simulation(machineMonth(100_000, 0.7), policy),
});

const queue = (name: string, policy: string, hash: string): Benchmark => ({
  ...LONG,
  name: `nodes.queue.${name}`,
  expected: { count: 20_000, hash },
  prepare: () => simulation(machineQueue(10_000), policy),
});

/** 1,000 nodes that fail: a year of 100,000 jobs. */
const year = (policy: string, events: number, hash: string): Benchmark => ({
  ...LONG,
  name: `faults.year.${policy}`,
  expected: { count: events, hash },
  prepare: () => simulation(faultyYear(100_000), policy),
});

/** 512 nodes of three kinds: a month of 100,000 jobs, and a queue of 10,000. A year of 1,000 that fail. */
export const MACHINE: readonly Benchmark[] = [
  month('easy', 'easy', 'f290be4d2dd8d208'),
  month('edf', 'edf(depth=1)', '6637c423bb120dbf'),
  month('drf', 'drf(depth=1)', 'fb3fe8ba985247bd'),
  month('multifactor', 'multifactor(depth=1)', 'c3eb17fcb9822056'),
  queue('easy', 'easy', '222b3b6023d9375b'),
  queue('edf', 'edf(depth=1)', 'f4d960bec76e359c'),
  queue('drf', 'drf(depth=1)', 'beaac5cb35c2251e'),
  queue('multifactor', 'multifactor(depth=1)', '5e03b2be46eb17be'),
  year('easy', 207_453, '398f8448e7ce74d3'),
];
