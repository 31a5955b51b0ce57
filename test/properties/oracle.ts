import type { RawWorkload } from './workloads.ts';

/** A job of the oracle, times in whole seconds. */
export interface OracleJob {
  readonly row: number;
  readonly submit: number;
  readonly run: number;
  readonly estimate: number;
  readonly procs: number;
}

export interface OraclePolicy {
  /** Reservations per decision; none: strict order; kept: conservative backfilling with memory. */
  readonly depth: number | 'none' | 'kept';
  /** Lowest first, ties by row. */
  readonly order: (job: OracleJob, now: number) => number;
  readonly scan: (job: OracleJob, now: number) => number;
}

/** First come, first served in the plainest way: after the one before it, at the first second with room. */
export function firstComeFirstServed({ procs, jobs }: RawWorkload): number[] {
  const begun: { from: number; until: number; procs: number }[] = [];
  let second = 0;
  for (const job of jobs) {
    second = Math.max(second, job.submit / 1000);
    const busy = (): number =>
      begun.filter(({ from, until }) => from <= second && second < until).reduce((sum, one) => sum + one.procs, 0);
    while (busy() + job.procs > procs) second += 1;
    begun.push({ from: second, until: second + Math.min(job.run, job.estimate) / 1000, procs: job.procs });
  }
  return begun.map(({ from }) => from);
}

/**
 * The semantics of a batch scheduler with nothing clever about it: every second is looked at, the plan is a number of
 * free processors for each second of the future, and a hole is found by trying one second after the other. It knows
 * whole seconds only, and shares no code with what it is held against.
 */
export class Oracle {
  readonly #procs: number;
  readonly #policy: OraclePolicy;
  readonly #extend: boolean;
  #now = 0;
  #waiting: OracleJob[] = [];
  #running: { job: OracleJob; start: number; end: number }[] = [];
  /** Where the future is held for jobs that wait. */
  #held = new Map<OracleJob, number>();
  readonly #starts: number[] = [];

  constructor(procs: number, policy: OraclePolicy, overrun: 'kill' | 'extend') {
    this.#procs = procs;
    this.#policy = policy;
    this.#extend = overrun === 'extend';
  }

  /** The second in which each job starts. */
  starts(jobs: readonly OracleJob[]): number[] {
    let coming = [...jobs];
    for (this.#now = 0; coming.length + this.#waiting.length + this.#running.length > 0; this.#now += 1) {
      // Jobs of no length end in the second in which they start: then the same second is lived through again.
      for (;;) {
        const ended = this.#running.filter(({ end }) => end === this.#now).length;
        this.#running = this.#running.filter(({ end }) => end !== this.#now);
        const arrived = coming.filter(({ submit }) => submit === this.#now);
        coming = coming.filter(({ submit }) => submit !== this.#now);
        if (ended + arrived.length === 0) break;
        this.#waiting.push(...arrived);
        if (this.#policy.depth === 'kept') this.#keep(arrived, ended > 0);
        else this.#decide(this.#policy.depth);
      }
    }
    return this.#starts;
  }

  #decide(depth: number | 'none'): void {
    const { order, scan } = this.#policy;
    this.#held.clear();
    for (const job of this.#sorted(order)) {
      if (this.#fits(job, this.#now)) this.#start(job);
      else if (depth === 'none') return;
      else if (this.#held.size < depth) this.#held.set(job, this.#earliest(job));
      if (depth !== 'none' && this.#held.size === depth && this.#waiting.includes(job)) break;
    }
    for (const job of this.#sorted(scan)) {
      if (!this.#held.has(job) && this.#fits(job, this.#now)) this.#start(job);
    }
  }

  #keep(arrived: readonly OracleJob[], sweep: boolean): void {
    for (const job of sweep ? [...this.#held.keys()].sort((a, b) => a.row - b.row) : []) {
      this.#held.delete(job);
      this.#held.set(job, this.#earliest(job));
    }
    for (const job of arrived) this.#held.set(job, this.#earliest(job));
    for (const job of [...this.#waiting].sort((a, b) => a.row - b.row)) {
      if (this.#held.get(job) === this.#now) this.#start(job);
    }
  }

  #sorted(score: OraclePolicy['order']): OracleJob[] {
    return [...this.#waiting].sort((a, b) => score(a, this.#now) - score(b, this.#now) || a.row - b.row);
  }

  #start(job: OracleJob): void {
    const run = this.#extend ? job.run : Math.min(job.run, job.estimate);
    this.#held.delete(job);
    this.#waiting = this.#waiting.filter((one) => one !== job);
    this.#running.push({ job, start: this.#now, end: this.#now + run });
    this.#starts[job.row] = this.#now;
  }

  #earliest(job: OracleJob): number {
    let second = this.#now;
    while (!this.#fits(job, second)) second += 1;
    return second;
  }

  #fits(job: OracleJob, from: number): boolean {
    const until = from + planned(job);
    for (let second = from; second < until; second += 1) if (this.#freeAt(second) < job.procs) return false;
    return true;
  }

  #freeAt(second: number): number {
    let free = this.#procs;
    for (const { job, start } of this.#running) {
      if (second < Math.max(start + planned(job), this.#now + 1)) free -= job.procs;
    }
    for (const [job, at] of this.#held) if (at <= second && second < at + planned(job)) free -= job.procs;
    return free;
  }
}

const planned = ({ estimate }: OracleJob): number => Math.max(estimate, 1);
