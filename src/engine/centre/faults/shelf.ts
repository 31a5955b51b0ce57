import type { Checkpointing } from '../../../model/checkpoints.ts';
import type { CheckpointCounts } from '../../../model/fault-run.ts';
import type { JobId } from '../../../model/jobs.ts';
import type { NodeId } from '../../../model/machine.ts';
import type { Duration, Time } from '../../../model/time.ts';
import { NOTHING_READ, type Restored, Retention, readingOf, type Saved } from './chains.ts';
import type { Running } from './running.ts';
import { SavedCheckpoints } from './saved.ts';
import type { TimeAccount } from './time-account.ts';

/** What a checkpoint holds, and how many stand between it and the full one that it builds upon. */
interface Kept extends Pick<Saved, 'work' | 'computed' | 'level' | 'parts' | 'size'> {
  readonly back: number;
}

/** Where a job stands that has stopped: what it keeps, ms of run time, and what computing is lost by that, ms. */
export interface FallenBack {
  readonly kept: Duration;
  readonly lost: Duration;
}

/** What is kept of jobs, and from where they go on. */
export class Shelf {
  /** Whether the store is at fault and what is completed now cannot be read. */
  spoils = false;
  readonly #rules: Checkpointing | undefined;
  readonly #account: TimeAccount;
  readonly #host: { readonly now: Time };
  readonly #saved: SavedCheckpoints | undefined;
  /** What waiting jobs have to read before they go on, as things stand. */
  readonly #toRead = new Map<JobId, Restored>();
  readonly #written: Int32Array;
  readonly #restored: Int32Array;
  readonly #unreadable: Int32Array;

  constructor(jobs: number, rules: Checkpointing | undefined, account: TimeAccount, host: { readonly now: Time }) {
    this.#rules = rules;
    this.#account = account;
    this.#host = host;
    this.#saved = rules && new SavedCheckpoints(jobs, rules);
    this.#written = new Int32Array(jobs);
    this.#restored = new Int32Array(jobs);
    this.#unreadable = new Int32Array(jobs);
  }

