import type { JobAsks, Shape } from '../model/asks.ts';
import type { Centre } from '../model/centre.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import type { Limits, NodeId } from '../model/machine.ts';
import { rowsOf } from '../model/rows.ts';
import { resilienceOfRows } from '../model/some-jobs.ts';
import type { Duration, Time } from '../model/time.ts';
import type { Hindrance, OverLimit, WhyNot } from '../model/why-not.ts';
import type { NodeLife } from '../observers/node-life.ts';
import type { Replay } from './replay.ts';
import { smallerEstimates, startBefore, TRIES, thinned } from './tries.ts';

/** One thing that could have been otherwise on a machine of nodes. */
export type NodeChange =
  /** Another job was never submitted; what depends on it does not wait for it. */
  | { readonly kind: 'without'; readonly job: JobId }
  /** The job did not wait for another one. */
  | { readonly kind: 'dependency'; readonly on: JobId }
  /** There was no such limit, for nobody. */
  | { readonly kind: 'limit'; readonly limit: Omit<OverLimit, 'held' | 'asks'> }
  /** There was no such window. */
  | { readonly kind: 'window'; readonly window: number }
  /** These nodes were online throughout. */
  | { readonly kind: 'nodes'; readonly nodes: readonly NodeId[] }
  /** The job asked for another time, ms, and ran as long as it did. */
  | { readonly kind: 'estimate'; readonly estimate: Duration }
  /** It had fewer tasks of the same size, and ran as long as it did. */
  | { readonly kind: 'tasks'; readonly tasks: number }
  /** It insisted neither on features nor on a type of GPU. */
  | { readonly kind: 'any-node' }
  /** It asked for another partition. */
  | { readonly kind: 'partition'; readonly partition: number };

/** A change, and what the simulation with it showed. */
export interface NodeAlternative {
  readonly change: NodeChange;
  /** When the job would have started, if earlier than it did, or at all; else undefined. */
  readonly start: Time | undefined;
}

/** What a run is made of, as far as changes concern it. */
interface Made extends Pick<Replay, 'jobs' | 'resilience'> {
  readonly centre: Centre;
}

/**
 * What would have let a job start earlier, or at all, each change tried by itself and simulated. Tried are those who
 * stood in its way longest, whatever its reasons name, and smaller wishes of its own: of those the largest that helps is enough.
 */
export async function whatIfOnNodes(
  replay: Replay & { readonly centre: Centre },
  life: NodeLife,
  signal?: AbortSignal,
): Promise<NodeAlternative[]> {
  const before = Number.isNaN(life.start) ? Number.POSITIVE_INFINITY : life.start;
  if (before === life.submit || life.fate === 'rejected') return [];
  const tried: NodeAlternative[] = [];
  const attempt = async (change: NodeChange): Promise<boolean> => {
    const row = change.kind === 'without' && change.job < life.job ? life.job - 1 : life.job;
    const start = await startBefore({ ...replay, ...changed(replay, life.job, change) }, row as JobId, before, signal);
    tried.push({ change, start });
    return start !== undefined;
  };
  for (const change of causes(life)) await attempt(change);
  for (const list of wishes(replay, life.job)) for (const change of list) if (await attempt(change)) break;
  for (const change of otherPlaces(replay, life.job)) await attempt(change);
  return tried;
}

/** Whoever and whatever stood in the way. */
function causes({ blockers, waits, start }: NodeLife): NodeChange[] {
  const reasons = waits.filter(({ from }) => !(from >= start)).map(({ first }) => first);
  const changes = reasons.flatMap((why) => [...causesIn(why)]);
  const distinct = new Map(changes.map((change) => [JSON.stringify(change), change]));
  const named = ['dependency', 'limit', 'window', 'nodes'].flatMap((kind) =>
    [...distinct.values()].filter((change) => change.kind === kind).slice(0, TRIES),
  );
  return [...blockers.slice(0, TRIES).map(({ job }) => ({ kind: 'without', job }) as const), ...named];
}

function* causesIn(why: WhyNot): Generator<NodeChange> {
  if (why.rule === 'back-off') return;
  if (why.rule === 'dependency') for (const { on } of why.on) yield { kind: 'dependency', on };
  else if (why.rule === 'limit') {
    const { scope, who, of, limit } = why.over;
    yield { kind: 'limit', limit: { scope, who, of, limit } };
  } else {
    const of = why.rule === 'in-order' ? why.of : why;
    if (of.rule === 'window') yield { kind: 'window', window: of.window };
    // Faults are as they are, whatever is tried.
    const nodes = of.rule === 'nodes' ? awayByRule(of) : [];
    if (nodes.length > 0) yield { kind: 'nodes', nodes };
  }
}

/** The nodes that are not online, and not because of a fault. */
function awayByRule({ down, closed }: Extract<Hindrance, { readonly rule: 'nodes' }>): readonly NodeId[] {
  const faulty = new Set(closed.flatMap(({ nodes }) => nodes));
  return down.filter((node) => !faulty.has(node)) as readonly number[] as readonly NodeId[];
}

