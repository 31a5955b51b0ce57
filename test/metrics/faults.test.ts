import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { nodeFailures } from '../../src/metrics/detection.ts';
import { byFaultCause, faultFigures, metricsOf, NAMED_METRICS, windowed } from '../../src/metrics/index.ts';
import type { Intervention } from '../../src/model/centre.ts';
import { FATES } from '../../src/model/centre-run.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { fromSeconds, MS_PER_HOUR } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { anyResilience } from '../engine/centre/faults/any-resilience.ts';
import { level, outage, runOf, S } from '../engine/centre/faults/hand.ts';
import { listed } from '../engine/centre/faults/listed.ts';
import { ownCheckpoints } from '../engine/centre/faults/own-checkpoints.ts';
import { lives, pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';
import { check } from '../properties/workloads.ts';
import { centre, jobs, resilience, run } from './fault-fixtures.ts';

const OF_FAULTS = [
  'lost_node_hours',
  'undetected_node_hours',
  'checkpoint_overhead',
  'goodput',
  'effective_utilization',
  'availability',
  'mean_time_to_detect',
  'mean_time_to_recover',
  'mtti',
  'job_interrupts',
  'jobs_failed_by_faults',
];
const figure = (name: string, of: FinishedRun): number => NAMED_METRICS.find((one) => one.name === name)!.of(of);
const figures = (of: FinishedRun) => Object.fromEntries(OF_FAULTS.map((name) => [name, figure(name, of)]));

test('the run is the one that is worked out above', () => {
  expect(lives(run)).toEqual([
    'A | 0-8 n-0 n-1 fault | 11-21 n-1 n-2',
    'B | 1-11 n-2 fault | 12-22 n-0 fault | failed',
  ]);
});

test('figures of a run under faults', () => {
  expect(figures(run)).toEqual({
    // 2 s computed and 2 s dead on two nodes, twice 10 s on one.
    lost_node_hours: 28 / 3600,
    undetected_node_hours: 4 / 3600,
    // Held: A 18 s x 8, B 20 s x 2 cores, 184; A wrote for 3 s and restored for 1.
    checkpoint_overhead: 32 / 184,
    goodput: 80 / 184,
    // From 0 to 22 s, 12 cores.
    effective_utilization: 80 / 264,
    // n-0 was down from 6 to 12, n-1 from 21.5 to the end: 6.5 of 66 s.
    availability: 59.5 / 66,
    // The second outage is within the first, and the third was not known by the end.
    mean_time_to_detect: 2,
    // A from 6 to 11, B from 11 to 12 and then no more.
    mean_time_to_recover: 3,
    // 18 and 20 s, three interrupts.
    mtti: 38 / 3,
    job_interrupts: 3,
    jobs_failed_by_faults: 1,
  });
});

test('none of them looks at some causes only', () => {
  // On three nodes of one core: a computes for 50 s, and at half its speed for 100 s. b hangs after 10 s, is ended at 15
  // and does all of its 20 s again. The rack of c is down from 4 to 8, known at 6; c does all of its 10 s again from 8 on.
  const faults = [
    { kind: 'slow', at: 0.5, speed: 0.5, cause: 'slow' },
    { kind: 'hang', at: 0.5, speed: 1, cause: 'hang' },
  ] as const;
  const mixed = runOf({
    jobs: [
      { name: 'a', run: 100 },
      { name: 'b', run: 20 },
      { name: 'c', run: 10 },
    ],
    nodes: 3,
    checkpoints: ownCheckpoints({ interval: () => Number.POSITIVE_INFINITY, levels: [level('machine', 1)] }),
    more: {
      watchdog: 5 * S,
      limited: false,
      faults: {
        storage: false,
        script: listed([outage(2, 4, 8, { known: 6 * S, cause: 'rack' })]),
        jobFault: (job, attempt) => (attempt === 0 ? faults[job] : undefined),
      },
    },
  });
  expect([...mixed.end]).toEqual([150 * S, 35 * S, 18 * S]);
  // Held: 150 + 35 + 16 s, of which 100 + 20 + 10 were of use, 50 slow, 10 + 4 thrown away, 5 stuck and 2 dead.
  expect(figures(mixed)).toEqual({
    lost_node_hours: expect.closeTo((10 + 4 + 5 + 2) / 3600, 12),
    undetected_node_hours: expect.closeTo((5 + 2) / 3600, 12),
    checkpoint_overhead: 0,
    goodput: 130 / 201,
    effective_utilization: 130 / 450,
    availability: 446 / 450,
    mean_time_to_detect: 2,
    mean_time_to_recover: (5 + 4) / 2,
    mtti: 201 / 2,
    job_interrupts: 2,
    jobs_failed_by_faults: 0,
  });
});

test('in a window they are of the jobs submitted in it, or of its time', () => {
  // B alone is submitted in [1, 12), in which the first two outages begin, and n-0 is down for 6 of 33 s.
  expect(figures(windowed(run, { from: 1000, to: 12_000 }))).toEqual({
    lost_node_hours: 20 / 3600,
    undetected_node_hours: 0,
    checkpoint_overhead: 0,
    goodput: 0,
    effective_utilization: Number.NaN,
    availability: 27 / 33,
    mean_time_to_detect: 2,
    mean_time_to_recover: 1,
    mtti: 10,
    job_interrupts: 2,
    jobs_failed_by_faults: 1,
  });
});

test('by cause, the one that cost the most first', () => {
  expect(byFaultCause(run)).toEqual([
    {
      cause: 'crash',
      interrupts: 2,
      failed: 1,
      lost_node_hours: 20 / 3600,
      undetected_node_hours: 0,
      mean_time_to_recover: 1,
    },
    {
      cause: 'node',
      interrupts: 1,
      failed: 0,
      lost_node_hours: 8 / 3600,
      undetected_node_hours: 4 / 3600,
      mean_time_to_recover: 5,
    },
  ]);
  expect(byFaultCause(windowed(run, { from: 0, to: 1000 })).map(({ cause }) => cause)).toEqual(['node']);
});

test('a run without faults has none of them', () => {
  const calm = simulateCentre(jobs, centre, [createScheduler('fcfs')]);
  const names = metricsOf(calm).map(({ name }) => name);
  expect(names.filter((name) => OF_FAULTS.includes(name))).toEqual([]);
  expect(metricsOf(run).map(({ name }) => name)).toEqual([...names, ...OF_FAULTS]);
  expect(Object.values(figures(calm)).every(Number.isNaN)).toBe(true);
  expect(byFaultCause(calm)).toEqual([]);
});

test('faults that never stop a job cost nothing, and leave no mean', () => {
  const idle = { ...resilience, faults: { ...resilience.faults, script: () => ({ next: () => undefined }) } };
  const alone = simulateCentre(pencilJobs([{ name: 'A', run: 2 }]), centre, [createScheduler('fcfs')], {
    resilience: idle,
  });
  expect(figures(alone)).toEqual({
    lost_node_hours: 0,
    undetected_node_hours: 0,
    checkpoint_overhead: 0,
    goodput: 1,
    effective_utilization: 1 / 12,
    availability: 1,
    mean_time_to_detect: Number.NaN,
    mean_time_to_recover: Number.NaN,
    mtti: Number.NaN,
    job_interrupts: 0,
    jobs_failed_by_faults: 0,
  });
});

const underFaults = anyCentre.chain((given) =>
  fc.tuple(fc.constant(given), anyResilience(given.centre.machine.nodes.length, given.centre.entities.length)),
);

test('under any faults shares are parts of a whole, and sums add up over windows and causes', () => {
  check(
    fc.property(underFaults, fc.double({ min: 0, max: 1, noNaN: true }), ([given, rules], share) => {
      const any = simulateCentre(given.jobs, given.centre, [createScheduler('easy')], {
        random: () => 0.5,
        resilience: rules,
      });
      const ended = Math.max(0, ...any.end.filter((at) => !Number.isNaN(at)), ...any.jobs.submit);
      const [from, to] = [(any.jobs.submit[0] ?? 0) - 1, ended + 1];
      const middle = from + Math.round(share * (to - from));
      const part = (a: number, b: number): FinishedRun => windowed(any, { from: a, to: b });
      const all = figures(any);
      for (const name of ['lost_node_hours', 'undetected_node_hours', 'job_interrupts', 'jobs_failed_by_faults']) {
        expect(figure(name, part(from, middle)) + figure(name, part(middle, to)), name).toBeCloseTo(all[name]!, 6);
      }
      const up = (a: number, b: number): number => (a < b ? figure('availability', part(a, b)) * (b - a) : 0);
      expect(up(from, middle) + up(middle, to)).toBeCloseTo(up(from, to), 6);
      const { checkpoint_overhead, goodput, effective_utilization, availability } = all;
      for (const value of [checkpoint_overhead!, goodput!, effective_utilization!, availability!]) {
        if (Number.isNaN(value)) continue;
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(1 + 1e-9);
      }
      if (!Number.isNaN(goodput!)) expect(checkpoint_overhead! + goodput!).toBeLessThanOrEqual(1 + 1e-9);
      if (!Number.isNaN(effective_utilization!)) {
        expect(effective_utilization).toBeLessThanOrEqual(figure('core_utilization', any) + 1e-9);
      }
      const causes = byFaultCause(any);
      expect(causes.reduce((sum, one) => sum + one.lost_node_hours, 0)).toBeCloseTo(all['lost_node_hours']!, 9);
      expect(causes.reduce((sum, one) => sum + one.undetected_node_hours, 0)).toBeCloseTo(
        all['undetected_node_hours']!,
        9,
      );
      expect(causes.reduce((sum, one) => sum + one.interrupts, 0)).toBe(all['job_interrupts']);
    }),
    60,
  );
});

/** Three nodes that are never idle, of which each is taken away and given back now and then. */
const busy = fc
  .record({
    jobs: fc.array(fc.record({ run: fc.integer({ min: 10, max: 60 }), nodes: fc.constantFrom(1, 2) }), {
      minLength: 4,
      maxLength: 8,
    }),
    away: fc.uniqueArray(fc.nat(30), { maxLength: 6 }),
  })
  .map(({ jobs: list, away }) => ({
    jobs: pencilJobs(
      list.map(({ run: lasts, nodes }, i) => ({ name: `j${i}`, submit: i, run: lasts, shape: shape(nodes, 4) })),
    ),
    centre: centreOf([group('n', 3, 4)], {
      interventions: away
        .sort((a, b) => a - b)
        .flatMap((at): Intervention[] => {
          const node = { kind: 'nodes', nodes: [(at % 3) as NodeId] } as const;
          return [
            { ...node, at: fromSeconds(3 * at), status: 'maintenance', running: 'requeue' },
            { ...node, at: fromSeconds(3 * at + 1), status: 'online', running: 'finish' },
          ];
        }),
    }),
  }));

test('under any faults all that jobs held is useful, lost, undetected or overhead, and no undetected time is left out', () => {
  const seen = { preempted: 0, faults: 0 };
  check(
    fc.property(busy, anyResilience(3, 1), (given, rules) => {
      const any = simulateCentre(given.jobs, given.centre, [createScheduler('easy')], { resilience: rules });
      const { stretches, fate, faults } = any.centre!;
      // In nodes x ms, of every stretch, whatever ended it.
      const undetected = stretches.reduce(
        (sum, { spent, allocation }) => sum + (spent!.stuck + spent!.dead) * allocation.nodes.length,
        0,
      );
      expect(figure('undetected_node_hours', any)).toBeCloseTo(undetected / MS_PER_HOUR, 9);
      const thrownAway = faults!.incidents.reduce((sum, { lost, on }) => sum + lost * on.length, 0);
      expect(figure('lost_node_hours', any)).toBeCloseTo((thrownAway + undetected) / MS_PER_HOUR, 9);
      const causes = byFaultCause(any);
      seen.preempted += causes.filter(({ cause }) => cause === 'preempted').length;
      seen.faults += causes.length;
      if (fate.some((one) => FATES[one] === 'held')) return;
      const { held, ...kinds } = faultFigures(any)!.core_hours;
      expect(Object.values(kinds).reduce((sum, hours) => sum + hours, 0)).toBeCloseTo(held, 9);
    }),
    100,
  );
  expect(seen.faults).toBeGreaterThan(50);
  expect(seen.preempted).toBeGreaterThan(0);
});

test('a failure of a node is one whatever it is in until it works again, and is detected once', () => {
  const outage = (node: number, from: number, known: number, until: number) => ({
    ...{ node: node as NodeId, from, known, until, back: until, cause: 'node', event: 0 },
  });
  // The second begins in the first and is known sooner, the third when the second is over; the fifth is another failure.
  const outages = [outage(0, 10, 30, 40), outage(0, 20, 25, 50), outage(0, 50, 52, 60), outage(1, 55, 56, 70)];
  expect(nodeFailures([...outages, outage(0, 61, 64, 80)])).toEqual([
    { node: 0, from: 10, known: 25 },
    { node: 1, from: 55, known: 56 },
    { node: 0, from: 61, known: 64 },
  ]);
});
