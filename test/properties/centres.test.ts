import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { type Intervention, PREEMPT_MODES } from '../../src/model/centre.ts';
import { FATES, type Stretch } from '../../src/model/centre-run.ts';
import type { Fact } from '../../src/model/facts.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { CORES, GPUS } from '../../src/model/resources.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Time } from '../../src/model/time.ts';
import { centreInvariants } from '../../src/observers/centre-invariants.ts';
import { createScheduler, POLICIES } from '../../src/registry.ts';
import { type AnyCentre, anyCentre } from '../engine/centre/any-centre.ts';
import { SPECS } from './variants.ts';
import { check } from './workloads.ts';

const PLACEMENTS = ['best-fit', 'worst-fit', 'pack', 'gpu-aware', 'fragmentation-aware', 'random'];

/** Beside those that count processors: all that need nodes, and what can be added to any of them. */
const specs = [
  ...SPECS.filter((spec) => createScheduler(spec).predicts === undefined),
  ...POLICIES.filter(({ name }) => createScheduler(name).needsCentre).map(({ name }) => name),
  ...['edf', 'multifactor', 'drf', 'fairtree'].map((name) => `${name}(depth=1)`),
  ...PREEMPT_MODES.flatMap((mode) => [
    `backfill(preempt=qos,mode=${mode})`,
    `aging(depth=1,preempt=priority,victims=cheapest,mode=${mode},grace=2s)`,
  ]),
  'backfill(depth=2,preempt=priority,victims=lowest)',
  ...PLACEMENTS.map((placement) => `backfill(depth=2,placement=${placement})`),
];

/** What a stretch takes of each of its nodes, by the shape of its job alone. */
function takenOf({ centre, jobs }: AnyCentre, { job, allocation }: Stretch, at: number): readonly number[] {
  const { wholeNodes, perTask } = jobs.asks!.shapes[jobs.asks!.shape[job]!]!;
  const { each } = centre.machine.groups[centre.machine.nodes[allocation.nodes[at]!]!.group]!;
  return perTask.map((amount, r) =>
    wholeNodes && (r === CORES || r === GPUS) ? each[r]! : amount * allocation.tasks[at]!,
  );
}

/** At every moment at which something starts, no node holds more than it has. */
function fits(given: AnyCentre, stretches: readonly Stretch[]): void {
  for (const { start } of stretches) {
    const held = given.centre.machine.nodes.map(() => [0, 0, 0, 0]);
    for (const other of stretches.filter((one) => one.start <= start && start < one.end)) {
      for (const [at, node] of other.allocation.nodes.entries()) {
        for (const [r, amount] of takenOf(given, other, at).entries()) held[node]![r]! += amount;
      }
    }
    for (const [node, { group }] of given.centre.machine.nodes.entries()) {
      const { each } = given.centre.machine.groups[group]!;
      for (const [r, amount] of held[node]!.entries()) expect(amount).toBeLessThanOrEqual(each[r]!);
    }
  }
}

/** Nobody who is not entitled starts what would run, by its estimate, into a window on its nodes. */
function keepsOut({ centre, jobs }: AnyCentre, stretches: readonly Stretch[]): void {
  for (const { job, start, end, allocation } of stretches) {
    const { reservation } = jobs.asks!.shapes[jobs.asks!.shape[job]!]!;
    for (const [index, { from, until, nodes }] of centre.windows.entries()) {
      if (!allocation.nodes.some((node) => nodes.includes(node as NodeId))) continue;
      if (index === reservation) expect([start >= from, end <= until]).toEqual([true, true]);
      else expect(start >= until || end <= from).toBe(true);
    }
  }
}

