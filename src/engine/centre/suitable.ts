import type { Shape } from '../../model/asks.ts';
import type { Centre } from '../../model/centre.ts';
import { RESOURCES, type ResourceVector } from '../../model/resources.ts';
import { speedOf, suits, takes } from '../../model/suits.ts';
import type { Time } from '../../model/time.ts';
import type { Cells } from './cells.ts';

/** Cells that are at least so fast for a shape. */
export interface Tier {
  readonly speed: number;
  readonly cells: Int32Array;
}

/** Where the jobs of one shape can run. */
export interface Suitable {
  /** The shape's own, in `JobAsks.shapes`. */
  readonly index: number;
  readonly shape: Shape;
  /** The fastest cells first; each tier holds the cells of those before it too. */
  readonly tiers: readonly Tier[];
  /** All of them: those of the last tier. */
  readonly cells: Int32Array;
  /** By cell: 1 for those. */
  readonly member: Uint8Array;
  /** By cell, for those: the first tier that it is in. */
  readonly tierOf: Int32Array;
  /** By group of nodes: what one task takes, `Cells.width` numbers. */
  readonly take: readonly Float64Array[];
  /** By cell: the speed at which its jobs run there. */
  readonly speed: Float64Array;
  /** What its jobs hold at the most in all, by what they ask for; whole nodes as large as the smallest. */
  readonly demand: ResourceVector;
  /** How many tasks fit when nothing runs. */
  readonly most: number;
}

/** [from, until) in which a cell takes no job that names no reservation, or another one. */
export interface Block {
  readonly from: Time;
  readonly until: Time;
  /** Index into `Centre.windows`. */
  readonly window: number;
}

/** By cell: its windows, in order of their beginning. */
export function blocksOf({ windows }: Centre, cells: Cells): readonly (readonly Block[])[] {
  const sets = windows.map(({ nodes }) => new Set(nodes.map((node) => cells.cellOf[node]!)));
  return Array.from({ length: cells.count }, (_, cell) =>
    windows.flatMap(({ from, until }, window) => (sets[window]!.has(cell) ? [{ from, until, window }] : [])),
  );
}

export function suitable(centre: Centre, cells: Cells, shape: Shape, index: number): Suitable {
  const { machine, windows } = centre;
  const reserved = windows[shape.reservation]?.nodes;
  const allowed = new Set(machine.partitions[shape.partition]!.nodes.map((node) => cells.cellOf[node]!));
  const within = reserved && new Set(reserved.map((node) => cells.cellOf[node]!));
  const list: number[] = [];
  const speed = new Float64Array(cells.count);
  const take = machine.groups.map((group) =>
    cells.counted ? Float64Array.of(1) : Float64Array.from(RESOURCES, (_, r) => takes(shape, group, r)),
  );
  for (let cell = 0; cell < cells.count; cell += 1) {
    const group = machine.groups[cells.group[cell]!]!;
    if (!allowed.has(cell) || !suits(group, shape) || within?.has(cell) === false) continue;
    list.push(cell);
    speed[cell] = speedOf(group, shape.kind);
  }
  const member = new Uint8Array(cells.count);
  for (const cell of list) member[cell] = 1;
  const speeds = [...new Set(list.map((cell) => speed[cell]!))].sort((a, b) => b - a);
  const tiers = speeds.map((least) => ({
    speed: least,
    cells: Int32Array.from(list.filter((cell) => speed[cell]! >= least)),
  }));
  const tierOf = Int32Array.from(speed, (own) => speeds.indexOf(own));
  const all = tiers.at(-1)?.cells ?? new Int32Array(0);
  const groups = [...new Set(list.map((cell) => machine.groups[cells.group[cell]!]!))];
  const demand = RESOURCES.map((_, r) => {
    const each = groups.map((group) => takes(shape, group, r));
    return shape.tasks * (each.length === 0 ? shape.perTask[r]! : Math.min(...each));
  });
  const most = list.reduce(
    (sum, cell) => sum + roomIn(cells, { shape, take }, cells.capacity, cell * cells.width, cell),
    0,
  );
  return { index, shape, tiers, cells: all, member, tierOf, take, speed, demand, most };
}

/**
 * How many tasks of a shape fit into what is free in a cell, no more than the job has.
 * @param levels what is free, `Cells.width` numbers from `at` on
 */
export function roomIn(
  { width, counted, capacity, group }: Cells,
  { shape, take: takeOf }: Pick<Suitable, 'shape' | 'take'>,
  levels: Float64Array,
  at: number,
  cell: number,
): number {
  const { tasks, wholeNodes, layout } = shape;
  const take = takeOf[group[cell]!]!;
  if (counted) return Math.max(0, Math.min(tasks, levels[at]!));
  if (wholeNodes) {
    for (let r = 0; r < width; r += 1) if (levels[at + r]! < take[r]!) return 0;
    // A node is whole only if nobody holds a core of it.
    return levels[at] === capacity[cell * width] ? 1 : 0;
  }
  let room = layout === 'spread' ? 1 : tasks;
  for (let r = 0; r < width; r += 1) {
    const wanted = take[r]!;
    if (wanted > 0 && levels[at + r]! < wanted * room) room = Math.floor(levels[at + r]! / wanted);
  }
  return Math.max(0, room);
}
