import type { CheckpointCosts, Checkpointing, CheckpointLevel, SeenFailures } from '../../../model/checkpoints.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { Duration } from '../../../model/time.ts';
import type { Part } from './chains.ts';
import { Rhythm } from './rhythm.ts';

/** What one checkpoint of a stretch is. */
export interface Write {
  readonly level: CheckpointLevel;
  readonly full: boolean;
  /** How long it is written and, if that is done, read back, ms alone. */
  readonly duration: Duration;
  /** MiB. */
  readonly size: number;
}

/** A full checkpoint: how long it is written and read, ms alone, and how large it is, MiB. */
export interface Whole extends Pick<Write, 'level' | 'size'> {
  readonly alone: Duration;
  readonly read: Duration;
}

/** The checkpoints that a job takes in a stretch on so many nodes: of which level, how large, how long. */
export class Writes {
  /** In the order in which they come, over and over again. */
  readonly round: readonly Write[];
  readonly #rules: Checkpointing;
  readonly #job: JobId;
  readonly #nodes: number;

  constructor(rules: Checkpointing, job: JobId, nodes: number) {
    this.#rules = rules;
    this.#job = job;
    this.#nodes = nodes;
    const size = leastCommonMultiple(rules.levels.at(-1)!.every, rules.fullEvery);
    const round: Write[] = [];
    for (let number = 1; number <= size; number += 1) round.push(this.#write(number));
    this.round = round;
  }

  of(number: number): Write {
    return this.round[(number - 1) % this.round.length]!;
  }

  /** The number of the full one that this one builds upon. */
  baseOf(number: number): number {
    let base = number;
    while (!this.of(base).full) base -= 1;
    return base;
  }

  /** A full one beside the order, on what outlives most. */
  whole(): Whole {
    const level = this.#rules.levels.findLast(({ outlives }) => outlives === 'machine') ?? this.#rules.levels.at(-1)!;
    const read = level.read(this.#job, this.#nodes);
    const alone = level.write(this.#job, this.#nodes) + (this.#rules.verify ? read : 0);
    return { level, alone, read, size: level.shared ? this.#rules.state(this.#job, this.#nodes) : 0 };
  }

  /** What is read of the checkpoint of this number and of all that it builds upon: the full one, and the increments. */
  partsOf(number: number): Part[] {
    const { levels, increment } = this.#rules;
    const base = this.baseOf(number);
    const { level, size } = this.of(base);
    const full = { level, alone: level.read(this.#job, this.#nodes), size };
    if (number === base) return [full];
    // All increments are of the first level, wherever the full one is.
    const first = levels[0]!;
    const alone = Math.ceil(first.read(this.#job, this.#nodes) * increment * (number - base));
    let more = 0;
    for (let one = base + 1; one <= number; one += 1) more += this.of(one).size;
    if (level === first) return [{ level, alone: full.alone + alone, size: size + more }];
    return [full, { level: first, alone, size: more }];
  }

  /** What their interval depends on. */
  get costs(): CheckpointCosts {
    const write = this.round.reduce((sum, { duration }) => sum + duration, 0) / this.round.length;
    return { nodes: this.#nodes, write, read: this.#rules.levels.at(-1)!.read(this.#job, this.#nodes) };
  }

  /** When they are taken, given what has been seen of failures so far. */
  rhythm(seen: SeenFailures): Rhythm {
    const durations = this.round.map(({ duration }) => duration);
    return new Rhythm(this.#rules.interval(this.#job, this.costs, seen), durations);
  }

  /** The highest level whose turn it is; only those of the first are ever less than the full state. */
  #write(number: number): Write {
    const { levels, fullEvery, increment, verify } = this.#rules;
    const level = levels.findLast(({ every }) => number % every === 0)!;
    const full = level !== levels[0] || (number - 1) % fullEvery === 0;
    const part = full ? 1 : increment;
    const write = level.write(this.#job, this.#nodes);
    const check = verify ? level.read(this.#job, this.#nodes) : 0;
    const size = level.shared ? this.#rules.state(this.#job, this.#nodes) * part : 0;
    return { level, full, duration: Math.ceil((write + check) * part), size };
  }
}

/** A stretch without checkpoints. */
export const NO_WRITES: Rhythm = new Rhythm(Number.POSITIVE_INFINITY, []);

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
