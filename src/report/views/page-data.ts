import type { Centre } from '../../model/centre.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { FinishedRun } from '../../model/run.ts';
import { type TraceOrigin, type WallClock, wallClock } from '../../model/wall-clock.ts';
import type { Report, ReportInput } from '../report.ts';
import { restoreAsks, restoreCentre } from '../restore-centre.ts';
import { restoreLives } from '../restore-lives.ts';
import { restoreJobs, restoreTimes, type StoredRuns, storeRun } from '../run-columns.ts';

/** What the page carries besides its report: every job, and its start under every policy. */
export interface PageRun extends StoredRuns {
  readonly origin?: TraceOrigin | undefined;
}

export const pageRun = (input: Pick<ReportInput, 'workload' | 'runs'>): PageRun => ({
  origin: input.workload.origin,
  ...storeRun(input),
});

/** The jobs and runs of a page, each decoded when it is first asked for. */
export class PageData {
  readonly report: Report;
  readonly clock: WallClock;
  /** Where the jobs ran on a machine of nodes. */
  readonly centre: Centre | undefined;
  readonly #run: PageRun;
  readonly #runs: (FinishedRun | undefined)[] = [];
  #jobs: JobTable | undefined;

  constructor(report: Report, run: PageRun) {
    this.report = report;
    this.clock = wallClock(run.origin);
    this.#run = run;
    this.centre = run.machine && restoreCentre(run.machine.centre);
  }

  get jobs(): JobTable {
    if (this.#jobs === undefined) {
      const { stored, machine } = this.#run;
      const jobs = restoreJobs(stored);
      this.#jobs = machine === undefined ? jobs : restoreAsks(jobs, machine.asks, this.centre!);
    }
    return this.#jobs;
  }

  /** The run of the policy at a place in the report. */
  run(policy: number): FinishedRun {
    this.#runs[policy] ??= this.#restore(policy);
    return this.#runs[policy]!;
  }

  #restore(index: number): FinishedRun {
    const { jobs } = this;
    const { label, policy, hash, events, decisions } = this.report.policies[index]!;
    const known = { policy, hash, events, decisions, jobs, procs: this.report.workload.procs };
    if (this.centre !== undefined) {
      return { ...known, ...restoreLives(this.#run.lives![index]!, jobs, this.centre) };
    }
    const start = restoreTimes(label, this.#run.starts[index]!, this.#run.stored);
    const end = start.map((time, job) => time + jobs.runtime[job]!);
    return { ...known, start, end };
  }
}
