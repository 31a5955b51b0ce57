import fc from 'fast-check';
import type { Checkpointing, CheckpointLevel } from '../../../../src/model/checkpoints.ts';
import type { Coordinator } from '../../../../src/model/coordinator.ts';
import type { Fault, JobFault } from '../../../../src/model/faults.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';
import type { Time } from '../../../../src/model/time.ts';
import { listed } from './listed.ts';

const S = 1000;
const seconds = (min: number, max: number) => fc.integer({ min, max }).map((length) => length * S);

const anyFault = (nodes: number, entities: number): fc.Arbitrary<Fault> => {
  const node = fc.nat(nodes - 1).map((one) => one as NodeId);
  return fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({
          from: seconds(0, 70),
          node,
          detects: seconds(0, 6),
          lasts: seconds(1, 20),
          event: fc.constant(0),
          cause: fc.constantFrom('node', 'rack', 'power'),
        })
        .map(({ detects, lasts, ...one }) => ({
          kind: 'node' as const,
          ...one,
          known: one.from + Math.min(detects, lasts),
          until: one.from + lasts,
        })),
    },
    fc
      .record({ from: seconds(0, 70), lasts: seconds(1, 40), what: fc.constantFrom('slow', 'full', 'corrupt') })
      .map(({ from, lasts, what }) => ({
        kind: 'storage' as const,
        from,
        until: from + lasts,
        what: what as 'slow' | 'full' | 'corrupt',
        speed: what === 'slow' ? 0.25 : 1,
      })),
    fc
      .record({ from: seconds(0, 70), entity: fc.nat(entities - 1) })
      .map((one) => ({ kind: 'deadlock' as const, ...one })),
    fc.record({ from: seconds(0, 70), node, justified: fc.boolean() }).map(({ from, ...one }) => ({
      kind: 'alarm' as const,
      ...one,
      from,
      expected: from + 5 * S,
      until: from + 10 * S,
    })),
  );
};

const anyJobFault: fc.Arbitrary<JobFault | undefined> = fc.option(
  fc
    .record({
      kind: fc.constantFrom('crash' as const, 'hang' as const, 'slow' as const),
      at: fc.constantFrom(0, 0.3, 0.5, 1),
    })
    .map(({ kind, at }) => ({ kind, at, speed: kind === 'slow' ? 0.5 : 1, cause: kind })),
  { nil: undefined, freq: 1 },
);

const level = (
  name: string,
  every: number,
  outlives: CheckpointLevel['outlives'],
  cost: number,
  shared: boolean,
): CheckpointLevel => ({
  name,
  every,
  outlives,
  shared,
  write: () => cost,
  read: () => 2 * cost,
});

const anyCheckpointing: fc.Arbitrary<Checkpointing> = fc
  .record({
    interval: fc.constantFrom(1, 2, 3, 7).map((length) => length * S),
    cost: fc.constantFrom(0, 100, 500, 1500),
    levels: fc.constantFrom(1, 2, 3),
    shared: fc.boolean(),
    fullEvery: fc.constantFrom(1, 3),
    retain: fc.constantFrom(1, 2),
    verify: fc.boolean(),
    bandwidth: fc.constantFrom(Number.POSITIVE_INFINITY, 1000, 3000),
    capacity: fc.constantFrom(Number.POSITIVE_INFINITY, 2000),
    corrupted: fc.constantFrom(0, 2, 3),
  })
  .map(({ interval, cost, levels, shared, fullEvery, retain, verify, bandwidth, capacity, corrupted }) => ({
    name: 'fixed',
    interval: () => interval,
    levels: [
      level('local', 1, 'job', Math.floor(cost / 2), false),
      level('partner', 2, 'node', cost, false),
      level('shared', 4, 'machine', cost, shared),
    ]
      .slice(3 - levels)
      .map((one, i) => ({ ...one, every: 2 ** i })),
    state: () => cost,
    fullEvery,
    increment: 0.4,
    retain,
    verify,
    store: { bandwidth, capacity },
    ...(corrupted > 0 && { corrupted: (job: number, number: number) => (job + number) % corrupted === 0 }),
  }));

/** Everything that can befall a run, in any combination, over by 110 s. */
export function anyResilience(nodes: number, entities: number): fc.Arbitrary<Resilience> {
  return fc
    .record({
      faults: fc.array(anyFault(nodes, entities), { maxLength: 40 }),
      jobFaults: fc.array(anyJobFault, { minLength: 5, maxLength: 5 }),
      checkpoints: fc.option(anyCheckpointing, { nil: undefined }),
      watchdog: fc.constantFrom(3 * S, 30 * S),
      limited: fc.boolean(),
      from: fc.constantFrom('checkpoint' as const, 'start' as const),
      place: fc.constantFrom('head' as const, 'order' as const, 'tail' as const),
      after: fc.constantFrom(0, 0, 5 * S, 20 * S),
      retries: fc.constantFrom(1, 4),
      keep: fc.boolean(),
      quarantine: fc.constantFrom(0, 8 * S),
      warning: fc.constantFrom('ignore' as const, 'drain' as const, 'migrate' as const),
      spares: fc.constantFrom(0, 0, 1),
    })
    .map((given) => {
      const script = [...given.faults].sort((a, b) => a.from - b.from);
      return {
        faults: {
          storage: script.some(({ kind }) => kind === 'storage'),
          script: listed(script),
          jobFault: (job, attempt) => given.jobFaults[(job + 3 * attempt) % 5],
        },
        watchdog: given.watchdog,
        limited: given.limited,
        checkpoints: given.checkpoints,
        coordinator: () => coordinator(given),
        spares: nodes > 2 && given.spares === 1 ? [0 as NodeId] : [],
        spareAfter: 2 * S,
      };
    });
}

interface Rules {
  readonly from: 'checkpoint' | 'start';
  readonly place: 'head' | 'order' | 'tail';
  readonly after: Time;
  readonly retries: number;
  readonly keep: boolean;
  readonly quarantine: Time;
  readonly warning: 'ignore' | 'drain' | 'migrate';
}

const coordinator = ({ from, place, after, retries, keep, quarantine, warning }: Rules): Coordinator => ({
  name: 'any',
  afterFault: ({ times }) =>
    times > retries
      ? { then: 'fail', keep, why: `it failed ${times} times` }
      : { then: 'requeue', from, place, after, why: `time ${times}` },
  afterRepair: ({ time }) =>
    quarantine > 0
      ? { then: 'quarantine', until: time + quarantine, why: 'to be looked at' }
      : { then: 'return', why: '' },
  onWarning: () => ({ then: warning, why: 'it will fail' }),
});
