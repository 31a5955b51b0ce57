import type { JobId, JobTable } from '../model/jobs.ts';
import { rowsOf } from '../model/rows.ts';
import type { FinishedRun } from '../model/run.ts';
import type { QueueOrder, Scheduler, Simultaneity } from '../model/scheduler.ts';
import type { Time } from '../model/time.ts';
import { INSTANT, Simulation } from './simulation.ts';

/** A part of a run's jobs, as a run of its own. */
interface Part {
  readonly jobs: JobTable;
  /** So many of its first rows ran when it begins: they must start when they arrive. */
  readonly running: number;
  /** The row whose start is asked for. */
  readonly asked: JobId;
  readonly scheduler: Scheduler;
}

/**
 * Fair start times: when each job would have started under the same policy, had no later job arrived (Sabin, Kochhar
 * and Sadayappan, ICPP 2004). A job before whose start nobody else arrived started fairly. For any other the arrivals up
 * to it are simulated anew until it starts; what has come before is left out as far as the policy `remembers` nothing
 * of it. One step judges one job.
 */
export class FairStarts {
  /** By row, ms; NaN for those not yet judged. */
  readonly starts: Float64Array;
  /** Jobs judged so far. */
  judged = 0;
  readonly #run: FinishedRun;
  readonly #simultaneity: Simultaneity;
  /** The jobs that wait or run when the next one arrives. */
  #present: JobId[] = [];
  /** The last arrival before which nobody was waiting, and who ran then. */
  #base = 0;
  #runningAtBase: readonly JobId[] = [];
  /** The latest start of the jobs judged so far. */
  #latest: Time = Number.NEGATIVE_INFINITY;

  constructor(run: FinishedRun, simultaneity: Simultaneity = INSTANT) {
    this.#run = run;
    this.#simultaneity = simultaneity;
    this.starts = new Float64Array(run.jobs.length).fill(Number.NaN);
  }

  /**
   * Judges the next job; false when there was none left.
   * @param scheduler the policy of the run, made anew
   */
  step(scheduler: Scheduler): boolean {
    const { jobs, start, end } = this.#run;
    const job = this.judged as JobId;
    if (job >= jobs.length) return false;
    const now = jobs.submit[job]!;
    this.#present = this.#present.filter((one) => end[one]! > now || start[one]! >= now);
    if (this.#latest < now) {
      this.#base = job;
      this.#runningAtBase = [...this.#present];
    }
    const disturbed = job + 1 < jobs.length && jobs.submit[job + 1]! <= start[job]!;
    this.starts[job] = disturbed ? this.#alone(job, scheduler) : start[job]!;
    this.#present.push(job);
    this.#latest = Math.max(this.#latest, start[job]!);
    this.judged += 1;
    return true;
  }

  /** When the job starts without those after it. */
  #alone(job: JobId, scheduler: Scheduler): Time {
    const short = this.#shortPart(job, scheduler);
    const found = short && this.#startIn(short);
    return found ?? this.#startIn({ jobs: firstRows(this.#run.jobs, job + 1), running: 0, asked: job, scheduler })!;
  }

  #shortPart(job: JobId, scheduler: Scheduler): Part | undefined {
    // Deciding per event, the order in which simultaneous ends fire would depend on what has been left out.
    if (this.#simultaneity.pass === 'event') return undefined;
    if (scheduler.remembers === 'nothing') return this.#sinceArrival(job, scheduler);
    return scheduler.remembers === 'queue' ? this.#sinceBase(job, scheduler) : undefined;
  }

  /** Who runs, and who waits as if they all arrived now; orders are told when they really did. */
  #sinceArrival(job: JobId, scheduler: Scheduler): Part {
    const { jobs, start } = this.#run;
    const now = jobs.submit[job]!;
    const running = this.#byStart(this.#present.filter((one) => start[one]! < now));
    const rows = [...running, ...this.#present.filter((one) => start[one]! >= now), job];
    const part = arriving(jobs, rows, (row, i) => (i < running.length ? start[row]! : now));
    const known = { ...part, submit: Float64Array.from(rows, (row) => jobs.submit[row]!) };
    const order = scheduler.order && knowing(scheduler.order, known);
    const scan = scheduler.scan && knowing(scheduler.scan, known);
    const asked = (rows.length - 1) as JobId;
    return {
      jobs: part,
      running: running.length,
      asked,
      scheduler: { ...scheduler, ...(order && { order }), ...(scan && { scan }) },
    };
  }

  /** Who ran when nobody was waiting for the last time, and everybody who has arrived since. */
  #sinceBase(job: JobId, scheduler: Scheduler): Part {
    const { jobs, start } = this.#run;
    const running = this.#byStart(this.#runningAtBase);
    const rows = [...running];
    for (let row = this.#base; row <= job; row += 1) rows.push(row as JobId);
    const part = arriving(jobs, rows, (row, i) => (i < running.length ? start[row]! : jobs.submit[row]!));
    return { jobs: part, running: running.length, asked: (rows.length - 1) as JobId, scheduler };
  }

  #byStart(rows: readonly JobId[]): JobId[] {
    const { start } = this.#run;
    return [...rows].sort((a, b) => start[a]! - start[b]! || a - b);
  }

  /** Undefined if those that ran would not have started when they did. */
  #startIn({ jobs, running, asked, scheduler }: Part): Time | undefined {
    const simulation = new Simulation(jobs, this.#run.procs, scheduler, { simultaneity: this.#simultaneity });
    while (Number.isNaN(simulation.startOf(asked)) && simulation.advance(1)) {}
    for (let row = 0; row < running; row += 1) {
      if (simulation.startOf(row as JobId) !== jobs.submit[row]) return undefined;
    }
    const found = simulation.startOf(asked);
    if (Number.isNaN(found))
      throw new Error(`${scheduler.name} leaves a job waiting for ever when no other follows it`);
    return found;
  }
}

/**
 * The fair start time of every job of a run, ms.
 * @param make makes the policy of the run anew; called once per job
 */
export function fairStarts(run: FinishedRun, make: () => Scheduler, simultaneity?: Simultaneity): Float64Array {
  const fair = new FairStarts(run, simultaneity);
  while (fair.step(make())) {}
  return fair.starts;
}

const knowing = (order: QueueOrder, known: JobTable): QueueOrder => ({
  name: order.name,
  varies: order.varies,
  score: (job, _, now) => order.score(job, known, now),
});

const firstRows = (jobs: JobTable, length: number): JobTable => ({
  ...jobs,
  length,
  submit: jobs.submit.subarray(0, length),
  runtime: jobs.runtime.subarray(0, length),
  estimate: jobs.estimate.subarray(0, length),
  procs: jobs.procs.subarray(0, length),
  killed: jobs.killed.subarray(0, length),
});

const arriving = (jobs: JobTable, rows: readonly JobId[], submit: (row: JobId, i: number) => Time): JobTable => ({
  ...rowsOf(jobs, rows),
  submit: Float64Array.from(rows, submit),
});
