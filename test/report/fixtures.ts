import type { FinishedRun } from '../../src/model/run.ts';
import { buildReport } from '../../src/report/build.ts';
import type { Report, ReportInput } from '../../src/report/report.ts';
import { finishedRun, PENCIL, type PencilJob } from '../metrics/fixtures.ts';

/** The jobs of the pencil schedule, started elsewhere: the fourth overtakes the second. */
const OVERTAKEN: FinishedRun = finishedRun(
  4,
  [
    { submit: 0, run: 100, procs: 3, user: 1, start: 0 },
    { submit: 10, run: 50, procs: 2, user: 2, start: 120 },
    { submit: 20, run: 5, procs: 1, user: 1, start: 20 },
    { submit: 30, run: 20, procs: 2, user: 2, start: 100, killed: true },
  ],
  'overtaken',
);

const LEDGER = [
  { rule: 'skipped-too-wide', effect: 'dropped', meaning: 'wider than the <machine> & all', count: 3, lines: [4, 9] },
  { rule: 'killed', effect: 'edited', meaning: 'cut at the estimate', count: 1, lines: [7] },
] as const;

export const INPUT: ReportInput = {
  version: '1.2.3',
  question: 'Does <overtaking> help | hurt & whom?',
  command: 'makespan run scenarios/pencil.yaml',
  scenario: { policies: ['pencil', 'overtaken'], question: 'Does it?' },
  workload: { name: 'pencil.swf', jobs: PENCIL.jobs, procs: 4, malformed: 2, skipped: 3, ledger: LEDGER },
  runs: [
    { label: 'pencil', description: 'Written by hand.', run: PENCIL },
    { label: 'overtaken', description: 'Lets </script><b>short</b> jobs pass.', run: OVERTAKEN },
  ],
};

export const REPORT: Report = buildReport(INPUT);

/** A machine on which all of these jobs can run at once. */
const PROCS = 10_000;

/** As many policies as given on the same jobs, the i-th of which starts every job i times 10 s late. */
export function manyRuns(count: number, jobs: readonly Omit<PencilJob, 'start'>[]): ReportInput {
  const runs = Array.from({ length: count }, (_, late) => ({
    label: `late-${late}`,
    description: `Starts every job ${late * 10} s late.`,
    run: finishedRun(
      PROCS,
      jobs.map((job) => ({ ...job, start: job.submit + late * 10 })),
    ),
  }));
  const workload = { ...INPUT.workload, procs: PROCS, jobs: runs[0]!.run.jobs };
  return { ...INPUT, question: undefined, workload, runs };
}

/** The report of them. */
export const manyPolicies = (count: number, jobs: readonly Omit<PencilJob, 'start'>[]): Report =>
  buildReport(manyRuns(count, jobs));
