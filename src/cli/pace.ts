/** Milliseconds of work before anything is said about the rest: the first moments are no measure. */
const FIRST_WORD = 500;
/** The least part of a simulation from which its whole is worth estimating. */
const LEAST_PART = 0.02;

/** How far a comparison is. */
export interface Standing {
  /** Of all policies' work, counted in jobs, from 0 to 1. */
  readonly done: number;
  readonly policy: string;
  /** The policy that is simulated now, from 1, and how many there are. */
  readonly index: number;
  readonly policies: number;
  /** Jobs that end per second under this policy; undefined while it is too early to tell. */
  readonly rate: number | undefined;
  /** Seconds left; undefined while it is too early to tell. */
  readonly left: number | undefined;
}

/**
 * Follows a comparison of policies and estimates what is left of it. Policies differ in what they cost, so the rest of
 * the current one is projected from its own speed, and each one to come is taken for the average so far.
 */
export class Pace {
  readonly #jobs: number;
  readonly #policies: number;
  readonly #now: () => number;
  readonly #begun: number;
  readonly #finished: number[] = [];
  #policy = '';
  #since: number;
  #ended = 0;
  #index = 0;

  /** @param now a stopwatch, ms */
  constructor(jobs: number, policies: number, now: () => number) {
    this.#jobs = Math.max(jobs, 1);
    this.#policies = policies;
    this.#now = now;
    this.#begun = now();
    this.#since = this.#begun;
  }

  starting(policy: string): void {
    const now = this.#now();
    if (this.#index > 0) this.#finished.push(now - this.#since);
    this.#index += 1;
    this.#policy = policy;
    this.#since = now;
    this.#ended = 0;
  }

  /** @param ended jobs that have ended under the current policy */
  ended(ended: number): void {
    this.#ended = ended;
  }

  standing(): Standing {
    const now = this.#now();
    const part = this.#ended / this.#jobs;
    const elapsed = now - this.#since;
    const early = now - this.#begun < FIRST_WORD || part < LEAST_PART || elapsed <= 0;
    const whole = elapsed / part;
    const known = [...this.#finished, whole];
    const average = known.reduce((sum, time) => sum + time, 0) / known.length;
    const toCome = this.#policies - this.#index;
    return {
      done: (Math.max(this.#index - 1, 0) + part) / this.#policies,
      policy: this.#policy,
      index: this.#index,
      policies: this.#policies,
      rate: early ? undefined : (this.#ended * 1000) / elapsed,
      left: early ? undefined : (whole - elapsed + toCome * average) / 1000,
    };
  }
}
