import type { Time } from '../../model/time.ts';

const FIRST_CAPACITY = 4;

/**
 * How much more, or less, than now is free in one cell from each moment on: a step for every planned end of who runs
 * there and every begin and end of what is held there.
 */
export class Timeline {
  readonly #width: number;
  /** When each step begins, in order. */
  times: Float64Array;
  /** What is added to what is free now from that step on until the next, `width` numbers per step. */
  added: Float64Array;
  length = 0;
  /** Of how many begins and ends each step consists, so that it goes with the last of them. */
  #causes: Int32Array;

  constructor(width: number) {
    this.#width = width;
    this.times = new Float64Array(FIRST_CAPACITY);
    this.added = new Float64Array(FIRST_CAPACITY * width);
    this.#causes = new Int32Array(FIRST_CAPACITY);
  }

  /** The step in which a moment is; -1 before the first. */
  stepAt(time: Time): number {
    const { times } = this;
    let low = 0;
    let high = this.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle]! <= time) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /** From a moment on so much is free (1) or taken (-1); `remove` takes it back. */
  add(from: Time, amount: Float64Array, sign: 1 | -1): void {
    this.#shift(this.#cause(from), amount, sign);
  }

  remove(from: Time, amount: Float64Array, sign: 1 | -1): void {
    const step = this.stepAt(from);
    this.#shift(step, amount, sign === 1 ? -1 : 1);
    this.#causes[step]! -= 1;
    if (this.#causes[step] === 0) this.#delete(step);
  }

  #shift(from: number, amount: Float64Array, sign: 1 | -1): void {
    const width = this.#width;
    const { added } = this;
    for (let at = from * width; at < this.length * width; at += width) {
      for (let r = 0; r < width; r += 1) added[at + r]! += sign * amount[r]!;
    }
  }

  /** The step that begins at this moment, made if there is none. */
  #cause(time: Time): number {
    const before = this.stepAt(time);
    if (before >= 0 && this.times[before] === time) {
      this.#causes[before]! += 1;
      return before;
    }
    const step = before + 1;
    this.#insert(step);
    this.times[step] = time;
    this.#causes[step] = 1;
    return step;
  }

  /** A new step has what the one before it has. */
  #insert(step: number): void {
    const width = this.#width;
    if (this.length === this.times.length) this.#grow();
    this.times.copyWithin(step + 1, step, this.length);
    this.#causes.copyWithin(step + 1, step, this.length);
    this.added.copyWithin((step + 1) * width, step * width, this.length * width);
    if (step === 0) this.added.fill(0, 0, width);
    else this.added.copyWithin(step * width, (step - 1) * width, step * width);
    this.length += 1;
  }

  #delete(step: number): void {
    const width = this.#width;
    this.times.copyWithin(step, step + 1, this.length);
    this.#causes.copyWithin(step, step + 1, this.length);
    this.added.copyWithin(step * width, (step + 1) * width, this.length * width);
    this.length -= 1;
  }

  #grow(): void {
    const more = <T extends Float64Array | Int32Array>(old: T, into: T): T => {
      into.set(old);
      return into;
    };
    this.times = more(this.times, new Float64Array(2 * this.times.length));
    this.added = more(this.added, new Float64Array(2 * this.added.length));
    this.#causes = more(this.#causes, new Int32Array(2 * this.#causes.length));
  }
}
