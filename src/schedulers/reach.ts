import type { Shape } from '../model/asks.ts';
import type { CentreView } from '../model/centre-view.ts';
import type { JobId } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import type { ClusterView } from '../model/scheduler.ts';
import { suits } from '../model/suits.ts';

/** On which nodes jobs could run, whatever is in use; kept by what it depends on, which few jobs differ in. */
export class Reach {
  /** By shape: index into the sets of nodes. */
  readonly #setOf = new Map<number, number>();
  readonly #known = new Map<string, number>();
  readonly #sets: ReadonlySet<NodeId>[] = [];
  /** By two of them: whether they have a node in common. */
  readonly #meet = new Map<string, boolean>();

  /** Whether there is a node on which both jobs could run. */
  meets({ jobs }: ClusterView, { centre }: CentreView, a: JobId, b: JobId): boolean {
    const { shapes, shape } = jobs.asks!;
    const [one, other] = [a, b].map((job) => this.#find(centre, shapes[shape[job]!]!, shape[job]!));
    const key = `${one} ${other}`;
    let meet = this.#meet.get(key);
    if (meet === undefined) {
      meet = [...this.#sets[one!]!].some((node) => this.#sets[other!]!.has(node));
      this.#meet.set(key, meet);
    }
    return meet;
  }

  #find({ machine, windows }: CentreView['centre'], shape: Shape, index: number): number {
    const known = this.#setOf.get(index);
    if (known !== undefined) return known;
    const suiting = machine.groups.map((group) => suits(group, shape));
    const key = JSON.stringify([shape.partition, shape.reservation, suiting]);
    let set = this.#known.get(key);
    if (set === undefined) {
      const reserved = windows[shape.reservation]?.nodes;
      const within = reserved && new Set(reserved);
      const nodes = machine.partitions[shape.partition]!.nodes.filter(
        (node) => suiting[machine.nodes[node]!.group] && within?.has(node) !== false,
      );
      set = this.#sets.push(new Set(nodes)) - 1;
      this.#known.set(key, set);
    }
    this.#setOf.set(index, set);
    return set;
  }
}
