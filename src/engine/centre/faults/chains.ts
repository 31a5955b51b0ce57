import type { CheckpointLevel } from '../../../model/checkpoints.ts';
import type { Duration, Time } from '../../../model/time.ts';

/** What of a checkpoint is read in one go, from where it lies. */
export interface Part {
  readonly level: CheckpointLevel;
  /** How long that takes when nobody else is there, ms. */
  readonly alone: Duration;
  /** What comes from the store, MiB; 0 where its level has a place of its own. */
  readonly size: number;
}

/** A checkpoint that is complete. */
export interface Saved {
  /** The how manieth of its job it is, from 1. */
  readonly number: number;
  /** What it holds: work, ms of run time, and the time of computing that has gone into it, ms. */
  readonly work: Duration;
  readonly computed: Duration;
  readonly at: Time;
  readonly level: CheckpointLevel;
  /** Where its job ran. */
  readonly on: readonly number[];
  /** What is read of it and of those that it builds upon, in this order. */
  readonly parts: readonly Part[];
  /** The number of the full one that it builds upon, with all between; its own if it is full. */
  readonly base: number;
  /** What it takes of the store, MiB; 0 where its level has a place of its own. */
  readonly size: number;
  /** Whether the store was at fault when it was completed. */
  readonly spoilt: boolean;
}

/** From where a job goes on, and what has to be tried before that: the newest first. */
export interface Restored {
  readonly from: Saved | undefined;
  readonly unreadable: readonly Saved[];
}

/** All that is read before a job goes on, in this order: what cannot be is tried first. */
export const partsOf = ({ from, unreadable }: Restored): Part[] =>
  [...unreadable, ...(from === undefined ? [] : [from])].flatMap(({ parts }) => parts);

/** How long all of it takes to be read, ms alone. */
export const readingOf = (restored: Restored): Duration => partsOf(restored).reduce((sum, { alone }) => sum + alone, 0);

/** Where there is nothing to go on from, and nothing was tried. */
export const NOTHING_READ: Restored = { from: undefined, unreadable: [] };

/** A checkpoint with all that it builds upon, the full one first; undefined if one of them is there no longer. */
export function chainOf(list: readonly Saved[], { base, number }: Saved): readonly Saved[] | undefined {
  const chain = list.filter((one) => one.base === base && one.number <= number);
  return chain.length === number - base + 1 ? chain : undefined;
}

/** Which of a job's checkpoints, given from the last to the first, are kept: the last of each level, and all that those build upon. */
export class Retention {
  readonly #left: Map<CheckpointLevel, number>;
  /** The full ones that something kept builds upon. */
  readonly #bases = new Set<number>();

  constructor(levels: readonly CheckpointLevel[], retain: number) {
    this.#left = new Map(levels.map((level) => [level, retain]));
  }

  /** Whether one of an earlier number may be kept yet. */
  mayKeep(number: number): boolean {
    for (const more of this.#left.values()) if (more > 0) return true;
    for (const base of this.#bases) if (base <= number) return true;
    return false;
  }

  wants({ level, base }: Pick<Saved, 'level' | 'base'>): boolean {
    return this.#left.get(level)! > 0 || this.#bases.has(base);
  }

  keeps({ level, base }: Pick<Saved, 'level' | 'base'>): void {
    const left = this.#left.get(level)!;
    if (left === 0) return;
    this.#left.set(level, left - 1);
    this.#bases.add(base);
  }
}

/** A full checkpoint and those that build upon it, which are of no use without it. */
export interface Group {
  readonly base: number;
  /** When the first of them was complete. */
  readonly at: number;
  /** MiB of the store that they take together. */
  readonly size: number;
}

/** The checkpoints of a job by the full ones that they build upon, in order. */
export function groupsOf(list: readonly Saved[]): Group[] {
  const groups = new Map<number, Group>();
  for (const { base, at, size } of list) {
    const known = groups.get(base);
    groups.set(base, known === undefined ? { base, at, size } : { ...known, size: known.size + size });
  }
  return [...groups.values()];
}
