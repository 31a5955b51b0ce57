import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { FATES } from '../../src/model/centre-run.ts';
import type { CentreFact, Observer } from '../../src/model/facts.ts';
import { SPENDING } from '../../src/model/fault-run.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { Limits } from '../../src/model/machine.ts';
import type { Resilience } from '../../src/model/resilience.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Time } from '../../src/model/time.ts';
import { centreInvariants } from '../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../src/registry.ts';
import { type AnyCentre, anyCentre } from '../engine/centre/any-centre.ts';
import { anyResilience } from '../engine/centre/faults/any-resilience.ts';
import { check } from './workloads.ts';

const specs = [
  'fcfs',
  'easy',
  'conservative',
  'easy-sjbf',
  'aging(depth=1)',
  'backfill(preempt=qos,mode=requeue)',
  'backfill(preempt=qos,mode=suspend)',
  'backfill(preempt=qos,mode=checkpoint)',
  'backfill(preempt=qos,mode=cancel)',
  'aging(depth=1,preempt=priority,victims=cheapest,mode=suspend,grace=2s)',
];

/**
 * Quotas are left out: a job's share of one is planned with the time of its checkpoints, of which the laws of quotas,
 * which plan anew what they watch, know nothing.
 */
const withoutQuotas = ({ centre, jobs }: AnyCentre): AnyCentre => {
  const free = (limits: Limits): Limits => ({ ...limits, coreTime: undefined });
  const entities = centre.entities.map((one) => ({ ...one, limits: free(one.limits) }));
  const qos = centre.qos.map((one) => ({ ...one, limits: free(one.limits), limitsPerUser: free(one.limitsPerUser) }));
  const partitions = centre.machine.partitions.map((one) => ({ ...one, limits: free(one.limits) }));
  return { jobs, centre: { ...centre, entities, qos, machine: { ...centre.machine, partitions } } };
};

const withFaults = anyCentre
  .map(withoutQuotas)
  .chain((given) =>
    fc.tuple(fc.constant(given), anyResilience(given.centre.machine.nodes.length, given.centre.entities.length)),
  );

/** Every millisecond in which a job held its nodes is useful, lost or overhead, for each job and so for all. */
function conserves({ jobs }: AnyCentre, { centre: left }: FinishedRun): void {
  const { stretches, fate, faults } = left!;
  const held = new Float64Array(jobs.length);
  for (const { job, start, end } of stretches) held[job]! += end - start;
  // Nobody goes on with more than it had done.
  expect(faults!.incidents.every(({ lost }) => lost >= 0)).toBe(true);
  for (let job = 0; job < jobs.length; job += 1) {
    const spent = SPENDING.map((kind) => faults!.spent[kind][job]!);
    expect(spent.every((part) => part >= 0)).toBe(true);
    if (FATES[fate[job]!] === 'held') continue;
    expect(spent.reduce((sum, part) => sum + part, 0)).toBe(held[job]);
    if (FATES[fate[job]!] === 'cancelled') expect(faults!.spent.useful[job]).toBe(0);
  }
}

/** No checkpoint is restored that cannot be read, was written to a store at fault, or lay on nodes that have failed since. */
function reads({ checkpoints }: Resilience): Observer {
  const failed = new Map<number, Time>();
  const ran: { readonly job: JobId; readonly from: Time; readonly on: readonly number[] }[] = [];
  const spoilt: { readonly from: Time; readonly until: Time }[] = [];
  return {
    name: 'reads',
    on(fact) {
      if (fact.kind === 'start') ran.push({ job: fact.job, from: fact.time, on: fact.allocation!.nodes });
    },
    onCentre(fact: CentreFact) {
      if (fact.kind === 'outage') failed.set(fact.node, fact.time);
      if (fact.kind === 'storage' && fact.what === 'corrupt') spoilt.push({ from: fact.time, until: fact.until });
      if (fact.kind !== 'restore' || fact.checkpoint === 0) return;
      const { job, checkpoint, taken } = fact;
      const level = checkpoints!.levels.find(({ name }) => name === fact.level)!;
      expect(checkpoints!.corrupted?.(job, checkpoint) ?? false).toBe(false);
      if (level.shared) expect(spoilt.some(({ from, until }) => from < taken! && taken! < until)).toBe(false);
      if (level.outlives === 'machine') return;
      const { on } = ran.findLast((one) => one.job === job && one.from < taken!)!;
      const lost = on.map((node) => failed.has(node) && failed.get(node)! >= taken!);
      if (level.outlives === 'job' || on.length === 1) expect(lost).not.toContain(true);
      else expect(lost.some((one, i) => one && lost[(i + 1) % on.length])).toBe(false);
    },
  };
}

/** What failed nodes stop is booked under what has failed. */
function booksWhatFailed({ centre }: FinishedRun): void {
  const { incidents, outages } = centre!.faults!;
  for (const { cause, nodes, known } of incidents.filter((one) => one.nodes.length > 0))
    expect(outages.filter(({ node, from }) => nodes.includes(node) && from <= known).map((one) => one.cause)).toContain(
      cause,
    );
}

test.each(specs)('under any faults %s ends every job and keeps every law', (spec) => {
  check(
    fc.property(withFaults, ([given, resilience]) => {
      const simulate = (watched: boolean): FinishedRun => {
        const scheduler = createScheduler(spec);
        const observers = watched ? [centreInvariants(given.jobs, given.centre, scheduler), reads(resilience)] : [];
        return simulateCentre(given.jobs, given.centre, [scheduler], { random: () => 0.5, observers, resilience });
      };
      const run = simulate(true);
      conserves(given, run);
      booksWhatFailed(run);
      expect(simulate(false).hash).toBe(run.hash);
    }),
    60,
  );
});
