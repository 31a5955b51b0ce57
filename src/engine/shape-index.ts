import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Duration, Time } from '../model/time.ts';

/** Classes per doubling, as powers of two: 8 of widths, 4 of durations. */
const WIDTH_BITS = 3;
const DURATION_BITS = 2;
const CLASSES = 128;
const CELLS = CLASSES * CLASSES;

/** Durations up to 2^9 ms share the first class: nothing is planned to last less than a second. */
const FIRST_DURATION_EXPONENT = 9;

const NEVER = Number.NEGATIVE_INFINITY;
const NOBODY = -1;

/** So much fruitless searching pays for finding all latest starts anew. */
const SEARCHES_PER_RECOUNT = 4 * CELLS;

const float = new Float64Array(1);
const words = new Uint32Array(float.buffer);

/** Where the row of a width begins: its binary exponent and the three digits behind the first. */
function rowOf(width: number): number {
  const exponent = 31 - Math.clz32(width);
  const digits = exponent < WIDTH_BITS ? width << (WIDTH_BITS - exponent) : width >> (exponent - WIDTH_BITS);
  const row = (exponent << WIDTH_BITS) | (digits & ((1 << WIDTH_BITS) - 1));
  return Math.min(row, CLASSES - 1) * CLASSES;
}

/** The column of a duration: the same of its binary exponent and two digits, read off its representation. */
function columnOf(duration: Duration): number {
  float[0] = duration;
  const column = (words[1]! >>> (20 - DURATION_BITS)) - ((1023 + FIRST_DURATION_EXPONENT) << DURATION_BITS);
  return Math.max(0, Math.min(column, CLASSES - 1));
}

/**
 * The kept reservations by shape, width x duration, with the latest start among jobs at most so wide and at most so
 * long. Jobs that fit into many holes stand early in a plan and only awkward ones late, so this tells at once that a
 * hole far out is of no use to anybody, and else leads to the few to whom it may be. Starts only get earlier, so what
 * is known may be too late, never too early; it is found anew when that has cost enough.
 */
export class ShapeIndex {
  count = 0;
  /** NaN where nothing is kept. */
  readonly start: Float64Array;
  readonly width: Int32Array;
  readonly duration: Float64Array;
  /** Chains of the jobs of one cell. */
  readonly #first = new Int32Array(CELLS).fill(NOBODY);
  readonly #following: Int32Array;
  /** Latest start within a cell, within a row up to a column, and within all rows and columns up to a cell. */
  readonly #inCell = new Float64Array(CELLS).fill(NEVER);
  readonly #inRow = new Float64Array(CELLS).fill(NEVER);
  readonly #upTo = new Float64Array(CELLS).fill(NEVER);
  #searches = 0;
  /** Whether the latest starts are kept up; while few jobs are kept nobody asks for them. */
  #upToDate = false;

  constructor(jobs: JobFacts, planned: Float64Array) {
    this.start = new Float64Array(jobs.length).fill(Number.NaN);
    this.width = jobs.procs;
    this.duration = planned;
    this.#following = new Int32Array(jobs.length);
  }

  /** From now on nobody asks for shapes, until somebody does. */
  rest(): void {
    this.#upToDate = false;
  }

  /** An upper bound of the latest start among jobs of at most this width. */
  latestOfWidth(width: number): Time {
    if (!this.#upToDate) this.#recount();
    return this.#upTo[rowOf(width) + CLASSES - 1]!;
  }

  /** The same among jobs that are no longer than `duration`, too. */
  latest(width: number, duration: Duration): Time {
    if (!this.#upToDate) this.#recount();
    return this.#upTo[rowOf(width) + columnOf(duration)]!;
  }

  add(job: JobId, start: Time): void {
    this.count += 1;
    this.start[job] = start;
    const row = rowOf(this.width[job]!);
    const column = columnOf(this.duration[job]!);
    const cell = row + column;
    this.#following[job] = this.#first[cell]!;
    this.#first[cell] = job;
    if (!this.#upToDate) return;
    if (this.#inCell[cell]! < start) this.#inCell[cell] = start;
    raise(this.#inRow, cell, row + CLASSES, start);
    // What a class knows, all wider and longer ones know.
    for (let at = row; at < CELLS && this.#upTo[at + column]! < start; at += CLASSES) {
      raise(this.#upTo, at + column, at + CLASSES, start);
    }
  }

  /** The job stays in its chain until the next search passes there. */
  remove(job: JobId): void {
    this.count -= 1;
    this.start[job] = Number.NaN;
  }

  /** Calls `visit` for every kept job that is no wider, no longer, and starts after `after`. */
  each(width: number, duration: Duration, after: Time, visit: (job: JobId) => void): void {
    const column = columnOf(duration);
    for (let row = rowOf(width); row >= 0 && this.#upTo[row + column]! > after; row -= CLASSES) {
      for (let cell = row + column; cell >= row && this.#inRow[cell]! > after; cell -= 1) {
        this.#searches += 1;
        if (this.#inCell[cell]! > after) this.#search(cell, width, duration, after, visit);
      }
    }
    if (this.#searches > SEARCHES_PER_RECOUNT) this.#recount();
  }

  #search(cell: number, width: number, duration: Duration, after: Time, visit: (job: JobId) => void): void {
    let latest = NEVER;
    let previous = NOBODY;
    for (let job = this.#first[cell]!; job !== NOBODY; job = this.#following[job]!) {
      const start = this.start[job]!;
      if (Number.isNaN(start)) {
        if (previous === NOBODY) this.#first[cell] = this.#following[job]!;
        else this.#following[previous] = this.#following[job]!;
        continue;
      }
      previous = job;
      if (start > latest) latest = start;
      if (start > after && this.width[job]! <= width && this.duration[job]! <= duration) visit(job as JobId);
      else this.#searches += 1;
    }
    this.#inCell[cell] = latest;
  }

  /** Finds every latest start anew, from the jobs themselves. */
  #recount(): void {
    this.#upToDate = true;
    this.#inRow.fill(NEVER);
    this.#upTo.fill(NEVER);
    for (let cell = 0; cell < CELLS; cell += 1) {
      if (this.#first[cell] !== NOBODY) this.#search(cell, -1, 0, 0, () => {});
      const left = cell % CLASSES === 0 ? NEVER : this.#inRow[cell - 1]!;
      this.#inRow[cell] = Math.max(left, this.#inCell[cell]!);
      const above = cell < CLASSES ? NEVER : this.#upTo[cell - CLASSES]!;
      this.#upTo[cell] = Math.max(above, this.#inRow[cell]!);
    }
    this.#searches = 0;
  }
}

/** Raises a rising column to `value` from `from` on. */
function raise(column: Float64Array, from: number, end: number, value: number): void {
  for (let at = from; at < end && column[at]! < value; at += 1) column[at] = value;
}
