import type { Experiment, ExperimentResult } from '../../experiment/experiment.ts';
import { type RunHooks, runExperiment } from '../../experiment/run.ts';
import { InvariantViolation, invariants } from '../../observers/invariants.ts';
import { type Command, command } from '../command.ts';
import { checkFolderWritable } from '../output-file.ts';
import { type Progress, progressOn } from '../progress.ts';
import { publish, reportPaths } from '../publish.ts';
import { RunFiles } from '../run-files.ts';
import { experimentOf } from '../run-input.ts';
import type { Terminal } from '../terminal.ts';
import { Timings } from '../timings.ts';

const value = { type: 'string', requiresArg: true } as const;

const options = {
  trace: { ...value, describe: 'replay this SWF trace, plain or .gz, instead of a scenario' },
  procs: { ...value, describe: "processors of the machine, in place of the trace header's" },
  policy: { ...value, array: true, describe: 'a policy, such as easy or "backfill(depth=4)"; may be repeated' },
  profile: { ...value, describe: 'the rules of another simulator: makespan (default), pyss, cqsim' },
  pass: { ...value, describe: 'when policies decide: instant | event' },
  order: { ...value, describe: 'what comes first at one instant: completions-first | arrivals-first' },
  overrun: { ...value, describe: 'jobs that outlive their estimate: kill (default) | extend' },
  estimate: { ...value, describe: 'what policies plan with: requested (default) | runtime' },
  jobs: { ...value, describe: 'write the schedule as CSV (one file per policy)' },
  audit: { ...value, describe: 'write every fact as a JSON line (one file per policy)' },
  check: { type: 'boolean', describe: 'check the invariants of each run; exit code 1 if one breaks' },
  out: { ...value, describe: 'folder of the report; for a scenario reports/NAME unless given' },
  json: { type: 'boolean', describe: 'print one JSON object and nothing else' },
} as const;

/** `makespan run`: replays one workload through policies, compares them and reports. */
export const runCommand: Command = command({
  name: 'run',
  summary: 'replay a workload through policies and compare them',
  positional: { name: 'SCENARIO', describe: 'a scenario file, see docs/scenarios.md' },
  options,
  examples: [
    ['$0 run scenarios/sdsc-sp2.yaml', 'answers the question of a scenario file'],
    ['$0 run --trace week.swf.gz --policy fcfs --policy easy', 'compares two policies on a trace'],
  ],
  async run(given, scenario, terminal) {
    const experiment = await experimentOf(scenario, given);
    const folder = given.out ?? (scenario === undefined ? undefined : `reports/${experiment.name}`);
    const { source } = experiment;
    const trace = source.kind === 'trace' ? source.path : undefined;
    const inputs = [scenario, trace].filter((path) => path !== undefined);
    const option = given.out === undefined ? 'the report' : '--out';
    if (folder !== undefined) checkFolderWritable(folder, option);
    const report = (await reportPaths(folder)).map((path) => ({ option, path }));
    const files = new RunFiles(experiment.policies, given, { inputs, report });
    const timings = new Timings(terminal.now);
    const result = await simulateAll(experiment, files, timings, given.check === true, terminal);
    return publish(result, { scenario, folder, json: given.json === true, timings }, terminal);
  },
});

/** Runs every policy; what is not finished leaves no file behind. */
async function simulateAll(
  experiment: Experiment,
  files: RunFiles,
  timings: Timings,
  check: boolean,
  terminal: Terminal,
): Promise<ExperimentResult> {
  const progress = await progressOn(terminal);
  let current = '';
  try {
    return await runExperiment(experiment, {
      signal: terminal.signal,
      ...watching(experiment, progress, timings),
      observers(context) {
        current = context.policy.label;
        const { jobs, procs, scheduler } = context;
        return [...files.observers(context), ...(check ? [invariants(jobs, procs, scheduler)] : [])];
      },
      finished(run) {
        timings.finished(run);
        files.finish(run);
      },
    });
  } catch (failure) {
    if (!(failure instanceof InvariantViolation)) throw failure;
    const log = files.keepAudit(current);
    const where = log === undefined ? '' : `; the audit log up to there is in ${log}`;
    throw new InvariantViolation(`policy ${current}: ${failure.message}${where}`, { cause: failure });
  } finally {
    progress.end();
    files.discard();
  }
}

function watching(experiment: Experiment, progress: Progress, timings: Timings): RunHooks {
  let jobs = 0;
  let before = -1;
  return {
    loaded(workload) {
      timings.loaded();
      jobs = workload.jobs.length;
      progress.begin(jobs * experiment.policies.length);
    },
    starting() {
      before += 1;
      timings.starting();
    },
    progress: ({ label }, ended) => progress.show(before * jobs + ended, label),
  };
}
