import type { Duration } from '../model/time.ts';
import type { Room } from './room.ts';
import { ShortList } from './short-list.ts';
import { WaitingIndex } from './waiting-index.ts';

/** From so many waiting jobs on, the tree is faster than the list. */
const MANY = 96;

/** Down to so few, the list is faster again; well below, so that a queue about that long does not go to and fro. */
const FEW = 32;

/** Who waits, by rank: a short list while few do, a tree while many do. */
export class Waiting {
  readonly #capacity: number;
  readonly #list = new ShortList(MANY);
  #tree: WaitingIndex | undefined;
  #many = false;

  /** @param capacity how many ranks there are */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  insert(rank: number, width: number, duration: Duration): void {
    if (!this.#many && this.#list.isFull) this.#plant();
    if (this.#many) this.#tree!.insert(rank, width, duration);
    else this.#list.insert(rank, width, duration);
  }

  remove(rank: number): void {
    if (!this.#many) {
      this.#list.remove(rank);
      return;
    }
    this.#tree!.remove(rank);
    if (this.#tree!.count < FEW) this.#fell();
  }

  /** The first waiting rank after `rank`, -1 if there is none. */
  after(rank: number): number {
    return this.#many ? this.#tree!.after(rank) : this.#list.after(rank);
  }

  /** The first rank after `rank` at which a job waits that fits into the room, -1 if there is none. */
  fittingAfter(rank: number, room: Room): number {
    return this.#many ? this.#tree!.fittingAfter(rank, room) : this.#list.fittingAfter(rank, room);
  }

  #plant(): void {
    this.#tree ??= new WaitingIndex(this.#capacity);
    const tree = this.#tree;
    this.#list.drain((rank, width, duration) => tree.insert(rank, width, duration));
    this.#many = true;
  }

  #fell(): void {
    const tree = this.#tree!;
    for (let rank = tree.after(-1); rank >= 0; rank = tree.after(rank)) {
      this.#list.insert(rank, tree.widthOf(rank), tree.durationOf(rank));
      tree.remove(rank);
    }
    this.#many = false;
  }
}
