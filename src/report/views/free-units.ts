/** Numbered processors, or cores of a node, that are free: stretches in ascending order, never touching one another. */
export class FreeUnits {
  readonly #free: [from: number, to: number][];

  constructor(units: number) {
    this.#free = [[0, units]];
  }

  /** The lowest so many; fewer only if there are no more. */
  take(wanted: number): [number, number][] {
    const taken: [number, number][] = [];
    let left = wanted;
    while (left > 0 && this.#free.length > 0) {
      const first = this.#free[0]!;
      const to = Math.min(first[1], first[0] + left);
      taken.push([first[0], to]);
      left -= to - first[0];
      if (to === first[1]) this.#free.shift();
      else first[0] = to;
    }
    return taken;
  }

  /** The lowest so many that lie together, and in pieces only if nowhere so many do. */
  takeTogether(wanted: number): [number, number][] {
    const hole = this.#free.findIndex(([from, to]) => to - from >= wanted);
    const found = this.#free[hole];
    if (found === undefined) return this.take(wanted);
    const from = found[0];
    found[0] += wanted;
    if (found[0] === found[1]) this.#free.splice(hole, 1);
    return [[from, from + wanted]];
  }

  give(from: number, to: number): void {
    let at = this.#free.findIndex(([begin]) => begin > from);
    if (at === -1) at = this.#free.length;
    this.#free.splice(at, 0, [from, to]);
    this.#join(at);
    this.#join(at - 1);
  }

  /** Makes one of the stretch at a place and the next one, if they touch. */
  #join(at: number): void {
    const [here, next] = [this.#free[at], this.#free[at + 1]];
    if (here === undefined || next === undefined || here[1] !== next[0]) return;
    here[1] = next[1];
    this.#free.splice(at + 1, 1);
  }
}
