import { basename } from 'node:path';
import type { Experiment, ExperimentResult } from '../../experiment/experiment.ts';
import { OPTION_VALUES } from '../../experiment/options.ts';
import { PolicyFailure, type RunContext, type RunHooks, runExperiment } from '../../experiment/run.ts';
import { InputError } from '../../model/errors.ts';
import type { Observer } from '../../model/facts.ts';
import { centreInvariants } from '../../observers/centre-invariants.ts';
import { InvariantViolation, invariants } from '../../observers/invariants.ts';
import { POLICIES, PROFILES } from '../../registry.ts';
import { CHARTS_OPTION, chartFormats } from '../chart-formats.ts';
import { type Command, command, type Values } from '../command.ts';
import { JSON_OUTPUT, QUIET, SCENARIO_FILES, TRACE_FILES } from '../common-options.ts';
import { checkFolderWritable } from '../output-file.ts';
import { type Progress, progressOn, reading } from '../progress.ts';
import { publish, reportPaths } from '../publish.ts';
import { RunFiles } from '../run-files.ts';
import { experimentOf, singleOf } from '../run-input.ts';
import { STUDY_OPTIONS } from '../study-options.ts';
import { TABLE_OPTIONS } from '../table-options.ts';
import { EXIT, type Terminal } from '../terminal.ts';
import { Timings } from '../timings.ts';

const WITHOUT_SCENARIO = 'Without a scenario';
const OUTPUTS = 'Outputs';
const MANY_RUNS = 'With replications or axes';
/** What is about the jobs of one comparison. */
const OF_ONE = ['jobs', 'usage', 'loans', 'audit', 'charts', 'check'] as const;
const OF_MANY = ['executor', 'workers', 'slurm', 'store', 'until-decided'] as const;
const { pass, order, overrun, estimate } = OPTION_VALUES;

const options = {
  trace: {
    type: 'string',
    value: 'FILE',
    group: WITHOUT_SCENARIO,
    complete: TRACE_FILES,
    describe: 'replay this SWF trace, plain or gzip',
  },
  procs: {
    type: 'string',
    value: 'N',
    group: WITHOUT_SCENARIO,
    describe: "processors of the machine, in place of the trace header's",
  },
  policy: {
    type: 'string',
    value: 'NAME',
    array: true,
    group: WITHOUT_SCENARIO,
    complete: POLICIES.map(({ name }) => name),
    describe: 'a policy, such as easy or "backfill(depth=4)", or a module of your own: ./my-policy.mjs',
  },
  'policy-command': {
    type: 'string',
    value: 'COMMAND',
    array: true,
    group: WITHOUT_SCENARIO,
    describe: 'a program that decides, such as "python3 easy.py"; see docs/external-policies.md',
  },
  'policy-timeout': {
    type: 'string',
    value: 'TIME',
    group: WITHOUT_SCENARIO,
    describe: 'how long a program may take to answer: 10s unless given',
  },
  profile: {
    type: 'string',
    value: 'NAME',
    group: WITHOUT_SCENARIO,
    complete: PROFILES.map(({ name }) => name),
    describe: 'the rules of another simulator, all at once: makespan (default), pyss, cqsim',
  },
  pass: {
    type: 'string',
    value: 'WHEN',
    group: WITHOUT_SCENARIO,
    complete: pass,
    describe: "when policies decide: instant | event; the profile's unless given",
  },
  order: {
    type: 'string',
    value: 'WHICH',
    group: WITHOUT_SCENARIO,
    complete: order,
    describe: "what comes first at one instant: completions-first | arrivals-first; the profile's unless given",
  },
  overrun: {
    type: 'string',
    value: 'WHAT',
    group: WITHOUT_SCENARIO,
    complete: overrun,
    describe: 'jobs that outlive their estimate: kill (default) | extend',
  },
  estimate: {
    type: 'string',
    value: 'WHICH',
    group: WITHOUT_SCENARIO,
    complete: estimate,
    describe: "what policies plan with: requested | runtime; the profile's unless given",
  },
  out: {
    type: 'string',
    value: 'DIR',
    group: OUTPUTS,
    complete: 'folders',
    describe: "folder of the report; a scenario's goes to reports/NAME unless given, --trace writes none without it",
  },
  jobs: {
    type: 'string',
    value: 'FILE',
    group: OUTPUTS,
    complete: { files: ['.csv'] },
    describe: 'write the schedule as CSV (one file per policy)',
  },
  usage: {
    type: 'string',
    value: 'FILE',
    group: OUTPUTS,
    complete: { files: ['.csv'] },
    describe: 'write usage and fair-share factors of accounts and users over time as CSV (one file per policy)',
  },
  loans: {
    type: 'string',
    value: 'FILE',
    group: OUTPUTS,
    complete: { files: ['.csv'] },
    describe: 'write who owed whom how many guaranteed cores since when as CSV (one file per policy)',
  },
  audit: {
    type: 'string',
    value: 'FILE',
    group: OUTPUTS,
    complete: { files: ['.jsonl'] },
    describe: 'write every fact as a JSON line (one file per policy)',
  },
  tables: { ...TABLE_OPTIONS.tables, group: OUTPUTS },
  format: { ...TABLE_OPTIONS.format, group: OUTPUTS },
  every: { ...TABLE_OPTIONS.every, group: OUTPUTS },
  charts: { ...CHARTS_OPTION.charts, group: OUTPUTS },
  json: { ...JSON_OUTPUT.json, group: OUTPUTS },
  executor: { ...STUDY_OPTIONS.executor, group: MANY_RUNS },
  workers: { ...STUDY_OPTIONS.workers, group: MANY_RUNS },
  slurm: { ...STUDY_OPTIONS.slurm, group: MANY_RUNS },
  store: { ...STUDY_OPTIONS.store, group: MANY_RUNS },
  'until-decided': {
    type: 'boolean',
    group: MANY_RUNS,
    describe: 'add replications until every comparison has a verdict',
  },
  at: {
    type: 'string',
    value: 'AXIS=VALUE',
    array: true,
    group: MANY_RUNS,
    describe: 'run one comparison at this point of the axes, with a report of its jobs',
  },
  replication: {
    type: 'string',
    value: 'N',
    group: MANY_RUNS,
    describe: 'run one comparison as it is in this replication, from 1, with a report of its jobs',
  },
  check: { type: 'boolean', describe: 'check the invariants of each run; exit code 1 if one breaks' },
  'require-claims': { type: 'boolean', describe: 'exit code 1 if a claim of the scenario is not met' },
  ...QUIET,
} as const;

