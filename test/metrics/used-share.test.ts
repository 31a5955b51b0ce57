import fc from 'fast-check';
import { expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { METRICS, NAMED_METRICS, utilizationSeries } from '../../src/metrics/index.ts';
import type { Intervention } from '../../src/model/centre.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';
import { check } from '../properties/workloads.ts';

const figureOf = (run: FinishedRun, name: string): number => NAMED_METRICS.find((one) => one.name === name)!.of(run);

const away = (running: 'finish' | 'requeue', node: number): Intervention => ({
  kind: 'nodes',
  at: 10_000,
  nodes: [node as NodeId],
  status: 'maintenance',
  running,
});

const runOf = (cores: number, interventions: Intervention[], jobs: readonly PencilJob[]): FinishedRun =>
  simulateCentre(pencilJobs(jobs), centreOf([group('n', 2, cores)], { interventions }), [createScheduler('easy')]);

it('counts a node that takes no more jobs until the last of its own ends', () => {
  // Two nodes of 4 cores. a and b have one each until 100, then c takes one core for 10 s. The second is drained at 10
  // and counts until 100, the first until 110: 400 + 400 + 10 of 440 + 400.
  const run = runOf(
    4,
    [away('finish', 1)],
    [
      { name: 'a', run: 100, shape: shape(4, 1) },
      { name: 'b', run: 100, shape: shape(4, 1) },
      { name: 'c', submit: 5, run: 10 },
    ],
  );
  expect(figureOf(run, 'core_utilization')).toBeCloseTo(810 / 840, 12);
  expect(figureOf(run, 'utilization')).toBe(figureOf(run, 'core_utilization'));
  expect(utilizationSeries(run, 11).values).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0.25]);
});

it('counts what a job held that never came to an end', () => {
  // b is stopped at 10 and waits for two nodes that never are there again: 10 s on one core of two, and a 20 on one.
  const jobs = [
    { name: 'b', run: 100, shape: shape(2, 1, { layout: 'spread' as const }) },
    { name: 'a', submit: 10, run: 20 },
  ];
  const run = runOf(1, [away('requeue', 1)], jobs);
  // The second node counts for 10 s, the first for 30.
  expect(figureOf(run, 'utilization')).toBeCloseTo(40 / 40, 12);
  expect(figureOf(run, 'never_ran')).toBe(1);
});

it('law: nobody uses more than there is', () => {
  check(
    fc.property(
      anyCentre,
      fc.constantFrom('easy', 'conservative', 'aging(preempt=priority,mode=suspend)'),
      (given, spec) => {
        const run = simulateCentre(given.jobs, given.centre, [createScheduler(spec)]);
        const shares = ['core_utilization', 'memory_utilization', 'gpu_utilization'].map((name) => figureOf(run, name));
        const series = utilizationSeries(run, 7).values;
        for (const share of [...shares, METRICS.find(({ name }) => name === 'utilization')!.of(run), ...series])
          expect(Number.isNaN(share) || share <= 1 + 1e-9).toBe(true);
      },
    ),
    100,
  );
});
