import type { DecisionFact, Fact, Observer, StartReason } from '../model/facts.ts';
import type { JobId } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';

/** What an entry of the log says of its job. */
export const Entry = { submit: 0, start: 1, end: 2, replan: 3, reserve: 4, keep: 5 } as const;
export type Entry = (typeof Entry)[keyof typeof Entry];

/** All decisions of a run as columns, and between them all that changed what they could do. */
export interface DecisionRecord {
  /** One entry per decision, in order. */
  readonly decisions: {
    readonly length: number;
    readonly time: ArrayLike<Time>;
    /** As in the decision's fact. */
    readonly free: ArrayLike<number>;
    readonly waiting: ArrayLike<number>;
    readonly first: ArrayLike<JobId>;
    readonly expected: ArrayLike<Time>;
    readonly strict: ArrayLike<boolean>;
    /** How many entries of the log were made by the end of the decision. */
    readonly logged: ArrayLike<number>;
  };
  /** What happened to jobs, in order. */
  readonly log: {
    readonly length: number;
    readonly entry: ArrayLike<Entry>;
    readonly job: ArrayLike<JobId>;
    /** Where a reservation begins; else 0. */
    readonly at: ArrayLike<Time>;
    /** When a started or held job is planned to end; else 0. */
    readonly until: ArrayLike<Time>;
  };
  /** Why jobs started, in the order of the starts. */
  readonly reasons: readonly (StartReason | undefined)[];
}

/** Records the decisions of one run for `explain`. */
export function decisionRecorder(): Observer & { readonly record: DecisionRecord } {
  return new Recorder();
}

class Recorder implements Observer {
  readonly name = 'decisions';
  readonly reasons = true;
  readonly #time: Time[] = [];
  readonly #free: number[] = [];
  readonly #waiting: number[] = [];
  readonly #first: JobId[] = [];
  readonly #expected: Time[] = [];
  readonly #strict: boolean[] = [];
  readonly #logged: number[] = [];
  readonly #entry: Entry[] = [];
  readonly #job: JobId[] = [];
  readonly #at: Time[] = [];
  readonly #until: Time[] = [];
  readonly #reasons: (StartReason | undefined)[] = [];

  get record(): DecisionRecord {
    return {
      decisions: {
        length: this.#time.length,
        time: this.#time,
        free: this.#free,
        waiting: this.#waiting,
        first: this.#first,
        expected: this.#expected,
        strict: this.#strict,
        logged: this.#logged,
      },
      log: { length: this.#entry.length, entry: this.#entry, job: this.#job, at: this.#at, until: this.#until },
      reasons: this.#reasons,
    };
  }

  on(fact: Fact): void {
    switch (fact.kind) {
      case 'decision':
        this.#decide(fact);
        break;
      case 'start':
        this.#reasons.push(fact.reason);
        this.#add(Entry.start, fact.job, 0, fact.reason?.until ?? Number.NaN);
        break;
      case 'reserve':
        this.#add(fact.kept ? Entry.keep : Entry.reserve, fact.job, fact.at, fact.until);
        break;
      default:
        this.#add(Entry[fact.kind], fact.job, 0, 'until' in fact ? fact.until : 0);
    }
  }

  #decide({ time, free, waiting, first, expected, strict }: DecisionFact): void {
    this.#time.push(time);
    this.#free.push(free);
    this.#waiting.push(waiting);
    this.#first.push(first);
    this.#expected.push(expected);
    this.#strict.push(strict);
    this.#logged.push(this.#entry.length);
  }

  #add(entry: Entry, job: JobId, at: Time, until: Time): void {
    this.#entry.push(entry);
    this.#job.push(job);
    this.#at.push(at);
    this.#until.push(until);
  }
}