/** `makespan run`: replays one workload through policies, compares them and reports. */
export const runCommand: Command = command({
  name: 'run',
  summary: 'replay a workload through policies and compare them',
  description: [
    'Answers the question of a scenario file, or compares the policies of the command line on a trace. Prints what ' +
      'was read, what of it was dropped or edited, and a table with one row per policy; writes a report that opens ' +
      'in any browser without a network.',
    'With several policies --jobs, --usage, --loans and --audit write one file each, the name of the policy before the extension.',
  ],
  usage: ['SCENARIO [OPTION ...]', '--trace FILE --policy NAME [--policy NAME ...] [OPTION ...]'],
  positionals: [{ name: 'SCENARIO', describe: 'a scenario file; makespan init writes one', complete: SCENARIO_FILES }],
  options,
  examples: [
    ['makespan run scenarios/sdsc-sp2.yaml', 'answer the question of a scenario file'],
    ['makespan run scenarios/experiments/order-or-backfilling.yaml', 'compare policies over many workloads'],
    ['makespan run --trace week.swf.gz --policy fcfs --policy easy', 'compare two policies on a trace'],
    ['makespan run --trace week.swf.gz --policy "backfill(depth=4)" --check', 'verify the run while it happens'],
    [
      'makespan run --trace week.swf.gz --procs 64 --policy easy --profile pyss --out reports/week',
      'replay on a smaller machine by the rules of another simulator, with a report',
    ],
    [
      'makespan run --trace week.swf.gz --policy easy --jobs starts.csv --json',
      'keep the schedule, print for a program',
    ],
  ],
  exits: [
    [EXIT.unmet, '--check found a violated invariant, or with --require-claims a claim is not met'],
    [EXIT.wrongInput, 'wrong input, or a policy of your own failed; policies that had finished before it are kept'],
    [EXIT.interrupted, 'Ctrl-C; policies that had finished are kept'],
  ],
  see: [
    'docs/scenarios.md',
    'docs/experiments.md',
    'docs/policies.md',
    'docs/own-policies.md',
    'docs/external-policies.md',
    'docs/metrics.md',
    'docs/reports.md',
    'docs/tables.md',
  ],
  async run(given, [scenario], terminal) {
    if (scenario !== undefined && !isSingle(given) && (await asksForMany(scenario))) {
      refuse(given, OF_ONE, 'is about the jobs of one comparison: choose it by --at or --replication');
      const { studyRun } = await import('../study-run.ts');
      return studyRun(scenario, given, terminal);
    }
    refuse(given, OF_MANY, 'needs a scenario with replications or axes; see docs/experiments.md');
    return runOnce(await comparisonOf(scenario, given), scenario, given, terminal);
  },
});

type Given = Values<typeof options>;

const isSingle = ({ at, replication }: Given): boolean => at !== undefined || replication !== undefined;

