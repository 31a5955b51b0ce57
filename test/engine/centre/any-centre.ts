import fc from 'fast-check';
import type { Dependency, JobAsks, Shape } from '../../../src/model/asks.ts';
import {
  type Centre,
  type Entity,
  type Intervention,
  PREEMPT_MODES,
  type Qos,
  type Window,
} from '../../../src/model/centre.ts';
import type { JobId, JobTable } from '../../../src/model/jobs.ts';
import type { NodeGroup, NodeId } from '../../../src/model/machine.ts';
import { CORES } from '../../../src/model/resources.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from './plain.ts';

/** A centre with any of its features on or off, and jobs that ask for them. */
export interface AnyCentre {
  readonly centre: Centre;
  readonly jobs: JobTable;
}

const S = 1000;
const upTo = (max: number) => fc.integer({ min: 0, max });
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => fc.option(value, { nil: undefined });

const anyGroup = (name: string): fc.Arbitrary<NodeGroup> =>
  fc
    .record({
      count: fc.integer({ min: 1, max: 3 }),
      cores: fc.integer({ min: 1, max: 4 }),
      memory: fc.integer({ min: 4, max: 8 }),
      gpus: fc.constantFrom(0, 0, 2),
      speed: fc.constantFrom(1, 1, 2),
      features: fc.constantFrom([], ['fast']),
    })
    .map(({ count, cores, memory, gpus, ...more }) =>
      group(name, count, cores, { ...more, each: [cores, memory, gpus, 4] }),
    );

const anyShape = (partitions: number): fc.Arbitrary<Shape> =>
  fc
    .record({
      tasks: fc.integer({ min: 1, max: 4 }),
      cores: fc.integer({ min: 1, max: 3 }),
      memory: upTo(4),
      gpus: fc.constantFrom(0, 0, 0, 1),
      storage: fc.constantFrom(0, 0, 1),
      wholeNodes: fc.constantFrom(false, false, true),
      layout: fc.constantFrom('any' as const, 'spread' as const, 'pack' as const),
      features: fc.constantFrom([], [], [], ['fast']),
      partition: upTo(partitions - 1),
      reservation: fc.constantFrom(-1, -1, -1, 0),
    })
    .map(({ tasks, cores, memory, gpus, storage, ...more }) =>
      shape(tasks, cores, { ...more, perTask: [cores, memory, gpus, storage] }),
    );

/** Core-milliseconds: from what a few jobs use to what all do. */
const anyQuota = fc.integer({ min: 10, max: 300 }).map((seconds) => seconds * S);

const anyQos = (name: string): fc.Arbitrary<Qos> =>
  fc.record({
    name: fc.constant(name),
    factor: fc.constantFrom(0, 1),
    preempts: fc.constantFrom([], [0]),
    preempted: fc.constantFrom(...PREEMPT_MODES, 'never' as const),
    protectedFor: fc.constantFrom(0, 5 * S),
    limits: fc.record({
      jobs: maybe(fc.integer({ min: 1, max: 3 })),
      submitted: maybe(fc.integer({ min: 3, max: 6 })),
    }),
    limitsPerUser: fc.record({ cores: maybe(fc.integer({ min: 2, max: 6 })), coreTime: maybe(anyQuota) }),
  });

/** What comes of one drawn number per job and purpose, so that shrinking keeps a case together. */
interface Drawn {
  readonly gap: number;
  readonly run: number;
  readonly over: number;
  readonly shape: Shape;
  readonly entity: number;
  readonly qos: number;
  readonly deadline: number | undefined;
  readonly priority: number;
  readonly fails: boolean;
  readonly after: { readonly back: number; readonly how: Dependency['after'] } | undefined;
}

const anyJob: fc.Arbitrary<Drawn> = fc.record({
  gap: fc.constantFrom(0, 0, 1, 3, 20),
  run: upTo(12),
  over: fc.constantFrom(0, 0, 3, 20),
  shape: anyShape(2),
  entity: upTo(1).map((leaf) => 1 + leaf),
  qos: upTo(1),
  deadline: maybe(upTo(60)),
  priority: upTo(3),
  fails: fc.constantFrom(false, false, true),
  after: maybe(
    fc.record({
      back: fc.integer({ min: 1, max: 3 }),
      how: fc.constantFrom('ok' as const, 'any' as const, 'fail' as const),
    }),
  ),
});

function tableOf(drawn: readonly Drawn[]): JobTable {
  let now = 0;
  const submit = Float64Array.from(drawn, ({ gap }) => {
    now += gap * S;
    return now;
  });
  const shapes = drawn.map(({ shape: one }) => one);
  const column = (of: (job: Drawn) => number): Float64Array => Float64Array.from(drawn, of);
  const dependencies = new Map<JobId, readonly Dependency[]>();
  for (const [row, { after }] of drawn.entries()) {
    if (after !== undefined && row >= after.back)
      dependencies.set(row as JobId, [{ on: (row - after.back) as JobId, after: after.how }]);
  }
  const asks: JobAsks = {
    shapes,
    shape: Int32Array.from(drawn, (_, row) => row),
    entity: Int32Array.from(drawn, ({ entity }) => entity),
    qos: Int32Array.from(drawn, ({ qos }) => qos),
    priority: column(({ priority }) => priority),
    deadline: column(({ deadline }) => (deadline === undefined ? Number.NaN : deadline * S)),
    dependencies,
  };
  const zeros = drawn.map(() => 0);
  return {
    length: drawn.length,
    id: drawn.map((_, row) => row + 1),
    submit,
    runtime: column(({ run }) => run * S),
    estimate: column(({ run, over }) => Math.max(1, run + over) * S),
    procs: Int32Array.from(shapes, ({ tasks, perTask }) => tasks * perTask[CORES]!),
    killed: new Uint8Array(drawn.length),
    fails: Uint8Array.from(drawn, ({ fails }) => (fails ? 1 : 0)),
    user: drawn.map(({ entity }) => entity),
    group: zeros,
    queue: zeros,
    asks,
  };
}

