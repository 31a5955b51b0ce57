import type { Checkpointing, CheckpointLevel } from '../../../model/checkpoints.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { NodeId } from '../../../model/machine.ts';
import type { Duration, Time } from '../../../model/time.ts';

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
  /** How long it takes to be read, with those that it builds upon, ms alone. */
  readonly read: Duration;
  /** The number of the full one that it builds upon, with all between. */
  readonly base: number;
  /** What it takes of the store, MiB; 0 where its level has a place of its own. */
  readonly size: number;
  /** Whether the store was at fault when it was completed. */
  readonly spoilt: boolean;
}

/** From where a job goes on, and what has been found out on the way. */
export interface Restored {
  readonly from: Saved | undefined;
  readonly unreadable: readonly Saved[];
}

/** The checkpoints that jobs have, and what they take of the store. */
export class SavedCheckpoints {
  readonly #rules: Checkpointing;
  readonly #of = new Map<JobId, Saved[]>();
  /** MiB of the store that are taken. */
  #taken = 0;
  evicted = 0;

  constructor(rules: Checkpointing) {
    this.#rules = rules;
  }

  /** One more, of which only the last of each level are kept; the room that it takes has been made. */
  add(job: JobId, saved: Saved): void {
    const list = this.#of.get(job) ?? [];
    if (list.length === 0) this.#of.set(job, list);
    list.push(saved);
    const alike = list.filter(({ level }) => level === saved.level);
    if (alike.length > this.#rules.retain) this.#taken -= list.splice(list.indexOf(alike[0]!), 1)[0]!.size;
  }

  /** Takes room for one more of this size, if there is enough once others have made way that their jobs can do without. */
  makeRoom(size: number): boolean {
    const { capacity } = this.#rules.store;
    if (size > capacity) return false;
    while (this.#taken + size > capacity) {
      const owner = this.#oldestSpare();
      if (owner === undefined) return false;
      const list = this.#of.get(owner)!;
      this.#taken -= list.splice(spareOf(list), 1)[0]!.size;
      this.evicted += 1;
    }
    this.#taken += size;
    return true;
  }

  /** Nothing has come of it. */
  release(size: number): void {
    this.#taken -= size;
  }

  /**
   * The newest that can be read when these nodes of the job have failed; those that cannot are gone.
   */
  restore(job: JobId, failed: readonly NodeId[]): Restored {
    const list = this.#of.get(job) ?? [];
    const unreadable: Saved[] = [];
    while (list.length > 0) {
      const saved = list.at(-1)!;
      if (outlives(saved, failed)) {
        if (!this.isCorrupt(job, saved)) return { from: saved, unreadable };
        unreadable.push(saved);
      }
      this.#taken -= list.pop()!.size;
    }
    return { from: undefined, unreadable };
  }

  /** Whether it, or one that it builds upon, cannot be read. */
  isCorrupt(job: JobId, { spoilt, base, number }: Pick<Saved, 'spoilt' | 'base' | 'number'>): boolean {
    const { corrupted } = this.#rules;
    if (spoilt) return true;
    if (corrupted === undefined) return false;
    for (let one = base; one <= number; one += 1) if (corrupted(job, one)) return true;
    return false;
  }

  /** The job has left, or begins anew: nobody needs them. */
  drop(job: JobId): void {
    for (const { size } of this.#of.get(job) ?? []) this.#taken -= size;
    this.#of.delete(job);
  }

  #oldestSpare(): JobId | undefined {
    let oldest: JobId | undefined;
    let at = Number.POSITIVE_INFINITY;
    for (const [job, list] of this.#of) {
      const spare = list[spareOf(list)];
      if (spare === undefined || spare.at > at || (spare.at === at && job > oldest!)) continue;
      [oldest, at] = [job, spare.at];
    }
    return oldest;
  }
}

/** The oldest that takes room in the store beside the newest of all; -1 if there is none. */
const spareOf = (list: readonly Saved[]): number => list.findIndex(({ size }, i) => size > 0 && i < list.length - 1);

/** Whether what is left of the job's nodes still has the checkpoint. */
function outlives({ level, on }: Saved, failed: readonly NodeId[]): boolean {
  if (level.outlives === 'machine' || failed.length === 0) return true;
  const lost = on.map((node) => failed.some((one) => one === node));
  if (level.outlives === 'job' || on.length === 1) return !lost.includes(true);
  return lost.every((one, i) => !one || !lost[(i + 1) % on.length]);
}
