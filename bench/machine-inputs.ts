import { type Random, randomStreams } from '../src/kernel/random.ts';
import type { Shape } from '../src/model/asks.ts';
import type { Centre, Entity } from '../src/model/centre.ts';
import type { JobTable } from '../src/model/jobs.ts';
import { CORES, GPUS } from '../src/model/resources.ts';
import { fromSeconds } from '../src/model/time.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from '../test/engine/centre/plain.ts';

/** A machine of nodes with its rules, and jobs for it. */
export interface CentreInput {
  readonly centre: Centre;
  readonly jobs: JobTable;
}

const DAY = fromSeconds(86_400);
const GIB = 1024;

const GROUPS = [
  group('thin', 384, 64, { each: [64, 256 * GIB, 0, 0] }),
  group('gpu', 96, 64, { each: [64, 512 * GIB, 4, 0], gpuType: 'a100' }),
  group('fat', 32, 128, { each: [128, 2048 * GIB, 0, 0] }),
];

/** Tasks of which each takes so much of its node. */
const tasksOf = (tasks: number, perTask: readonly number[], more: Partial<Shape> = {}): Shape =>
  shape(tasks, perTask[CORES]!, { perTask, ...more });

/** 34 shapes: single cores, shared nodes, up to 32 whole nodes, GPUs and much memory. */
const SHAPES: readonly Shape[] = [
  ...[1, 2, 4, 8, 16, 32, 64, 128].map((tasks) => tasksOf(tasks, [1, 2 * GIB, 0, 0])),
  ...[1, 2, 4, 8, 16].map((tasks) => tasksOf(tasks, [16, 64 * GIB, 0, 0])),
  ...[1, 4, 16].map((tasks) => tasksOf(tasks, [4, 48 * GIB, 0, 0])),
  ...[1, 2, 3, 4, 6, 8, 16, 32].map((tasks) => tasksOf(tasks, [1, 0, 0, 0], { wholeNodes: true })),
  ...[1, 2, 4, 8, 16].map((tasks) => tasksOf(tasks, [8, 64 * GIB, 1, 0])),
  ...[1, 2, 4].map((tasks) => tasksOf(tasks, [16, 96 * GIB, 4, 0], { layout: 'spread' })),
  ...[1, 4].map((tasks) => tasksOf(tasks, [32, 768 * GIB, 0, 0])),
];

const ACCOUNTS = 8;
const USERS = 5;

/** Eight accounts of five users each. */
const ENTITIES: readonly Entity[] = [
  ...Array.from({ length: ACCOUNTS }, (_, i) => ({ ...ANYBODY, name: `a${i}`, shares: 1 + (i % 4) })),
  ...Array.from({ length: ACCOUNTS * USERS }, (_, i) => ({
    ...ANYBODY,
    name: `u${i}`,
    kind: 'user' as const,
    parent: Math.floor(i / USERS),
    shares: 1 + (i % USERS),
  })),
];

/** 512 nodes in three groups with memory and GPUs: 34,816 cores and 384 GPUs. */
const centre = (): Centre =>
  centreOf(GROUPS, {
    entities: ENTITIES,
    qos: [NORMAL, { ...NORMAL, name: 'urgent', factor: 1, preempts: [0] }],
    halfLife: 7 * DAY,
  });

/** Cores that a job of the shape takes, as far as it matters to the load. */
const coresOf = ({ tasks, perTask, wholeNodes }: Shape): number => tasks * (wholeNodes ? 64 : perTask[CORES]!);

/** From a minute to a day, mostly short: the logarithm is uniform. */
const anySeconds = (draw: Random): number => 60 * 1440 ** draw();

/** Wide jobs are rarer than narrow ones, by their cores to the power of 3/4, and jobs with GPUs so rare that these are as busy as the cores. */
const WEIGHTS = SHAPES.map((one) => coresOf(one) ** -0.75 * (one.perTask[GPUS]! > 0 ? 0.3 : 1));
const WEIGHT = WEIGHTS.reduce((sum, weight) => sum + weight, 0);

function anyShape(draw: Random): number {
  let left = draw() * WEIGHT;
  for (const [index, weight] of WEIGHTS.entries()) {
    left -= weight;
    if (left < 0) return index;
  }
  return SHAPES.length - 1;
}

/**
 * Jobs of random shapes and users, each with a deadline of 2 to 10 times its run time after its submission.
 * @param stretch what all run times are multiplied by
 */
function jobsAt(submit: Float64Array, stretch: number): JobTable {
  const { length } = submit;
  const streams = randomStreams(1);
  const [shapes, runs, factors] = [streams.stream('shapes'), streams.stream('runs'), streams.stream('estimates')];
  const [users, classes, dates] = [streams.stream('users'), streams.stream('classes'), streams.stream('deadlines')];
  const shapeOf = Int32Array.from({ length }, () => anyShape(shapes));
  const runtime = submit.map(() => fromSeconds(Math.ceil(stretch * anySeconds(runs))));
  const leaf = Int32Array.from({ length }, () => ACCOUNTS + Math.floor(users() * ACCOUNTS * USERS));
  const nobody = new Int32Array(length).fill(-1);
  return {
    length,
    id: Int32Array.from({ length }, (_, job) => job + 1),
    submit,
    runtime,
    estimate: runtime.map((run) => fromSeconds(Math.ceil((run / 1000) * (1 + 4 * factors())))),
    procs: Int32Array.from(shapeOf, (index) => coresOf(SHAPES[index]!)),
    killed: new Uint8Array(length),
    user: leaf,
    group: nobody,
    queue: nobody,
    asks: {
      shapes: SHAPES,
      shape: shapeOf,
      entity: leaf,
      qos: Int32Array.from({ length }, () => (classes() < 0.05 ? 1 : 0)),
      priority: new Float64Array(length),
      deadline: submit.map((at, job) => at + runtime[job]! * (2 + 8 * dates())),
      dependencies: new Map(),
    },
  };
}

/** So many jobs within 30 days that offer this load of cores: their run times are made as long as it takes. */
export function machineMonth(length: number, load: number): CentreInput {
  const draw = randomStreams(2).stream('arrivals');
  const submit = new Float64Array(length).map(() => fromSeconds(Math.floor(draw() * 30 * 86_400))).sort();
  const plain = jobsAt(submit, 1);
  const work = plain.runtime.reduce((sum, run, job) => sum + run * plain.procs[job]!, 0);
  const cores = GROUPS.reduce((sum, { count, each }) => sum + count * each[CORES]!, 0);
  return { centre: centre(), jobs: jobsAt(submit, (load * cores * 30 * DAY) / work) };
}

/** A queue as deep as the workload is long: everything is submitted at 0. */
export const machineQueue = (length: number): CentreInput => ({
  centre: centre(),
  jobs: jobsAt(new Float64Array(length), 1),
});
