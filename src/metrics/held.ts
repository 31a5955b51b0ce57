import type { FinishedRun } from '../model/run.ts';
import { takes } from '../model/suits.ts';
import type { Time } from '../model/time.ts';
import { oncePerRun } from './once.ts';

/** By resource, as far as somebody has asked: what each stretch of a run held of it. */
const amounts: (run: FinishedRun) => Map<number, Float64Array> = oncePerRun(() => new Map());

/**
 * What each stretch held of a resource on all of its nodes together, in the order of the stretches: so many tasks as run
 * there, or all cores and GPUs of whole nodes, which nobody else can use. Found once, for a wide job is on many nodes and
 * many figures ask; of a run on a machine of nodes.
 */
export function heldByStretch(run: FinishedRun, resource: number): Float64Array {
  const known = amounts(run);
  const found = known.get(resource) ?? workedOut(run, resource);
  known.set(resource, found);
  return found;
}

function workedOut({ jobs, centre }: FinishedRun, resource: number): Float64Array {
  const { shapes, shape } = jobs.asks!;
  const { groups, nodes } = centre!.centre.machine;
  const groupOf = Int32Array.from(nodes, ({ group }) => group);
  const byShape = shapes.map((one) => groups.map((group) => takes(one, group, resource)));
  return Float64Array.from(centre!.stretches, ({ job, allocation }) => {
    const perTask = byShape[shape[job]!]!;
    return allocation.nodes.reduce((sum, node, i) => sum + allocation.tasks[i]! * perTask[groupOf[node]!]!, 0);
  });
}

/** Amount of a resource x ms that all stretches held within [from, to), those whose work was lost included. */
export function heldArea(run: FinishedRun, resource: number, from: Time, to: Time): number {
  const held = heldByStretch(run, resource);
  return run.centre!.stretches.reduce((sum, one, at) => {
    const lasts = Math.min(one.end, to) - Math.max(one.start, from);
    return lasts > 0 ? sum + held[at]! * lasts : sum;
  }, 0);
}