/** Smaller estimates, and fewer tasks; each list from the largest down. */
function wishes({ jobs }: Replay, job: JobId): NodeChange[][] {
  const estimates = smallerEstimates(jobs, job).map((estimate) => ({ kind: 'estimate', estimate }) as const);
  const tasks: number[] = [];
  for (let half = shapeOf(jobs, job).tasks >> 1; half > 0; half >>= 1) tasks.push(half);
  return [estimates, thinned(tasks).map((few) => ({ kind: 'tasks', tasks: few }) as const)];
}

/** Other nodes on which it might have run. */
function otherPlaces({ jobs, centre }: Replay, job: JobId): NodeChange[] {
  const { features, gpuType, partition, reservation } = shapeOf(jobs, job);
  if (reservation >= 0) return [];
  const choosy = features.length > 0 || gpuType !== undefined;
  const partitions = centre!.machine.partitions.flatMap((_, other) =>
    other === partition ? [] : [{ kind: 'partition', partition: other } as const],
  );
  return [...(choosy ? [{ kind: 'any-node' } as const] : []), ...partitions.slice(0, TRIES)];
}

const shapeOf = ({ asks }: JobTable, job: JobId): Shape => asks!.shapes[asks!.shape[job]!]!;

function changed({ jobs, centre: given, resilience }: Replay, job: JobId, change: NodeChange): Made {
  const centre = given!;
  switch (change.kind) {
    case 'without':
      return without({ jobs, centre, resilience }, change.job);
    case 'dependency':
      return { centre, jobs: { ...jobs, asks: independent(jobs.asks!, job, change.on) } };
    case 'limit':
      return { jobs, centre: unlimited(centre, change.limit) };
    case 'window':
      return {
        jobs,
        centre: {
          ...centre,
          windows: centre.windows.map((one, i) => (i === change.window ? { ...one, nodes: [] } : one)),
        },
      };
    case 'nodes':
      return { jobs, centre: alwaysOnline(centre, new Set(change.nodes)) };
    case 'estimate':
      return { centre, jobs: { ...jobs, estimate: jobs.estimate.with(job, change.estimate) } };
    case 'tasks': {
      const each = jobs.procs[job]! / shapeOf(jobs, job).tasks;
      const procs = jobs.procs.with(job, Math.ceil(each * change.tasks));
      return { centre, jobs: { ...reshaped(jobs, job, { tasks: change.tasks }), procs } };
    }
    case 'any-node':
      return { centre, jobs: reshaped(jobs, job, { features: [], gpuType: undefined }) };
    case 'partition':
      return { centre, jobs: reshaped(jobs, job, { partition: change.partition }) };
  }
}

function without({ jobs, centre, resilience }: Made, gone: JobId): Made {
  const rows = [...jobs.submit.keys()].filter((row) => row !== gone);
  const interventions = centre.interventions.flatMap((one) => {
    if (one.kind !== 'deadline' || one.job < gone) return [one];
    return one.job === gone ? [] : [{ ...one, job: (one.job - 1) as JobId }];
  });
  return {
    jobs: rowsOf(jobs, rows),
    centre: { ...centre, interventions },
    resilience: resilience && (async () => resilienceOfRows(await resilience(), rows)),
  };
}

function independent(asks: JobAsks, job: JobId, of: JobId): JobAsks {
  const dependencies = new Map(asks.dependencies);
  dependencies.set(
    job,
    dependencies.get(job)!.filter(({ on }) => on !== of),
  );
  return { ...asks, dependencies };
}

function reshaped(jobs: JobTable, job: JobId, change: Partial<Shape>): JobTable {
  const asks = jobs.asks!;
  const shapes = [...asks.shapes, { ...shapeOf(jobs, job), ...change }];
  return { ...jobs, asks: { ...asks, shapes, shape: asks.shape.with(job, asks.shapes.length) } };
}

function unlimited(centre: Centre, { scope, of }: Pick<OverLimit, 'scope' | 'of'>): Centre {
  const lifted = (limits: Limits): Limits => ({ ...limits, [of]: undefined });
  const at = <T>(list: readonly T[], change: (one: T) => T): T[] =>
    list.map((one, i) => (i === scope.index ? change(one) : one));
  const { machine } = centre;
  switch (scope.kind) {
    case 'entity': {
      // A burst is a limit of cores like any other.
      const burst = of === 'cores' && { burst: Number.POSITIVE_INFINITY };
      return { ...centre, entities: at(centre.entities, (one) => ({ ...one, limits: lifted(one.limits), ...burst })) };
    }
    case 'partition': {
      const partitions = at(machine.partitions, (one) => ({ ...one, limits: lifted(one.limits) }));
      return { ...centre, machine: { ...machine, partitions } };
    }
    case 'qos':
      return { ...centre, qos: at(centre.qos, (one) => ({ ...one, limits: lifted(one.limits) })) };
    case 'qos-user':
      return { ...centre, qos: at(centre.qos, (one) => ({ ...one, limitsPerUser: lifted(one.limitsPerUser) })) };
  }
}

function alwaysOnline(centre: Centre, nodes: ReadonlySet<NodeId>): Centre {
  const { machine } = centre;
  const all = machine.nodes.map((node, i) => (nodes.has(i as NodeId) ? { ...node, status: 'online' as const } : node));
  const interventions = centre.interventions.map((one) =>
    one.kind === 'nodes' ? { ...one, nodes: one.nodes.filter((node) => !nodes.has(node)) } : one,
  );
  return { ...centre, machine: { ...machine, nodes: all }, interventions };
}
