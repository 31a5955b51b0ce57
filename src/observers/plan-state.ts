import { type JobId, NO_JOB } from '../model/jobs.ts';
import { PLAN_TICK, type Time } from '../model/time.ts';
import { type DecisionRecord, Entry } from './decisions.ts';

/** A stretch of the future that is held for a job. */
export interface Held {
  readonly at: Time;
  readonly until: Time;
}

/** The first moment at which a job could not keep its processors if it started now. */
export interface Obstacle {
  readonly at: Time;
  /** Processors that are left at that moment beside everything that runs or is held. */
  readonly left: number;
  /** Whose reservation begins then. */
  readonly by: JobId;
}

/**
 * The future as the plan saw it at the end of a decision, put together again from the record: who runs and until when,
 * and what is held. It shares no code with the engine.
 */
export class PlanState {
  /** The planned end of each running job. */
  readonly running: Map<JobId, Time> = new Map();
  /** What is held at the end of the decision, kept reservations and those for this decision alone. */
  readonly held: Map<JobId, Held> = new Map();
  #now: Time = 0;
  readonly #record: DecisionRecord;
  readonly #machine: number;
  readonly #procs: ArrayLike<number>;
  readonly #perEvent: boolean;
  #read = 0;
  /** Held for one decision alone. */
  #passing: JobId[] = [];

  /**
   * @param machine processors of the machine
   * @param procs processors by row
   * @param perEvent whether policies decide per event, so that who is planned to end now still may
   */
  constructor(record: DecisionRecord, machine: number, procs: ArrayLike<number>, perEvent: boolean) {
    this.#record = record;
    this.#machine = machine;
    this.#procs = procs;
    this.#perEvent = perEvent;
  }

  /** Goes on to the end of a decision, calling `seen` for all that happened on the way. */
  advance(decision: number, seen: (entry: Entry, job: JobId) => void): void {
    const { decisions, log } = this.#record;
    this.#now = decisions.time[decision]!;
    for (const job of this.#passing) this.held.delete(job);
    this.#passing = [];
    for (const end = decisions.logged[decision]!; this.#read < end; this.#read += 1) {
      const [entry, job] = [log.entry[this.#read]! as Entry, log.job[this.#read]! as JobId];
      this.#apply(entry, job, log.at[this.#read]!, log.until[this.#read]!);
      seen(entry, job);
    }
  }

  /** When a running job is taken to end: one that is late, in the next second. */
  expectedEnd(until: Time): Time {
    const isLate = this.#perEvent ? until < this.#now : until <= this.#now;
    return isLate ? this.#now + PLAN_TICK : until;
  }

  /** What would stand in the way of a job during [now, until), if it had `width` processors from now on. */
  obstacle(job: JobId, width: number, until: Time): Obstacle | undefined {
    if (this.held.size === 0 || (this.held.size === 1 && this.held.has(job))) return undefined;
    const changes = this.#changes(job, until);
    let left = this.#machine;
    for (let i = 0; i < changes.length; ) {
      const { at } = changes[i]!;
      for (; i < changes.length && changes[i]!.at === at; i += 1) left += changes[i]!.delta;
      if (left < width) return { at, left, by: this.#heldFrom(job, at) };
    }
    return undefined;
  }

  /** Changes in the number of processors left, up to `until`; all that runs or has begun, at the present moment. */
  #changes(but: JobId, until: Time): { at: Time; delta: number }[] {
    const now = this.#now;
    const changes: { at: Time; delta: number }[] = [];
    const add = (at: Time, delta: number): void => {
      if (at < until) changes.push({ at: Math.max(at, now), delta });
    };
    for (const [job, planned] of this.running) {
      const end = this.expectedEnd(planned);
      if (end <= now) continue;
      add(now, -this.#procs[job]!);
      add(end, this.#procs[job]!);
    }
    for (const [job, { at, until: end }] of this.held) {
      if (job === but) continue;
      add(at, -this.#procs[job]!);
      add(end, this.#procs[job]!);
    }
    return changes.sort((a, b) => a.at - b.at);
  }

  /** The widest job whose reservation begins at a moment. */
  #heldFrom(but: JobId, moment: Time): JobId {
    let found: JobId = NO_JOB;
    for (const [job, { at }] of this.held) {
      if (job === but || Math.max(at, this.#now) !== moment) continue;
      if (found === NO_JOB || this.#procs[job]! > this.#procs[found]!) found = job;
    }
    return found;
  }

  #apply(entry: Entry, job: JobId, at: Time, until: Time): void {
    switch (entry) {
      case Entry.start:
        this.running.set(job, until);
        this.held.delete(job);
        break;
      case Entry.replan:
        this.running.set(job, until);
        break;
      case Entry.end:
        this.running.delete(job);
        break;
      case Entry.reserve:
        this.#passing.push(job);
        this.held.set(job, { at, until });
        break;
      case Entry.keep:
        this.held.set(job, { at, until });
        break;
      default:
    }
  }
}
