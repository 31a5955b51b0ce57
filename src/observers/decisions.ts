import type { DecisionFact, Fact, Observer, StartReason, StartRule } from '../model/facts.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
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
    readonly first: ArrayLike<number>;
    readonly expected: ArrayLike<Time>;
    /** 1 where it is true. */
    readonly strict: ArrayLike<number>;
    /** How many entries of the log were made by the end of the decision. */
    readonly logged: ArrayLike<number>;
  };
  /** What happened to jobs, in order. */
  readonly log: {
    readonly length: number;
    readonly entry: ArrayLike<number>;
    readonly job: ArrayLike<number>;
    /** Where a reservation begins; else 0. */
    readonly at: ArrayLike<Time>;
    /** When a started or held job is planned to end; else 0. */
    readonly until: ArrayLike<Time>;
  };
  /** Why jobs started, in the order of the starts; `until` stands in the log. */
  readonly starts: {
    /** An index of `RULES`. */
    readonly rule: ArrayLike<number>;
    readonly free: ArrayLike<number>;
    readonly head: ArrayLike<number>;
    readonly shadow: ArrayLike<Time>;
    readonly spare: ArrayLike<number>;
    /** The words of policies that gave any, by the number of the start. */
    readonly why: ReadonlyMap<number, string>;
  };
}

/** The rules of starts, in the order of their codes. */
export const RULES: readonly StartRule[] = [
  ...(['in-turn', 'passing', 'before-shadow', 'in-spare', 'in-hole', 'reservation-due'] as const),
];

/**
 * Records the decisions of one run for `explain`. Columns are made once for what most runs come to, since plain arrays
 * of so many numbers would cost the garbage collector more than the simulation takes.
 *
 * @param length how many jobs the run has
 */
export function decisionRecorder({ length }: Pick<JobTable, 'length'>): Observer & { readonly record: DecisionRecord } {
  return new Recorder(length);
}

class Recorder implements Observer {
  readonly name = 'decisions';
  readonly reasons = true;
  readonly #decisions: DecisionColumns;
  readonly #log: LogColumns;
  readonly #starts: StartColumns;

  constructor(jobs: number) {
    // An event is a decision at the most often; a job is submitted, started, ended and, as a rule, held a few times.
    this.#decisions = new DecisionColumns(2 * jobs + 1);
    this.#log = new LogColumns(6 * jobs + 1);
    this.#starts = new StartColumns(jobs);
  }

  get record(): DecisionRecord {
    return { decisions: this.#decisions, log: this.#log, starts: this.#starts };
  }

  on(fact: Fact): void {
    switch (fact.kind) {
      case 'decision':
        this.#decisions.add(fact, this.#log.length);
        break;
      case 'submit':
        this.#log.add(Entry.submit, fact.job, 0, 0);
        break;
      case 'start':
        this.#starts.add(fact.reason!);
        this.#log.add(Entry.start, fact.job, 0, fact.reason!.until);
        break;
      case 'end':
        this.#log.add(Entry.end, fact.job, 0, 0);
        break;
      case 'replan':
        this.#log.add(Entry.replan, fact.job, 0, fact.until);
        break;
      default:
        this.#log.add(fact.kept ? Entry.keep : Entry.reserve, fact.job, fact.at, fact.until);
    }
  }
}

class DecisionColumns {
  length = 0;
  time: Float64Array;
  free: Int32Array;
  waiting: Int32Array;
  first: Int32Array;
  expected: Float64Array;
  strict: Uint8Array;
  logged: Int32Array;

  constructor(capacity: number) {
    this.time = new Float64Array(capacity);
    this.free = new Int32Array(capacity);
    this.waiting = new Int32Array(capacity);
    this.first = new Int32Array(capacity);
    this.expected = new Float64Array(capacity);
    this.strict = new Uint8Array(capacity);
    this.logged = new Int32Array(capacity);
  }

  add({ time, free, waiting, first, expected, strict }: DecisionFact, logged: number): void {
    const at = this.length;
    if (at === this.time.length) this.#grow();
    this.time[at] = time;
    this.free[at] = free;
    this.waiting[at] = waiting;
    this.first[at] = first;
    this.expected[at] = expected;
    this.strict[at] = strict ? 1 : 0;
    this.logged[at] = logged;
    this.length = at + 1;
  }

  #grow(): void {
    this.time = doubled(this.time);
    this.free = doubled(this.free);
    this.waiting = doubled(this.waiting);
    this.first = doubled(this.first);
    this.expected = doubled(this.expected);
    this.strict = doubled(this.strict);
    this.logged = doubled(this.logged);
  }
}

class LogColumns {
  length = 0;
  entry: Uint8Array;
  job: Int32Array;
  at: Float64Array;
  until: Float64Array;

  constructor(capacity: number) {
    this.entry = new Uint8Array(capacity);
    this.job = new Int32Array(capacity);
    this.at = new Float64Array(capacity);
    this.until = new Float64Array(capacity);
  }

  add(entry: Entry, job: JobId, at: Time, until: Time): void {
    const place = this.length;
    if (place === this.entry.length) this.#grow();
    this.entry[place] = entry;
    this.job[place] = job;
    this.at[place] = at;
    this.until[place] = until;
    this.length = place + 1;
  }

  #grow(): void {
    this.entry = doubled(this.entry);
    this.job = doubled(this.job);
    this.at = doubled(this.at);
    this.until = doubled(this.until);
  }
}

class StartColumns {
  length = 0;
  readonly rule: Uint8Array;
  readonly free: Int32Array;
  readonly head: Int32Array;
  readonly shadow: Float64Array;
  readonly spare: Float64Array;
  readonly why: Map<number, string> = new Map();

  /** @param jobs each of which starts once */
  constructor(jobs: number) {
    this.rule = new Uint8Array(jobs);
    this.free = new Int32Array(jobs);
    this.head = new Int32Array(jobs);
    this.shadow = new Float64Array(jobs);
    this.spare = new Float64Array(jobs);
  }

  add({ rule, free, head, shadow, spare, why }: StartReason): void {
    const at = this.length;
    if (why !== undefined) this.why.set(at, why);
    this.rule[at] = RULES.indexOf(rule);
    this.free[at] = free;
    this.head[at] = head;
    this.shadow[at] = shadow;
    this.spare[at] = spare;
    this.length = at + 1;
  }
}

function doubled<C extends Float64Array | Int32Array | Uint8Array>(column: C): C {
  const larger = new (column.constructor as new (length: number) => C)(2 * column.length);
  larger.set(column);
  return larger;
}