/** Work done is useful or lost, and all of a completed job's work is useful. */
function conserves({ centre, jobs }: AnyCentre, { centre: left, end }: FinishedRun): void {
  const { stretches, lost, fate } = left!;
  for (let job = 0; job < jobs.length; job += 1) {
    const own = stretches.filter((one) => one.job === job);
    const fate_ = FATES[fate[job]!]!;
    const done = own.reduce((sum, { start, end: until, allocation, ending }) => {
      const speed = Math.min(
        ...allocation.nodes.map((node) => centre.machine.groups[centre.machine.nodes[node]!.group]!.speed),
      );
      const rest = jobs.runtime[job]! + lost[job]! - sum;
      return sum + (ending === 'end' ? rest : Math.floor((until - start) * speed));
    }, 0);
    if (fate_ === 'completed' || fate_ === 'failed') {
      expect(own.at(-1)!.ending).toBe('end');
      expect(own.at(-1)!.end).toBe(end[job]);
      expect(done).toBe(jobs.runtime[job]! + lost[job]!);
    }
  }
}

/** Nothing starts before what it depends on has ended. */
function waits({ jobs }: AnyCentre, { start, end }: FinishedRun): void {
  for (const [job, list] of jobs.asks!.dependencies) {
    if (Number.isNaN(start[job]!)) continue;
    for (const { on } of list) {
      const ended: Time = Number.isNaN(end[on]!) ? Number.NEGATIVE_INFINITY : end[on]!;
      expect(start[job]!).toBeGreaterThanOrEqual(ended);
    }
  }
}

describe('whatever of a centre is on or off', () => {
  it.each(specs)('%s ends every job and keeps every law', (spec) => {
    check(
      fc.property(anyCentre, (given) => {
        const simulate = (): FinishedRun => {
          const scheduler = createScheduler(spec);
          const observers = [centreInvariants(given.jobs, given.centre, scheduler)];
          return simulateCentre(given.jobs, given.centre, [scheduler], { random: () => 0.5, observers });
        };
        const run = simulate();
        const stretches = run.centre!.stretches;
        fits(given, stretches);
        keepsOut(given, stretches);
        conserves(given, run);
        waits(given, run);
        expect(simulate().hash).toBe(run.hash);
      }),
      25,
    );
  });
});

/** The same where nothing changes who is next, or what is there, after a place has been promised. */
const undisturbed = ({ centre, jobs }: AnyCentre): AnyCentre => ({
  centre: {
    ...centre,
    interventions: [],
    entities: centre.entities.map((entity) => ({ ...entity, limits: {} })),
    qos: centre.qos.map((one) => ({ ...one, limits: {}, limitsPerUser: {} })),
  },
  jobs: { ...jobs, asks: { ...jobs.asks!, dependencies: new Map() } },
});

test('a policy that takes over from another ends every job and keeps every law', () => {
  check(
    fc.property(
      anyCentre,
      fc.constantFrom(...specs),
      fc.constantFrom(...specs),
      fc.nat(30),
      (given, one, other, at) => {
        const takeover: Intervention = { kind: 'policy', at: at * 1000, policy: 1 };
        const kept = given.centre.interventions.filter(({ kind }) => kind !== 'policy');
        const centre = { ...given.centre, interventions: [...kept, takeover].sort((a, b) => a.at - b.at) };
        const policies = [createScheduler(one), createScheduler(other)];
        const observers = [centreInvariants(given.jobs, centre, policies[0]!)];
        const run = simulateCentre(given.jobs, centre, policies, { random: () => 0.5, observers });
        fits({ ...given, centre }, run.centre!.stretches);
        keepsOut({ ...given, centre }, run.centre!.stretches);
        waits(given, run);
      },
    ),
    150,
  );
});

describe('where nothing intervenes', () => {
  it.each(SPECS.filter((spec) => createScheduler(spec).promises))('%s starts no job later than promised', (spec) => {
    const promised: Fact[] = [];
    check(
      fc.property(anyCentre.map(undisturbed), ({ centre, jobs }) => {
        const scheduler = createScheduler(spec);
        const keep = (fact: Fact): void => void (fact.kind === 'reserve' && promised.push(fact));
        const observers = [centreInvariants(jobs, centre, scheduler), { name: 'promised', on: keep }];
        simulateCentre(jobs, centre, [scheduler], { observers });
      }),
      40,
    );
    // Enough has been promised to be broken.
    expect(promised.length).toBeGreaterThan(20);
  });
});
