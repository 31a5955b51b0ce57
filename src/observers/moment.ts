import type { Allocation } from '../model/asks.ts';
import type { PreemptMode } from '../model/centre.ts';
import type { CentreFact, DecisionFact, Fact, Observer, StartReason } from '../model/facts.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';
import type { WhyNot } from '../model/why-not.ts';

/** A job that started at the moment, why, and on which nodes where there are any. */
export interface MomentStart {
  readonly job: JobId;
  readonly reason: StartReason;
  readonly allocation: Allocation | undefined;
}

/** A job that was stopped at the moment, by a decision or a fault, for whom (`NO_JOB` if for none in particular), and why. */
export interface MomentStop {
  readonly job: JobId;
  readonly mode: PreemptMode | 'fault';
  readonly for: JobId;
  readonly why: string;
}

/** What a run did at one moment. */
export interface Moment {
  readonly starts: readonly MomentStart[];
  readonly stops: readonly MomentStop[];
  /** How things stood after the last decision up to the moment; undefined if there was none yet. */
  readonly decision: Omit<DecisionFact, 'whyNot'> | undefined;
  /** Those of the jobs asked about that waited then; on nodes with their reasons. */
  readonly waiting: ReadonlyMap<JobId, WhyNot | undefined>;
  /** Those of the jobs asked about that ran after the moment. */
  readonly running: ReadonlySet<JobId>;
}

/** Records what a run does at one moment, and why some jobs still wait after it. */
export function momentRecorder(time: Time, jobs: readonly JobId[]): Observer & { readonly moment: Moment } {
  return new MomentRecorder(time, new Set(jobs));
}

class MomentRecorder implements Observer {
  readonly name = 'moment';
  readonly reasons = true;
  readonly #time: Time;
  readonly #jobs: ReadonlySet<JobId>;
  readonly #queued = new Set<JobId>();
  readonly #running = new Set<JobId>();
  readonly #starts: MomentStart[] = [];
  readonly #stops: MomentStop[] = [];
  #waiting: Moment['waiting'] = new Map();
  #decision: Moment['decision'];

  constructor(time: Time, jobs: ReadonlySet<JobId>) {
    this.#time = time;
    this.#jobs = jobs;
  }

  get moment(): Moment {
    const [starts, stops, decision] = [this.#starts, this.#stops, this.#decision];
    return { starts, stops, decision, waiting: this.#waiting, running: this.#running };
  }

  on(fact: Fact): void {
    if (fact.time > this.#time) return;
    if (fact.kind === 'decision') this.#decided(fact);
    else if (fact.kind === 'submit') this.#is(fact.job, this.#queued);
    else if (fact.kind === 'end') this.#is(fact.job);
    else if (fact.kind === 'start') {
      this.#is(fact.job, this.#running);
      const { time, job, allocation } = fact;
      if (time === this.#time) this.#starts.push({ job, reason: fact.reason!, allocation });
    }
  }

  onCentre(fact: CentreFact): void {
    if (fact.time > this.#time) return;
    if (fact.kind === 'reject' || fact.kind === 'cancel') this.#is(fact.job);
    if (fact.kind === 'preempt') {
      const { mode, for: cause } = fact;
      this.#stopped(fact, { mode, for: cause }, mode !== 'cancel');
    } else if (fact.kind === 'fault') {
      this.#stopped(fact, { mode: 'fault', for: NO_JOB }, fact.then === 'requeue');
    }
  }

  #stopped(
    { time, job, why }: { readonly time: Time; readonly job: JobId; readonly why: string },
    how: Pick<MomentStop, 'mode' | 'for'>,
    comesBack: boolean,
  ): void {
    this.#is(job, comesBack ? this.#queued : undefined);
    if (time === this.#time) this.#stops.push({ job, ...how, why });
  }

  /** A job that is asked about is among these from now on, and no longer among others. */
  #is(job: JobId, among?: Set<JobId>): void {
    this.#queued.delete(job);
    this.#running.delete(job);
    if (this.#jobs.has(job)) among?.add(job);
  }

  /** The last decision of the moment has the last word, and where none falls on it, the one before. */
  #decided({ whyNot, ...fact }: DecisionFact): void {
    this.#decision = fact;
    this.#waiting = new Map([...this.#queued].map((job) => [job, whyNot?.(job)]));
  }
}
