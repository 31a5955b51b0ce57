import type { Checkpointing } from '../../../model/checkpoints.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { NodeId } from '../../../model/machine.ts';
import type { Time } from '../../../model/time.ts';
import { chainOf, type Group, groupsOf, type Restored, Retention, type Saved } from './chains.ts';

/** The checkpoints that jobs have, and what they take of the store. */
export class SavedCheckpoints {
  readonly #rules: Checkpointing;
  readonly #of = new Map<JobId, readonly Saved[]>();
  /** When each node failed last, by which it lost what lay on it. */
  readonly #failed = new Map<number, Time>();
  /** The numbers of those from which waiting jobs are to go on; 0 for none. */
  readonly #awaited = new Map<JobId, number>();
  /** MiB of the store that are taken. */
  #taken = 0;
  /** How many were evicted, by row of their jobs. */
  readonly evicted: Int32Array;

  constructor(jobs: number, rules: Checkpointing) {
    this.#rules = rules;
    this.evicted = new Int32Array(jobs);
  }

  /** MiB of the store that are taken, those included for which room was made. */
  get taken(): number {
    return this.#taken;
  }

  /** The checkpoints of a job, in order. */
  of(job: JobId): readonly Saved[] {
    return this.#of.get(job) ?? [];
  }

  /** More of them, in order, of which only the last of each level are kept; the room that they take has been made. */
  add(job: JobId, ...more: readonly Saved[]): void {
    const list = [...this.of(job), ...more];
    const retention = new Retention(this.#rules.levels, this.#rules.retain);
    const kept: Saved[] = [];
    for (const saved of list.reverse()) {
      if (retention.wants(saved)) kept.push(saved);
      else this.#taken -= saved.size;
      retention.keeps(saved);
    }
    this.#of.set(job, kept.reverse());
  }

  /** The node has failed, and what lies on it is lost for good. */
  nodeFails(node: NodeId, now: Time): void {
    this.#failed.set(node, now);
  }

  /** Takes room for one more of this size, if there is enough once others have made way that their jobs can do without. */
  makeRoom(size: number): boolean {
    const { capacity } = this.#rules.store;
    const going: (Group & { readonly job: JobId })[] = [];
    let freed = 0;
    if (this.#taken + size > capacity) {
      for (const spare of this.#spares()) {
        going.push(spare);
        freed += spare.size;
        if (this.#taken - freed + size <= capacity) break;
      }
    }
    if (this.#taken - freed + size > capacity) return false;
    for (const { job, base } of going) this.evicted[job]! += this.#keepOnly(job, (one) => one.base !== base);
    this.#taken += size;
    return true;
  }

  /** Nothing has come of it. */
  release(size: number): void {
    this.#taken -= size;
  }

  /** From where the job would go on now, as far as its nodes, those of earlier runs and the store still have it. */
  look(job: JobId): Restored {
    const list = this.of(job);
    const unreadable: Saved[] = [];
    for (let i = list.length - 1; i >= 0; i -= 1) {
      const saved = list[i]!;
      const chain = chainOf(list, saved);
      if (chain === undefined || chain.some((one) => this.#isLost(one))) continue;
      if (!chain.some((one) => this.#isCorrupt(job, one))) return { from: saved, unreadable };
      unreadable.push(saved);
    }
    return { from: undefined, unreadable };
  }

  /** The waiting job is to go on from this one, or from the start; nobody evicts it. */
  awaits(job: JobId, from: Saved | undefined): void {
    this.#awaited.set(job, from?.number ?? 0);
  }

  /** The job goes on from this one, or from the start: what came after it is of no use any more. */
  goesOn(job: JobId, from: Saved | undefined): void {
    this.#awaited.delete(job);
    this.#keepOnly(job, ({ number }) => number <= (from?.number ?? 0));
  }

  /** Whether one that has just been completed, and is not kept yet, can be read with all that it builds upon. */
  isReadable(job: JobId, saved: Saved): boolean {
    const chain = chainOf([...this.of(job), saved], saved);
    return chain?.every((one) => !this.#isCorrupt(job, one)) ?? false;
  }

  /** The job has left, or begins anew: nobody needs them. */
  drop(job: JobId): void {
    this.#keepOnly(job, () => false);
    this.#of.delete(job);
    this.#awaited.delete(job);
  }

  #isCorrupt(job: JobId, { spoilt, number }: Saved): boolean {
    return spoilt || (this.#rules.corrupted?.(job, number) ?? false);
  }

  /** Whether too much of it was on nodes that have failed since. */
  #isLost({ level, on, at }: Saved): boolean {
    if (level.outlives === 'machine' || this.#failed.size === 0) return false;
    const lost = on.map((node) => (this.#failed.get(node) ?? Number.NEGATIVE_INFINITY) >= at);
    if (level.outlives === 'job' || on.length === 1) return lost.includes(true);
    return lost.some((one, i) => one && lost[(i + 1) % on.length]!);
  }

  /** What jobs have in the store that they can do without, the oldest first. */
  #spares(): (Group & { readonly job: JobId })[] {
    const spares = [...this.#of].flatMap(([job, list]) => {
      const most = this.#awaited.get(job) ?? Number.POSITIVE_INFINITY;
      const needed = list.findLast(({ size, number }) => size > 0 && number <= most)?.base;
      return groupsOf(list).flatMap((group) => (group.size > 0 && group.base !== needed ? [{ ...group, job }] : []));
    });
    return spares.sort((a, b) => a.at - b.at || a.job - b.job);
  }

  /** Says how many others there were, which are gone. */
  #keepOnly(job: JobId, which: (saved: Saved) => boolean): number {
    const list = this.of(job);
    const kept = list.filter(which);
    if (kept.length === list.length) return 0;
    for (const one of list) if (!which(one)) this.#taken -= one.size;
    this.#of.set(job, kept);
    return list.length - kept.length;
  }
}
