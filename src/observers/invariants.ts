import type { Fact, JobFact, Observer } from '../model/facts.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { PLAN_TICK, type Time, toSeconds } from '../model/time.ts';

/** A run broke a law that every run must keep: a defect of a policy or of the engine, never of the input. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation';
}

/** Where a job is in its life. */
const Status = { pending: 0, queued: 1, running: 2, ended: 3 } as const;

/**
 * Checks a run as it happens, from the facts alone: time never goes back, no job starts before its submission, each
 * starts once and ends once after exactly its run time, the machine never holds more than it has, what a policy
 * promises it keeps, and at the end everything is freed. It shares no code with the engine it checks.
 */
export function invariants(jobs: JobTable, procs: number, scheduler: Scheduler): Observer {
  return new Invariants(jobs, procs, scheduler.promises === true && jobsEndByTheirEstimates(jobs));
}

/** Nobody can promise anything where jobs outlive what they were planned to last. */
function jobsEndByTheirEstimates({ length, runtime, estimate }: JobTable): boolean {
  for (let job = 0; job < length; job += 1) {
    if (runtime[job]! > Math.max(estimate[job]!, PLAN_TICK)) return false;
  }
  return true;
}

class Invariants implements Observer {
  readonly name = 'invariants';
  readonly #jobs: JobTable;
  readonly #procs: number;
  readonly #checksPromises: boolean;
  readonly #status: Uint8Array;
  readonly #start: Float64Array;
  /** The first time held for each job; NaN while none is. */
  readonly #promised: Float64Array;
  #held = 0;
  #ended = 0;
  #now: Time = Number.NEGATIVE_INFINITY;

  constructor(jobs: JobTable, procs: number, checksPromises: boolean) {
    this.#jobs = jobs;
    this.#procs = procs;
    this.#checksPromises = checksPromises;
    this.#status = new Uint8Array(jobs.length);
    this.#start = new Float64Array(jobs.length).fill(Number.NaN);
    this.#promised = new Float64Array(jobs.length).fill(Number.NaN);
  }

  on(fact: Fact): void {
    if (fact.kind === 'decision') return;
    if (fact.time < this.#now) this.#fail(fact, `time went back from ${toSeconds(this.#now)} s`);
    this.#now = fact.time;
    if (fact.kind === 'submit') this.#submit(fact);
    else if (fact.kind === 'start') this.#starts(fact);
    else if (fact.kind === 'end') this.#ends(fact);
    else if (fact.kind === 'reserve') this.#reserves(fact, fact.at);
  }

  finish(at: Time): void {
    const { length } = this.#jobs;
    if (this.#ended !== length) {
      throw new InvariantViolation(`at ${toSeconds(at)} s: ${length - this.#ended} of ${length} jobs never ended`);
    }
    if (this.#held !== 0)
      throw new InvariantViolation(`at ${toSeconds(at)} s: ${this.#held} processors were never freed`);
  }

  #submit(fact: JobFact): void {
    this.#move(fact, Status.pending, Status.queued);
    if (fact.time !== this.#jobs.submit[fact.job]) this.#fail(fact, 'it is not its submit time');
  }

  #starts(fact: JobFact): void {
    this.#move(fact, Status.queued, Status.running);
    this.#start[fact.job] = fact.time;
    this.#held += this.#jobs.procs[fact.job]!;
    if (fact.time < this.#jobs.submit[fact.job]!) this.#fail(fact, 'it started before its submission');
    if (this.#held > this.#procs) this.#fail(fact, `${this.#held} of ${this.#procs} processors are held`);
    const promised = this.#promised[fact.job]!;
    if (this.#checksPromises && fact.time > promised) {
      this.#fail(fact, `it was promised to start by ${toSeconds(promised)} s`);
    }
  }

  #ends(fact: JobFact): void {
    this.#move(fact, Status.running, Status.ended);
    this.#held -= this.#jobs.procs[fact.job]!;
    this.#ended += 1;
    const lasted = fact.time - this.#start[fact.job]!;
    if (lasted !== this.#jobs.runtime[fact.job])
      this.#fail(fact, `it ran for ${toSeconds(lasted)} s, not its run time`);
  }

  #reserves(fact: JobFact, at: Time): void {
    if (this.#status[fact.job] !== Status.queued) this.#fail(fact, 'it does not wait');
    if (at < fact.time) this.#fail(fact, `the reservation at ${toSeconds(at)} s is past`);
    if (Number.isNaN(this.#promised[fact.job]!)) this.#promised[fact.job] = at;
  }

  #move(fact: JobFact, from: number, to: number): void {
    if (this.#status[fact.job] !== from) this.#fail(fact, `its status is ${nameOf(this.#status[fact.job]!)}`);
    this.#status[fact.job] = to;
  }

  #fail(fact: JobFact, why: string): never {
    const label = this.#jobs.id[fact.job as JobId];
    throw new InvariantViolation(`${fact.kind} of job ${label} (row ${fact.job}) at ${toSeconds(fact.time)} s: ${why}`);
  }
}

const nameOf = (status: number): string => Object.keys(Status)[status] ?? 'unknown';
