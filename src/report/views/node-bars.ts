import type { Stretch } from '../../model/centre-run.ts';
import { CORES } from '../../model/resources.ts';
import type { FinishedRun } from '../../model/run.ts';
import { takes } from '../../model/suits.ts';
import { FreeUnits } from './free-units.ts';

/**
 * What the stretches of a run hold of its nodes. Node 7 lies from 7 to 8, and a stretch takes as much of that as of the
 * node's cores; neighbouring nodes that it has to itself are one bar.
 */
export interface NodeBars {
  readonly count: number;
  /** Place in the run's list of stretches. */
  readonly stretch: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

/**
 * Every stretch on the nodes where it ran. On a node it takes the lowest cores that are free together at its start: the
 * simulation knows how many cores of a node a job holds, and not which.
 */
export function placeOnNodes(run: FinishedRun): NodeBars {
  const { stretches, centre } = run.centre!;
  const { nodes, groups } = centre.machine;
  const capacity = nodes.map(({ group }) => groups[group]!.each[CORES]!);
  const free = capacity.map((cores) => new FreeUnits(cores));
  /** Of nodes that are shared; who has a node to itself needs no place on it. */
  const held: [node: number, from: number, to: number][][] = new Array(stretches.length);
  const found = new Found();
  const give = (stretch: number): void => {
    for (const [node, from, to] of held[stretch] ?? []) free[node]!.give(from, to);
    held[stretch] = [];
  };
  const byStart = startOrder(stretches);
  let ended = 0;
  for (const place of byStart) {
    const stretch = stretches[place]!;
    // Stretches are in order of their end. Whoever starts at an instant may take what is given up at it.
    for (; ended < stretches.length && stretches[ended]!.end <= stretch.start; ended++) give(ended);
    eachNode(run, stretch, (node, cores) => {
      const all = capacity[node]!;
      if (cores === all) {
        found.add(place, node, node + 1);
        return;
      }
      for (const [from, to] of free[node]!.takeTogether(cores)) {
        held[place] ??= [];
        held[place].push([node, from, to]);
        found.add(place, node + from / all, node + to / all);
      }
    });
    if (stretch.end === stretch.start) give(place);
  }
  return found.columns();
}

/** The cores that a stretch holds of each of its nodes, none left out that it takes nothing of. */
export function coresOf(run: FinishedRun, stretch: Stretch): [node: number, cores: number][] {
  const cores: [node: number, cores: number][] = [];
  eachNode(run, stretch, (...one) => cores.push(one));
  return cores;
}

/** There may be millions of nodes of stretches, so that no list is made of them. */
function eachNode(
  { jobs, centre }: FinishedRun,
  { job, allocation }: Stretch,
  visit: (node: number, cores: number) => void,
): void {
  const { shapes, shape } = jobs.asks!;
  const { nodes, groups } = centre!.centre.machine;
  const asked = shapes[shape[job]!]!;
  for (let i = 0; i < allocation.nodes.length; i++) {
    const node = allocation.nodes[i]!;
    visit(node, allocation.tasks[i]! * takes(asked, groups[nodes[node]!.group]!, CORES));
  }
}

/** Places of stretches by start; of one instant those without length first, since others may only then find room. */
function startOrder(stretches: readonly Stretch[]): number[] {
  const lasts = (place: number): number => (stretches[place]!.end === stretches[place]!.start ? 0 : 1);
  return [...stretches.keys()].sort(
    (a, b) => stretches[a]!.start - stretches[b]!.start || lasts(a) - lasts(b) || stretches[a]!.job - stretches[b]!.job,
  );
}

/** Bars as they are found: one that begins where the last one of the same stretch ended makes that one longer. */
class Found {
  readonly #stretch: number[] = [];
  readonly #low: number[] = [];
  readonly #high: number[] = [];

  add(stretch: number, low: number, high: number): void {
    const last = this.#stretch.length - 1;
    // Parts of nodes are never joined, not even where one ends at the top of its node and one begins at the bottom of its own.
    if (
      this.#stretch[last] === stretch &&
      this.#high[last] === low &&
      Number.isInteger(high) &&
      Number.isInteger(this.#low[last])
    ) {
      this.#high[last] = high;
      return;
    }
    this.#stretch.push(stretch);
    this.#low.push(low);
    this.#high.push(high);
  }

  columns(): NodeBars {
    return {
      count: this.#stretch.length,
      stretch: Int32Array.from(this.#stretch),
      low: Float64Array.from(this.#low),
      high: Float64Array.from(this.#high),
    };
  }
}
