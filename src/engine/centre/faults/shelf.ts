import type { Checkpointing } from '../../../model/checkpoints.ts';
import type { CheckpointCounts } from '../../../model/fault-run.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { NodeId } from '../../../model/machine.ts';
import type { Duration, Time } from '../../../model/time.ts';
import type { Course } from './course.ts';
import type { Running } from './running.ts';
import { type Restored, type Saved, SavedCheckpoints } from './saved.ts';
import type { TimeAccount } from './time-account.ts';

/** What a checkpoint holds, and how many stand between it and the full one that it builds upon. */
interface Kept extends Pick<Saved, 'work' | 'computed' | 'level' | 'read' | 'size'> {
  readonly back: number;
}

/** What is kept of jobs, and from where they go on. */
export class Shelf {
  /** Whether the store is at fault and what is completed now cannot be read. */
  spoils = false;
  readonly #rules: Checkpointing | undefined;
  readonly #account: TimeAccount;
  readonly #host: { readonly now: Time };
  readonly #saved: SavedCheckpoints | undefined;
  /** What a job has to read before it goes on. */
  readonly #toRead = new Map<JobId, readonly Saved[]>();
  readonly #written: Int32Array;
  readonly #restored: Int32Array;
  #unreadable = 0;

  constructor(jobs: number, rules: Checkpointing | undefined, account: TimeAccount, host: { readonly now: Time }) {
    this.#rules = rules;
    this.#account = account;
    this.#host = host;
    this.#saved = rules && new SavedCheckpoints(rules);
    this.#written = new Int32Array(jobs);
    this.#restored = new Int32Array(jobs);
  }

  get counts(): Omit<CheckpointCounts, 'failed'> {
    const evicted = this.#saved?.evicted ?? 0;
    return { written: this.#written, restored: this.#restored, unreadable: this.#unreadable, evicted };
  }

  /** What the job has to read before it goes on, the one from which it does last. */
  toRead(job: JobId): readonly Saved[] {
    return this.#toRead.get(job) ?? [];
  }

  /** How long that takes, ms alone. */
  reading(job: JobId): Duration {
    return this.toRead(job).reduce((sum, { read }) => sum + read, 0);
  }

  /** It has begun to read. */
  begins(job: JobId): void {
    this.#restored[job]! += 1;
  }

  /** It has read. */
  hasRead(job: JobId): void {
    this.#toRead.delete(job);
  }

  /** Takes room in the store; says whether there is enough. */
  makeRoom(size: number): boolean {
    return this.#saved!.makeRoom(size);
  }

  release(size: number): void {
    this.#saved?.release(size);
  }

  /** The newest checkpoint that can be read when these nodes of the job have failed. */
  restore(job: JobId, failed: readonly NodeId[]): Restored | undefined {
    return this.#saved?.restore(job, failed);
  }

  /** Nobody needs what the job has any more. */
  drop(job: JobId): void {
    this.#saved?.drop(job);
    this.#toRead.delete(job);
  }

  /** The job goes on from what is restored, or from nothing; says what it keeps and what time of computing is lost. */
  fallBack(job: JobId, restored: Restored | undefined): { readonly kept: Duration; readonly lost: Duration } {
    const from = restored?.from;
    const unreadable = restored?.unreadable ?? [];
    this.#unreadable += unreadable.length;
    if (from === undefined) this.#toRead.delete(job);
    else this.#toRead.set(job, [...unreadable, from]);
    return { kept: from?.work ?? 0, lost: this.#account.fallBack(job, from?.computed ?? 0) };
  }

  /** Of the checkpoints of a rhythm, of which nobody has kept count, keeps the last. */
  keepRhythm(job: JobId, running: Running): void {
    const { course, writes } = running;
    if (course.phase !== 'rhythm' || writes === undefined) return;
    const { retain, levels } = this.#rules!;
    const before = this.#written[job]!;
    const last: Saved[] = [];
    const left = new Map(levels.map((level) => [level, retain]));
    for (let i = course.writtenAt(this.#host.now); i > 0 && [...left.values()].some((more) => more > 0); i -= 1) {
      const { level } = writes.of(i);
      if (left.get(level) === 0) continue;
      const { back, ...kept } = this.#contents(job, running, i, i * course.rhythm.interval);
      const [number, at] = [before + i, course.completedAt(i)];
      const saved = { ...kept, number, base: number - back, at, on: running.on, size: 0, spoilt: false };
      if (this.#isFoundCorrupt(job, saved)) continue;
      last.push(saved);
      left.set(level, left.get(level)! - 1);
    }
    for (const saved of last.reverse()) this.#saved!.add(job, saved);
    this.count(job, course);
    course.become('compute', this.#host.now);
  }

  /** Counts the checkpoints of a rhythm, which is over; what is kept one by one is counted already. */
  count(job: JobId, course: Course): void {
    if (course.phase === 'rhythm') this.#written[job]! += course.writtenAt(this.#host.now);
  }

  /** Keeps all that a job has that is no longer running, if it has checkpoints. */
  keepWhole(job: JobId, { writes, on }: Running, work: Duration, size: number): void {
    if (writes === undefined) return;
    const { level, read } = writes.whole();
    this.#keep(job, on, { work, computed: this.#account.computed(job), level, size, read, back: 0 });
  }

  /** Keeps the checkpoint that the job has completed now, the last of its stretch. */
  keepWritten(job: JobId, running: Running, size: number): void {
    const { course, on } = running;
    const { now } = this.#host;
    this.#keep(job, on, { ...this.#contents(job, running, course.writtenAt(now), course.computedAt(now)), size });
  }

  /** What the checkpoint of this number in the stretch holds, taken when so much of it had been computed. */
  #contents(job: JobId, { course, writes, base }: Running, number: number, computed: Duration): Omit<Kept, 'size'> {
    const { pace } = course;
    return {
      work: base + pace.workAfter(computed),
      computed: this.#account.computed(job) + computed - pace.slowIn(computed),
      level: writes!.of(number).level,
      read: writes!.readOf(number),
      back: number - writes!.baseOf(number),
    };
  }

  /** Keeps a checkpoint that is complete now. */
  #keep(job: JobId, on: readonly number[], { back, ...what }: Kept): void {
    this.#written[job]! += 1;
    const number = this.#written[job]!;
    const spoilt = this.spoils && what.level.shared;
    const saved = { ...what, number, base: number - back, at: this.#host.now, on, spoilt };
    if (this.#isFoundCorrupt(job, saved)) this.#saved!.release(saved.size);
    else this.#saved!.add(job, saved);
  }

  /** Whether it is read back and cannot be, and so does not count. */
  #isFoundCorrupt(job: JobId, saved: Saved): boolean {
    const found = this.#rules!.verify && this.#saved!.isCorrupt(job, saved);
    if (found) this.#unreadable += 1;
    return found;
  }
}
