import type { Spent } from '../../../model/fault-run.ts';
import type { Duration, Time } from '../../../model/time.ts';
import type { Pace } from './pace.ts';
import type { Beat, Rhythm } from './rhythm.ts';

/**
 * What a running job does. `rhythm`: it restores, and then computes and writes by turns as nothing but its own pace
 * decides, all in one closed form. Where transfers are in each other's way, each of `restore`, `compute` and `write` is a
 * phase of its own. `save`: it writes what it has before it moves. `stuck`: it hangs. `dead`: a node of it has failed.
 */
export type Phase = 'rhythm' | 'restore' | 'compute' | 'write' | 'save' | 'stuck' | 'dead';

interface CourseStart {
  readonly since: Time;
  readonly pace: Pace;
  readonly rhythm: Rhythm;
  /** How long its checkpoint takes to be read, ms; 0 where it starts from nothing, or where phases tell. */
  readonly restore: Duration;
  readonly phase: Phase;
}

/** One stretch of a job: how its time is spent, and how far it comes. */
export class Course {
  readonly pace: Pace;
  readonly rhythm: Rhythm;
  readonly since: Time;
  readonly #restore: Duration;
  #phase: Phase;
  /** Since when it is in this phase. */
  #from: Time;
  /** Checkpoints written in this stretch, and time of computing, all before this phase. */
  #written = 0;
  #computed: Duration = 0;
  /** How the time before this phase was spent, ms. */
  #restoring: Duration = 0;
  #writing: Duration = 0;
  #stuck: Duration = 0;
  #dead: Duration = 0;

  constructor({ since, pace, rhythm, restore, phase }: CourseStart) {
    this.since = since;
    this.#from = since;
    this.pace = pace;
    this.rhythm = rhythm;
    this.#restore = restore;
    this.#phase = phase;
  }

  get phase(): Phase {
    return this.#phase;
  }

  /** Whether what it does now is of no use. */
  get isLost(): boolean {
    return this.#phase === 'stuck' || this.#phase === 'dead';
  }

  /** Whether what it has to read before it goes on is not through. */
  isRestoring(now: Time): boolean {
    return this.#phase === 'restore' || (this.#phase === 'rhythm' && now - this.since < this.#restore);
  }

  /** Whether it reads or writes, for as long as others let it. */
  get isTransferring(): boolean {
    return this.#phase === 'restore' || this.#phase === 'write' || this.#phase === 'save';
  }

  /** When it ends, crashes or hangs in a rhythm that nothing disturbs. */
  get until(): Time {
    return this.since + this.#restore + this.rhythm.lasts(this.pace.until);
  }

  /** Goes over to another phase. */
  become(phase: Phase, now: Time): void {
    const { restore, checkpoint, stuck, dead } = this.spentAt(now);
    const [written, computed] = [this.writtenAt(now), this.computedAt(now)];
    this.#restoring = restore;
    this.#writing = checkpoint;
    this.#stuck = stuck;
    this.#dead = dead;
    this.#computed = computed;
    this.#written = written;
    this.#phase = phase;
    this.#from = now;
  }

  /** One more checkpoint is complete, where phases tell. */
  wrote(): void {
    this.#written += 1;
  }

  /** Checkpoints that are complete at a moment of this phase, of this stretch. */
  writtenAt(now: Time): number {
    return this.#written + (this.#phase === 'rhythm' ? this.#beat(now).written : 0);
  }

  /** How long it has computed, ms. */
  computedAt(now: Time): Duration {
    if (this.#phase === 'rhythm') return this.#computed + this.#beat(now).computed;
    return this.#computed + (this.#phase === 'compute' ? now - this.#from : 0);
  }

  /** Work done in this stretch, ms of run time. */
  workAt(now: Time): Duration {
    return this.pace.workAfter(this.computedAt(now));
  }

  spentAt(now: Time): Spent {
    const computed = this.computedAt(now);
    const slow = this.pace.slowIn(computed);
    return {
      restore: this.#restoring + this.#restoringAt(now),
      compute: computed - slow,
      slow,
      checkpoint: this.#writing + this.#writingAt(now),
      stuck: this.#stuck + this.#lastedAs('stuck', now),
      dead: this.#dead + this.#lastedAs('dead', now),
    };
  }

  /** When the checkpoint of this number in this stretch, from 1, was complete, where the rhythm tells. */
  completedAt(number: number): Time {
    const { interval } = this.rhythm;
    return this.since + this.#restore + number * interval + this.rhythm.writes(number);
  }

  /** How long it has been in this phase, if it is this one. */
  #lastedAs(phase: Phase, now: Time): Duration {
    return this.#phase === phase ? now - this.#from : 0;
  }

  #restoringAt(now: Time): Duration {
    return this.#lastedAs('restore', now) + Math.min(this.#lastedAs('rhythm', now), this.#restore);
  }

  #writingAt(now: Time): Duration {
    if (this.#phase === 'rhythm') return this.#beat(now).writing;
    return this.#lastedAs('write', now) + this.#lastedAs('save', now);
  }

  #beat(now: Time): Beat {
    return this.rhythm.at(Math.max(0, now - this.#from - this.#restore));
  }
}
