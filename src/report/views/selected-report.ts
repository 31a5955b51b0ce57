import { OF_GUARANTEES } from '../../metrics/index.ts';
import type { FinishedRun } from '../../model/run.ts';
import { policyReport } from '../build.ts';
import type { PolicyReport, Report } from '../report.ts';
import type { PageData } from './page-data.ts';
import { jobsOf, partOf } from './selection.ts';

/** Metrics that ask what all other jobs do, and so have no value for some of the jobs. */
const OF_THE_WHOLE: readonly string[] = ['loss_of_capacity', ...OF_GUARANTEES];

/** The runs of some jobs, and the report that would be written of them. */
export interface SelectedRuns {
  /** How many jobs are in it. */
  readonly jobs: number;
  /** The rows in the whole, ascending; undefined if that is all of them. */
  readonly rows: Uint32Array | undefined;
  run(policy: number): FinishedRun;
  /** The figures of one policy. */
  figures(policy: number): PolicyReport;
}

/** Every run in full; its figures are those of the report as written. */
export const allRuns = (data: PageData): SelectedRuns => ({
  jobs: data.report.workload.jobs,
  rows: undefined,
  run: (policy) => data.run(policy),
  figures: (policy) => data.report.policies[policy]!,
});

/** The runs of the selected rows, each made when it is first asked for. */
export function someRuns(data: PageData, rows: Uint32Array): SelectedRuns {
  const jobs = jobsOf(data.jobs, rows);
  const runs: FinishedRun[] = [];
  const figures: PolicyReport[] = [];
  const run = (policy: number): FinishedRun => {
    runs[policy] ??= partOf(data.run(policy), rows, jobs);
    return runs[policy];
  };
  return {
    jobs: rows.length,
    rows,
    run,
    figures(policy) {
      figures[policy] ??= figuresOf(data.report, policy, run(policy));
      return figures[policy];
    },
  };
}

/** What the report as written would say of this part of a run. */
function figuresOf(report: Report, policy: number, run: FinishedRun): PolicyReport {
  const { label, description, lending } = report.policies[policy]!;
  const part = policyReport({ label, description, run });
  const metrics = { ...part.metrics, ...Object.fromEntries(OF_THE_WHOLE.map((name) => [name, null])) };
  // What clients lend each other is known for all jobs only.
  return { ...part, metrics, ...(lending && { lending }) };
}