  get counts(): Omit<CheckpointCounts, 'failed'> {
    const evicted = this.#saved?.evicted ?? new Int32Array(this.#written.length);
    return { written: this.#written, restored: this.#restored, unreadable: this.#unreadable, evicted };
  }

  /** The jobs that wait and have something to read before they go on. */
  waiting(): JobId[] {
    return [...this.#toRead.keys()];
  }

  /** How long what a waiting job has to read takes, ms alone. */
  reading(job: JobId): Duration {
    return readingOf(this.#toRead.get(job) ?? NOTHING_READ);
  }

  /** The node has failed, and has lost what lay on it. */
  nodeFails(node: NodeId): void {
    this.#saved?.nodeFails(node, this.#host.now);
  }

  /** The job starts: what it reads. It has found out by that which cannot be read. */
  begins(job: JobId): Restored {
    const restored = this.#toRead.get(job);
    if (restored === undefined) return NOTHING_READ;
    this.#toRead.delete(job);
    this.#saved!.goesOn(job, restored.from);
    this.#unreadable[job]! += restored.unreadable.length;
    if (restored.from !== undefined) this.#restored[job]! += 1;
    return restored;
  }

  /** Takes room in the store; says whether there is enough. */
  makeRoom(size: number): boolean {
    return this.#saved!.makeRoom(size);
  }

  release(size: number): void {
    this.#saved?.release(size);
  }

  /** From where the job would go on now. */
  look(job: JobId): Restored {
    return this.#saved?.look(job) ?? NOTHING_READ;
  }

  /** Nobody needs what the job has any more. */
  drop(job: JobId): void {
    this.#saved?.drop(job);
    this.#toRead.delete(job);
  }

  /** The job is to go on from there. */
  fallBack(job: JobId, restored: Restored): FallenBack {
    const { from, unreadable } = restored;
    if (from === undefined && unreadable.length === 0) this.#toRead.delete(job);
    else this.awaits(job, restored);
    return { kept: from?.work ?? 0, lost: this.#account.fallBack(job, from?.computed ?? 0) };
  }

  /** The job has to read that before it goes on. */
  awaits(job: JobId, restored: Restored): void {
    this.#toRead.set(job, restored);
    this.#saved!.awaits(job, restored.from);
  }

  /** What a waiting job was to go on from may have been lost since: looks again; says what it was, if it is another now. */
  lookAgain(job: JobId): { readonly before: Saved; readonly now: Restored } | undefined {
    const before = this.#toRead.get(job)?.from;
    const now = this.#toRead.has(job) ? this.look(job) : NOTHING_READ;
    if (before !== undefined && now.from !== before) return { before, now };
    if (this.#toRead.has(job)) this.#toRead.set(job, now);
    return undefined;
  }

  /** Of the checkpoints of a rhythm, of which nobody has kept count, keeps the last. */
  keepRhythm(job: JobId, running: Running): void {
    const { course, writes } = running;
    if (course.phase !== 'rhythm' || writes === undefined) return;
    const { retain, levels, verify } = this.#rules!;
    const before = this.#written[job]!;
    const last: Saved[] = [];
    const retention = new Retention(levels, retain);
    for (let i = course.writtenAt(this.#host.now); i > 0 && retention.mayKeep(before + i); i -= 1) {
      const base = before + writes.baseOf(i);
      if (!retention.wants({ level: writes.of(i).level, base })) continue;
      const { back: _, ...kept } = this.#contents(job, running, i, i * course.rhythm.interval);
      const [number, at] = [before + i, course.completedAt(i)];
      if (verify && this.#isCorrupt(job, base, number)) continue;
      const saved = { ...kept, number, base, at, on: running.on, size: 0, spoilt: false };
      last.push(saved);
      retention.keeps(saved);
    }
    this.#saved!.add(job, ...last.reverse());
    this.count(job, running);
    course.become('compute', this.#host.now);
  }

  /** Counts the checkpoints of a rhythm, which is over; what is kept one by one is counted already. */
  count(job: JobId, { course, writes }: Pick<Running, 'course' | 'writes'>): void {
    if (course.phase !== 'rhythm' || writes === undefined) return;
    const before = this.#written[job]!;
    const written = course.writtenAt(this.#host.now);
    this.#written[job] = before + written;
    if (!this.#rules!.verify || this.#rules!.corrupted === undefined) return;
    for (let i = 1; i <= written; i += 1)
      if (this.#isCorrupt(job, before + writes.baseOf(i), before + i)) this.#unreadable[job]! += 1;
  }

  /** Keeps all that a job has that is no longer running, if it has checkpoints. */
  keepWhole(job: JobId, { writes, on }: Running, work: Duration, size: number): void {
    if (writes === undefined) return;
    const { level, read } = writes.whole();
    const parts = [{ level, alone: read, size }];
    this.#keep(job, on, { work, computed: this.#account.computed(job), level, size, parts, back: 0 });
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
      parts: writes!.partsOf(number),
      back: number - writes!.baseOf(number),
    };
  }

  /** Keeps a checkpoint that is complete now. */
  #keep(job: JobId, on: readonly number[], { back, ...what }: Kept): void {
    this.#written[job]! += 1;
    const number = this.#written[job]!;
    const spoilt = this.spoils && what.level.shared;
    const saved = { ...what, number, base: number - back, at: this.#host.now, on, spoilt };
    if (!this.#rules!.verify || this.#saved!.isReadable(job, saved)) {
      this.#saved!.add(job, saved);
      return;
    }
    // It is read back and cannot be, and so does not count.
    this.#unreadable[job]! += 1;
    this.#saved!.release(saved.size);
  }

  /** Whether one of these cannot be read, storage faults apart. */
  #isCorrupt(job: JobId, base: number, number: number): boolean {
    const { corrupted } = this.#rules!;
    if (corrupted === undefined) return false;
    for (let one = base; one <= number; one += 1) if (corrupted(job, one)) return true;
    return false;
  }
}
