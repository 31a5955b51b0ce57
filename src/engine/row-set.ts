/** A set of rows as bits, walked in rising order while it changes. */
export class RowSet {
  readonly #words: Int32Array;
  /** No row below or above these words is in the set. */
  #low = 0;
  #high = -1;

  constructor(capacity: number) {
    this.#words = new Int32Array((capacity >> 5) + 1);
  }

  add(row: number): void {
    const word = row >> 5;
    if (this.#high < this.#low) {
      this.#low = word;
      this.#high = word;
    } else if (word < this.#low) this.#low = word;
    else if (word > this.#high) this.#high = word;
    this.#words[word]! |= 1 << (row & 31);
  }

  /** Says whether the row was in the set. */
  delete(row: number): boolean {
    const bit = 1 << (row & 31);
    const had = (this.#words[row >> 5]! & bit) !== 0;
    this.#words[row >> 5]! &= ~bit;
    return had;
  }

  /** The first row of the set after `row`, -1 if there is none. */
  after(row: number): number {
    const words = this.#words;
    let word = Math.max((row + 1) >> 5, this.#low);
    // Rows up to `row` of its own word are masked away.
    let bits = word > this.#high ? 0 : words[word]! & (word === (row + 1) >> 5 ? -1 << ((row + 1) & 31) : -1);
    while (bits === 0) {
      word += 1;
      if (word > this.#high) return -1;
      bits = words[word]!;
    }
    return (word << 5) + 31 - Math.clz32(bits & -bits);
  }

  /** Forgets the bounds, which only grow, once nothing is left; call it when a walk has come to its end. */
  settle(): void {
    if (this.after(-1) < 0) this.#high = this.#low - 1;
  }
}
