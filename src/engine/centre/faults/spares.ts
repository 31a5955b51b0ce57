import type { NodeId } from '../../../model/machine.ts';

/** What a spare depends on beside itself. */
export interface SparesHost {
  /** Whether a spare could take jobs but for being one, as far as is known. */
  isIdle(spare: NodeId): boolean;
  /** Whether the machine is to have the node: not where an intervention has taken it away. */
  isWanted(node: NodeId): boolean;
}

/** A spare stands in for a node that has failed. */
export interface StandIn {
  readonly node: NodeId;
  readonly of: NodeId;
  readonly why: string;
}

/**
 * Who has a place on the machine and who is a spare. There are as many places as nodes that are no spares at the
 * beginning, and each has one node at any time. One in a place whose failure is known wants a spare, first come first
 * served, until it has one or is repaired. An idle spare takes its place for good; the other has none then, and is a
 * spare once it is repaired. Nobody stands in for a spare that fails: it had no place.
 */
export class Spares {
  readonly #count: number;
  readonly #host: SparesHost;
  /** Without a place, in the order in which they are taken. */
  readonly #spares: NodeId[];
  /** Replaced, and not repaired yet. */
  readonly #replaced = new Set<NodeId>();
  /** In a place, known to have failed, and without a spare: in the order in which that was known. */
  #wanting: NodeId[] = [];
  /** Those of them of which it has been said that no spare is there. */
  readonly #inVain = new Set<NodeId>();

  constructor(spares: readonly NodeId[], host: SparesHost) {
    this.#count = spares.length;
    this.#spares = [...spares];
    this.#host = host;
  }

  /** It is known that the node has failed; says whether it wants a spare. */
  failed(node: NodeId): boolean {
    if (this.#count === 0 || this.#spares.includes(node) || this.#replaced.has(node)) return false;
    this.#wanting.push(node);
    return true;
  }

  /** The node works again. */
  repaired(node: NodeId): void {
    this.#leaves(node);
    if (this.#replaced.delete(node)) this.#spares.push(node);
  }

  /** The next spare that takes a place; none where nobody wants one or none is idle. */
  next(): StandIn | undefined {
    const of = this.#wanting.find((one) => this.#host.isWanted(one));
    const idle = this.#idle();
    const [node] = idle;
    if (of === undefined || node === undefined) return undefined;
    const why = this.#why(idle.length);
    this.#spares.splice(this.#spares.indexOf(node), 1);
    this.#leaves(of);
    this.#replaced.add(of);
    return { node, of, why };
  }

  /** Those that want a spare in vain, and of which that has not been said yet. */
  inVain(): { readonly node: NodeId; readonly why: string }[] {
    const why = this.#count === 1 ? 'the only spare is not idle' : `none of the ${this.#count} spares is idle`;
    const nodes = this.#wanting.filter((one) => this.#host.isWanted(one) && !this.#inVain.has(one));
    for (const node of nodes) this.#inVain.add(node);
    return nodes.map((node) => ({ node, why }));
  }

  /** Whether anybody could stand in for anybody. */
  get anyIdle(): boolean {
    return this.#wanting.length > 0 && this.#idle().length > 0;
  }

  #leaves(node: NodeId): void {
    this.#wanting = this.#wanting.filter((one) => one !== node);
    this.#inVain.delete(node);
  }

  #idle(): NodeId[] {
    return this.#spares.filter((one) => this.#host.isIdle(one) && this.#host.isWanted(one));
  }

  #why(idle: number): string {
    const first = idle === 1 ? 'the only idle spare' : `the first of ${idle} idle spares`;
    const wanting = this.#wanting.length;
    return wanting === 1 ? first : `${first}, for the first of ${wanting} failed nodes that want one`;
  }
}
