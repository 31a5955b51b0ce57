import type { PreemptMode } from './centre.ts';
import type { CentreView } from './centre-view.ts';
import type { JobFacts, JobId } from './jobs.ts';
import type { Placement } from './placement.ts';
import type { Duration, Time } from './time.ts';

/** Sorts a queue: lowest score first, ties by order of arrival. */
export interface QueueOrder {
  readonly name: string;
  /** Whether a waiting job's score changes as time passes; if not, it is computed once per job. */
  readonly varies: boolean;
  /** Whether, of those that vary, no waiting job's score ever rises; then the first is found without scoring all. */
  readonly falls?: boolean;
  /**
   * @param now the instant of the decision, ms; a static order must not look at it
   * @param centre the machine and its rules, where there are any; a static order must not look at what changes
   */
  score(job: JobId, jobs: JobFacts, now: Time, centre?: CentreView): number;
}

/** The waiting jobs in one order, walked by cursor. `NO_JOB` means there is none (left). */
export interface Queue {
  first(): JobId;
  /** The job after `job`, which may itself have been started meanwhile. */
  after(job: JobId): JobId;
  /** The first job after `job` that `plan.start` would accept now; from the front for `NO_JOB`, or without one. */
  startableAfter(job?: JobId): JobId;
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
   * When a running job is planned to end: its start and max(estimate, 1 s), or what is predicted for it, or a second
   * from now once it has outlived its estimate. NaN for a job that does not run.
   */
  plannedEnd(job: JobId): Time;
  /** How long a job ran that has ended, ms. @throws Error for any other: nobody knows how long it will run */
  ran(job: JobId): Duration;
  /** The machine of nodes and its rules; absent where all that counts is processors. */
  readonly centre?: CentreView | undefined;
}

/**
 * The scratch future of one decision; writing on it is the only way to decide. What `reserve` holds is gone
 * after the decision; what `keep` holds stays until the job starts, and a policy uses one or the other. A job is
 * planned to last max(estimate, 1 s), or what is predicted for it. To start or keep a job that does not wait is an
 * Error.
 */
export interface Plan {
  /**
   * Starts the job now if it fits and delays nothing reserved or kept; says whether it did. A place that is kept for
   * the job itself is given up with it.
   * @param why the policy's own reason in a few words, for the audit
   */
  start(job: JobId, why?: string): boolean;
  /** Where the job's earliest hole begins; holds nothing. */
  earliest(job: JobId): Time;
  /**
   * Holds the job's earliest hole for the rest of this decision and returns where it begins.
   * @param from the hole begins then or later; now if absent
   */
  reserve(job: JobId, from?: Time): Time;
  /**
   * Holds the job's earliest hole beyond this decision, until the job starts, and returns where it begins.
   * @param from the hole begins then or later; now if absent
   */
  keep(job: JobId, from?: Time): Time;
  /**
   * One sweep over the kept reservations in order of arrival: each is moved to its earliest hole, the others
   * (later ones too) staying. None gets later.
   */
  compress(): void;
  /** Starts the kept jobs whose time has come, in order of arrival. */
  startKept(): void;
  /**
   * Stops a running job, at once or after a notice. Only on a machine of nodes.
   * @throws Error for a job that does not run, or for one that is protected: ask `centre.preemptible`
   */
  preempt(job: JobId, how: Preemption): void;
  /** Has the policy asked again at this time at the latest. Only on a machine of nodes. */
  wake(at: Time): void;
}

/** How a running job is stopped. */
export interface Preemption {
  readonly mode: PreemptMode;
  /** The job that needs the room; `NO_JOB` if none does in particular. */
  readonly for: JobId;
  /** How long it may go on after it has been told, ms; 0 unless given. */
  readonly grace?: Duration;
  /** The policy's reason in a few words. */
  readonly why: string;
}

/**
 * Predicts how long jobs will run, from what is known of those that have ended (Tsafrir, Etsion and Feitelson, IEEE
 * TPDS 18(6), 2007). Predictions take the place of estimates in all planning and in the scores of orders; jobs are
 * killed at their estimates all the same.
 */
export interface Prediction {
  /** How long an arriving job will run, ms. The engine keeps it between 1 s and the estimate. */
  predict(job: JobId, jobs: JobFacts): Duration;
  /** A job has ended, after `ran` ms. */
  learn(job: JobId, ran: Duration, jobs: JobFacts): void;
  /**
   * A running job has outlived its prediction: how long it will run in all, ms. The engine cuts it at the estimate, and
   * asks no more of a job that has reached that.
   * @param outlived what was predicted so far, which the result must exceed
   * @param misses how often this job's prediction has been too short, this time included
   */
  correct(job: JobId, outlived: Duration, misses: number, jobs: JobFacts): Duration;
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
  /** Makes the predictions of one run, for a policy that plans with them instead of estimates. */
  readonly predicts?: () => Prediction;
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
   * What a decision depends on beside who waits and who runs, since when and for how long by the estimates. `nothing`;
   * or `queue`: on what was decided since somebody has been waiting without a break. Absent, on anything in the past.
   * Spares those who ask what would have been (`fairStarts`) what came before.
   */
  readonly remembers?: 'nothing' | 'queue';
  /** On which nodes jobs start; the first that have room if absent. Without effect where processors are all alike. */
  readonly placement?: Placement;
  /** Whether it can only decide on a machine of nodes, as one that preempts; absent, it needs none. */
  readonly needsCentre?: boolean;
  /** Whether it may suspend jobs, which binds them to their nodes. */
  readonly suspends?: boolean;
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
