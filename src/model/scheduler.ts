import type { JobFacts, JobId } from './jobs.ts';
import type { Time } from './time.ts';

/** Sorts a queue: lowest score first, ties by order of arrival. */
export interface QueueOrder {
  readonly name: string;
  /** Whether a waiting job's score changes as time passes; if not, it is computed once per job. */
  readonly varies: boolean;
  /** @param now the instant of the decision, ms; a static order must not look at it. */
  score(job: JobId, jobs: JobFacts, now: Time): number;
}

/** The waiting jobs in one order, walked by cursor. `NO_JOB` means there is none (left). */
export interface Queue {
  first(): JobId;
  /** The job after `job`, which may itself have been started meanwhile. */
  after(job: JobId): JobId;
  /** The first job after `job` that `plan.start` would accept now; from the front for `NO_JOB`. */
  startableAfter(job: JobId): JobId;
}

/** What a policy sees of the machine at one instant; reading it changes nothing. */
export interface ClusterView {
  readonly now: Time;
  readonly jobs: JobFacts;
  readonly procs: number;
  /** Processors that no running job holds; falls as the decision starts jobs. */
  readonly free: number;
  /** The waiting jobs in the order the scheduler declared. */
  readonly queue: Queue;
  /** The same jobs in the order declared for the backfilling scan. */
  readonly scan: Queue;
  /** The jobs that arrived since the last decision, in order of arrival. */
  readonly arrivals: readonly JobId[];
  /** The jobs that have ended since the last decision, in the order in which they ended. */
  readonly endings: readonly JobId[];
  /** The jobs that run now, those that this decision has started included; in order of start, ties by arrival. */
  running(): readonly JobId[];
  /**
   * When a running job is planned to end: its start and max(estimate, 1 s), or a second from now once it has outlived
   * that. NaN for a job that does not run.
   */
  plannedEnd(job: JobId): Time;
}

/**
 * The scratch future of one decision; writing on it is the only way to decide. What `reserve` holds is gone
 * after the decision; what `keep` holds stays until the job starts, and a policy uses one or the other. A job is
 * planned to last max(estimate, 1 s). To start or keep a job that does not wait is an Error.
 */
export interface Plan {
  /**
   * Starts the job now if it fits and delays nothing reserved or kept; says whether it did.
   * @param why the policy's own reason in a few words, for the audit
   */
  start(job: JobId, why?: string): boolean;
  /** Holds the job's earliest hole for the rest of this decision and returns where it begins. */
  reserve(job: JobId): Time;
  /** Holds the job's earliest hole from now on, beyond this decision, and returns where it begins. */
  keep(job: JobId): Time;
  /**
   * One sweep over the kept reservations in order of arrival: each is moved to its earliest hole, the others
   * (later ones too) staying. None gets later.
   */
  compress(): void;
  /** Starts the kept jobs whose time has come, in order of arrival. */
  startKept(): void;
}

/**
 * A scheduling policy. `decide` is called once per decision and must depend on nothing but its arguments, and on what
 * the policy has seen in earlier decisions of the same run.
 */
export interface Scheduler {
  /** Canonical name with options, such as `backfill(depth=4)`. */
  readonly name: string;
  /** Order of `view.queue`; by arrival if absent. */
  readonly order?: QueueOrder;
  /** Order of `view.scan`; that of `view.queue` if absent. */
  readonly scan?: QueueOrder;
  /**
   * Whether the first time reserved or kept for a job is a promise: no job that has one starts later,
   * as long as jobs end by their estimates. Checked by the invariants. Absent, it promises nothing.
   */
  readonly promises?: boolean;
  /** Whether the policy's definition needs jobs to end by their estimates (`overrun: kill`); absent, it does not. */
  readonly needsKill?: boolean;
  /**
   * Asks somebody outside what to decide, before each `decide` and with the same view; the run waits for the promise.
   * Only `simulateAsync` and experiments run a policy that has this, for it takes a program that can wait.
   * @returns nothing where there is nothing to wait for
   */
  consult?(view: ClusterView): Promise<void> | undefined;
  decide(view: ClusterView, plan: Plan): void;
}

/** When the policy is asked, and in which order simultaneous events fire. */
export interface Simultaneity {
  /** `instant`: once after the last event of an instant. `event`: after every single event. */
  readonly pass: 'instant' | 'event';
  /** Which of the events of one instant come first. */
  readonly order: 'completions-first' | 'arrivals-first';
}
