import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET, SCENARIO_FILES } from '../common-options.ts';
import { STUDY_OPTIONS } from '../study-options.ts';
import { EXIT } from '../terminal.ts';

const MANY_RUNS = 'With replications or axes';

/** `makespan check SCENARIO ... --baseline FILE`: whether policies still make the schedules that they made. */
export const checkCommand: Command = command({
  name: 'check',
  summary: 'hold schedules and figures against a baseline, and tell where they part from it and why',
  description: [
    'Runs each scenario and compares every schedule with the one that the baseline keeps. Schedules are exact, so any ' +
      'change is one of a policy, of the scenario or of makespan: told are the first decision that differs, its ' +
      'reason, and the metrics that moved.',
    'A change fails the check unless budgets, of the scenario or of --budget, cover every metric that moved.',
    'Without a SCENARIO, all those of the baseline are checked.',
  ],
  positionals: [{ name: 'SCENARIO', describe: 'scenario files', many: true, complete: SCENARIO_FILES }],
  options: {
    baseline: {
      type: 'string',
      value: 'FILE',
      complete: { files: ['.json'] },
      describe: 'the file that keeps schedules and figures',
    },
    update: { type: 'boolean', describe: 'write what is now into the baseline, and say what has changed' },
    budget: {
      type: 'string',
      value: 'TEXT',
      array: true,
      describe: 'what may change, such as "mean_wait may rise 2%", beside the budgets of the scenarios',
    },
    junit: { type: 'string', value: 'FILE', complete: { files: ['.xml'] }, describe: 'write the result as JUnit XML' },
    markdown: {
      type: 'string',
      value: 'FILE',
      complete: { files: ['.md'] },
      describe: 'append the result as Markdown, such as to $GITHUB_STEP_SUMMARY',
    },
    annotations: {
      type: 'string',
      value: 'WHOSE',
      complete: ['github'],
      describe: 'print the result as annotations of: github',
    },
    executor: { ...STUDY_OPTIONS.executor, group: MANY_RUNS },
    workers: { ...STUDY_OPTIONS.workers, group: MANY_RUNS },
    slurm: { ...STUDY_OPTIONS.slurm, group: MANY_RUNS },
    store: { ...STUDY_OPTIONS.store, group: MANY_RUNS },
    ...JSON_OUTPUT,
    ...QUIET,
  },
  examples: [
    ['makespan check scenarios/lublin-load.yaml --baseline baseline.json --update', 'keep what is now'],
    ['makespan check scenarios/lublin-load.yaml --baseline baseline.json', 'see that nothing has changed since'],
  ],
  exits: [
    [EXIT.unmet, 'a schedule or a figure has changed beyond its budgets, or a run is not in the baseline'],
    [EXIT.wrongInput, 'wrong input, or a baseline of another scenario, of another trace, or damaged'],
    [EXIT.interrupted, 'Ctrl-C; runs of studies that had finished are kept, and the baseline is as it was'],
  ],
  see: ['docs/how-to-ci.md'],
  async run(given, scenarios, terminal) {
    const { baseline, update, budget, junit, markdown, annotations, json, executor, workers, slurm, store } = given;
    const { check } = await import('../check-run.ts');
    const outputs = { junit, markdown, annotations, json: json === true };
    const asked = { scenarios, file: baseline, update: update === true, budgets: budget ?? [], ...outputs };
    return check({ ...asked, choices: { executor, workers, slurm, store } }, terminal);
  },
});