function comparisonOf(scenario: string | undefined, given: Given): Promise<Experiment> {
  if (!isSingle(given)) return experimentOf(scenario, given);
  if (scenario === undefined) throw new InputError('--at and --replication need a scenario');
  return singleOf(scenario, given);
}

/** One comparison, with everything that can be known of its jobs. */
async function runOnce(
  experiment: Experiment,
  scenario: string | undefined,
  given: Given,
  terminal: Terminal,
): Promise<number> {
  const requireClaims = given['require-claims'] === true;
  if (requireClaims && experiment.claims === undefined) {
    throw new InputError('--require-claims needs a scenario with claims; see docs/claims.md');
  }
  for (const option of ['usage', 'loans'] as const) {
    if (given[option] !== undefined && experiment.centre === undefined)
      throw new InputError(`--${option} needs a scenario with a machine of nodes; see docs/machines.md`);
  }
  const folder = given.out ?? (scenario === undefined ? undefined : `reports/${experiment.name}`);
  const { source } = experiment;
  const trace = source.kind === 'trace' ? source.path : undefined;
  const inputs = [scenario, trace].filter((path) => path !== undefined);
  const option = given.out === undefined ? 'the report' : '--out';
  if (folder !== undefined) checkFolderWritable(folder, option);
  const charts = chartFormats(given.charts);
  if (charts.length > 0 && folder === undefined)
    throw new InputError('--charts needs the folder of a report: add --out DIR');
  const report = (await reportPaths(folder, charts)).map((path) => ({ option, path }));
  const labels = experiment.policies.map(({ label }) => label);
  const tables = await (await import('../run-tables.ts')).RunTables.from(given, labels);
  const others = [...report, ...(tables?.outputs ?? [])];
  const files = new RunFiles(experiment.policies, given, { inputs, others, tables });
  const timings = new Timings(terminal.now);
  const how = { scenario, folder, json: given.json === true, requireClaims, charts, timings };
  try {
    const result = await simulateAll(experiment, files, timings, given.check === true, terminal);
    return await publish(result, how, terminal);
  } catch (failure) {
    // What had finished before one's own policy failed is as good as after Ctrl-C.
    if (failure instanceof PolicyFailure && failure.result.runs.length > 0) {
      await publish(failure.result, { ...how, requireClaims: false }, terminal);
    }
    throw failure;
  }
}

/** Whether a scenario has replications, axes or anything else that takes more than one comparison. */
async function asksForMany(scenario: string): Promise<boolean> {
  const [{ openScenario }, { isStudy }] = await Promise.all([
    import('../../experiment/open-scenario.ts'),
    import('../../experiment/study/form.ts'),
  ]);
  return isStudy(openScenario(scenario).value);
}

/** An option that changes nothing is not accepted. */
function refuse<N extends string>(given: { readonly [O in N]?: unknown }, names: readonly N[], why: string): void {
  const found = names.find((name) => given[name] !== undefined);
  if (found !== undefined) throw new InputError(`--${found} ${why}`);
}

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
      // What a program says on the side goes where it would go by itself.
      policyOutput: (_policy, text) => terminal.err(text),
      observers(context) {
        current = context.policy.label;
        return [...files.observers(context), ...(check ? [lawsOf(context)] : [])];
      },
      finished(run) {
        timings.finished(run);
        files.finish(run);
      },
    });
  } catch (failure) {
    if (!(failure instanceof InvariantViolation || failure instanceof PolicyFailure)) throw failure;
    const log = files.keepAudit(current);
    const where = log === undefined ? '' : `; the audit log up to there is in ${log}`;
    if (failure instanceof PolicyFailure) throw failure.with(where);
    throw new InvariantViolation(`policy ${current}: ${failure.message}${where}`, { cause: failure });
  } finally {
    progress.end();
    files.discard();
  }
}

/** What every run must keep, on its kind of machine. */
const lawsOf = ({ jobs, procs, centre, scheduler }: RunContext): Observer =>
  centre === undefined ? invariants(jobs, procs, scheduler) : centreInvariants(jobs, centre, scheduler);

function watching({ policies, source }: Experiment, progress: Progress, timings: Timings): RunHooks {
  if (source.kind === 'lublin' || source.kind === 'poisson') progress.step(`drawing ${source.model.jobs} jobs`);
  return {
    ...(source.kind === 'trace' && { reading: reading(progress, basename(source.path)) }),
    loaded(workload) {
      timings.loaded();
      progress.begin(workload.jobs.length, policies.length);
    },
    starting({ label }) {
      timings.starting();
      progress.starting(label);
    },
    progress: (_policy, ended) => progress.show(ended),
  };
}
