import type { Study } from '../../experiment/study/study.ts';
import { InputError } from '../../model/errors.ts';
import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET, SCENARIO_FILES } from '../common-options.ts';
import { explain } from '../failure.ts';
import { reading, watched } from '../progress.ts';
import { EXIT, type Terminal } from '../terminal.ts';
import { type Forecast, forecastText } from '../validate-text.ts';

/** `makespan validate SCENARIO ...`: everything that could go wrong before a run, without the run. */
export const validateCommand: Command = command({
  name: 'validate',
  summary: 'check scenario files without running them, and say what would run',
  description: [
    'Checks the form of each file, its policies and rules, and reads its trace or draws its workload; of a study, ' +
      'the values at every point of its axes. A mistake is told on standard error with its line and column, as run would tell it; files that are right are summed up ' +
      'all the same.',
  ],
  positionals: [{ name: 'SCENARIO', describe: 'scenario files', required: true, many: true, complete: SCENARIO_FILES }],
  options: { ...JSON_OUTPUT, ...QUIET },
  examples: [
    ['makespan validate scenarios/sdsc-sp2.yaml', 'see what a run would do'],
    ['makespan validate scenarios/lublin-load.yaml scenarios/ten-percent-more.yaml --quiet', 'check several in CI'],
  ],
  exits: [[EXIT.wrongInput, 'at least one of the files is wrong']],
  see: ['docs/scenarios.md'],
  async run({ json }, files, terminal) {
    const results: Checked[] = [];
    for (const file of files) {
      const checked = await check(file, terminal);
      results.push(checked);
      if (json !== true) show(checked, results.length === 1, terminal);
    }
    if (json === true) terminal.out(`${JSON.stringify({ scenarios: results.map(record) }, null, 2)}\n`);
    return results.every(({ forecast }) => forecast !== undefined) ? EXIT.done : EXIT.wrongInput;
  },
});

/** What a run of the scenario would be, or what keeps it from being one. */
interface Checked {
  readonly scenario: string;
  readonly forecast?: Forecast;
  readonly failure?: InputError;
}

async function check(scenario: string, terminal: Terminal): Promise<Checked> {
  const [{ openScenario }, { isStudy }, { loadScenario }, { loadWorkload }] = await Promise.all([
    import('../../experiment/open-scenario.ts'),
    import('../../experiment/study/form.ts'),
    import('../../experiment/scenario.ts'),
    import('../../experiment/load.ts'),
  ]);
  try {
    const study = isStudy(openScenario(scenario).value) ? await checkedStudy(scenario) : undefined;
    const experiment = study?.experiment ?? (await loadScenario(scenario));
    const { name, jobs, procs, malformed, ledger } = await watched(terminal, (progress) =>
      loadWorkload(experiment, { signal: terminal.signal, onProgress: reading(progress, scenario) }),
    );
    const forecast: Forecast = {
      question: experiment.question ?? '',
      workload: name,
      jobs: jobs.length,
      procs,
      policies: experiment.policies.map(({ label }) => label),
      simulated_jobs: jobs.length * (study === undefined ? experiment.policies.length : runsOf(study)),
      ...(study !== undefined && {
        study: { points: study.points.length, replications: study.replications.count, runs: runsOf(study) },
      }),
      options: experiment.options,
      malformed,
      ledger,
    };
    return { scenario, forecast };
  } catch (failure) {
    if (!(failure instanceof InputError)) throw failure;
    return { scenario, failure };
  }
}

/** A study whose every point is a comparison that could run: a mistake at the last one is found before the first. */
async function checkedStudy(scenario: string): Promise<Study> {
  const [{ loadStudy }, { experimentAt }, { traceProblems }] = await Promise.all([
    import('../../experiment/study/load-study.ts'),
    import('../../experiment/study/point.ts'),
    import('../../experiment/trace-file.ts'),
  ]);
  const study = await loadStudy(scenario);
  for (const point of study.points) await experimentAt(study, point, traceProblems);
  return study;
}

const runsOf = ({ points, replications, experiment }: Study): number =>
  points.length * replications.count * experiment.policies.length;

function show({ scenario, forecast, failure }: Checked, isFirst: boolean, terminal: Terminal): void {
  if (failure !== undefined) terminal.err(explain(failure).text);
  if (forecast === undefined || terminal.quiet) return;
  terminal.out(`${isFirst ? '' : '\n'}${forecastText(scenario, forecast, terminal)}`);
}

const record = ({ scenario, forecast, failure }: Checked): object => ({
  scenario,
  valid: forecast !== undefined,
  ...forecast,
  ...(failure !== undefined && { problems: failure.message.split('\n') }),
});
