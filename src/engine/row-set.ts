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
    const first = (row + 1) >> 5;
    let word = Math.max(first, this.#low);
    // Rows up to `row` of its own word are masked away.
    const mask = word === first ? -1 << ((row + 1) & 31) : -1;
    let bits = word <= this.#high ? words[word]! & mask : 0;
    while (bits === 0 && word < this.#high) {
      word += 1;
      bits = words[word]!;
    }
    // Where the walk began at the bottom, what it passed is empty for good or until somebody is added there.
    if (row < 0) this.#low = bits === 0 ? this.#high + 1 : word;
    return bits === 0 ? -1 : (word << 5) + 31 - Math.clz32(bits & -bits);
  }
}