const leaf = (name: string, more: Partial<Entity>): Entity => ({ ...ANYBODY, kind: 'user', name, parent: 0, ...more });

type NodesChange = Extract<Intervention, { kind: 'nodes' }>;

/** Who is entitled to how much changes, or a policy takes over: the first of the run, which then has to begin anew. */
const anyRuleChange: fc.Arbitrary<Intervention> = fc
  .record({ at: upTo(40), entity: fc.constantFrom(1, 2), to: upTo(3) })
  .chain(({ at, entity, to }) =>
    fc.constantFrom<Intervention>(
      { kind: 'shares', at: at * S, entity, shares: to },
      { kind: 'guarantee', at: at * S, entity, guarantee: to },
      { kind: 'policy', at: at * S, policy: 0 },
    ),
  );

/** Up to 20 jobs on up to 6 nodes in two groups; every feature is there in some cases and absent in others. */
export const anyCentre: fc.Arbitrary<AnyCentre> = fc
  .record({
    first: anyGroup('a'),
    second: anyGroup('b'),
    qos: fc.tuple(fc.constant(NORMAL), anyQos('urgent')),
    shares: fc.tuple(upTo(3), upTo(3)),
    guarantee: fc.constantFrom(0, 2),
    limit: maybe(fc.integer({ min: 2, max: 8 })),
    quotas: fc.tuple(maybe(anyQuota), maybe(anyQuota)),
    storage: maybe(fc.integer({ min: 1, max: 4 })),
    submitted: maybe(fc.integer({ min: 2, max: 12 })),
    window: maybe(
      fc.record({ from: upTo(30), lasts: fc.integer({ min: 1, max: 20 }), reserved: fc.boolean(), wide: fc.boolean() }),
    ),
    change: maybe(
      fc.record({
        at: upTo(30),
        // Some are gone for good.
        back: maybe(fc.integer({ min: 1, max: 30 })),
        status: fc.constantFrom('offline' as const, 'maintenance' as const, 'error' as const),
        running: fc.constantFrom('finish' as const, 'requeue' as const, 'cancel' as const),
      }),
    ),
    rules: fc.array(anyRuleChange, { maxLength: 2 }),
    afterFailure: fc.constantFrom('cancel' as const, 'hold' as const),
    halfLife: fc.constantFrom(Number.POSITIVE_INFINITY, 20 * S),
    drawn: fc.array(anyJob, { minLength: 1, maxLength: 20 }),
  })
  .map(({ first, second, qos, shares, guarantee, window, change, rules, afterFailure, halfLife, drawn, ...most }) => {
    const plain = centreOf([first, second]);
    const own = plain.machine.nodes.flatMap(({ group: index }, node) => (index === 1 ? [node as NodeId] : []));
    const all = plain.machine.nodes.map((_, node) => node as NodeId);
    const windows: Window[] =
      window === undefined
        ? []
        : [
            {
              name: 'w',
              kind: window.reserved ? 'reservation' : 'maintenance',
              from: window.from * S,
              until: (window.from + window.lasts) * S,
              nodes: window.wide ? all : own,
              members: [1],
              running: 'requeue',
            },
          ];
    const nodesChange = (at: number, more: Pick<NodesChange, 'status' | 'running'>): NodesChange => ({
      kind: 'nodes',
      at: at * S,
      nodes: own,
      ...more,
    });
    const interventions: Intervention[] = [...rules];
    if (change !== undefined) {
      const { at, back, status, running } = change;
      interventions.push(nodesChange(at, { status, running }));
      if (back !== undefined) interventions.push(nodesChange(at + back, { status: 'online', running: 'finish' }));
    }
    interventions.sort((one, other) => one.at - other.at);
    // A job may name a reservation only where there is one.
    const named = drawn.map((job) => ({
      ...job,
      shape: { ...job.shape, reservation: windows[0]?.kind === 'reservation' ? job.shape.reservation : -1 },
    }));
    const partitions = [...plain.machine.partitions, { name: 'own', nodes: own, tier: 2, factor: 1, limits: {} }];
    const centre: Centre = {
      ...plain,
      machine: { ...plain.machine, partitions },
      entities: [
        { ...ANYBODY, limits: { coreTime: most.quotas[0] } },
        leaf('u', { shares: shares[0], guarantee, limits: { cores: most.limit, submitted: most.submitted } }),
        leaf('v', { shares: shares[1], limits: { coreTime: most.quotas[1], storage: most.storage } }),
      ],
      qos,
      windows,
      interventions,
      afterFailure,
      halfLife,
    };
    return { centre, jobs: tableOf(named) };
  });
