import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET, SCENARIO_FILES } from '../common-options.ts';
import { STUDY_OPTIONS } from '../study-options.ts';
import { EXIT } from '../terminal.ts';

/** `makespan plan`: the smallest machine that keeps what is promised. */
export const planCommand: Command = command({
  name: 'plan',
  summary: 'find the smallest machine that meets the targets of a scenario',
  description: [
    'The key plan of the scenario says which value is to be as small as possible (or as large, as of a load), between ' +
      'which sizes, and what must hold, such as p95(wait) <= 4h. For each policy sizes are tried by bisection, all with ' +
      'the same replications, until the first is found that meets every target with the confidence that is asked for. ' +
      'Sizes around it are tried too, since more is not always better. The report shows every size that was tried.',
  ],
  positionals: [
    { name: 'SCENARIO', describe: 'a scenario file with the key plan', required: true, complete: SCENARIO_FILES },
  ],
  options: {
    ...STUDY_OPTIONS,
    'until-decided': {
      type: 'boolean',
      describe: 'add replications until it is decided which size meets, and that the one before it does not',
    },
    out: {
      type: 'string',
      value: 'DIR',
      complete: 'folders',
      describe: 'folder of the report; reports/NAME unless given',
    },
    ...JSON_OUTPUT,
    ...QUIET,
  },
  examples: [['makespan plan scenarios/experiments/how-many-processors.yaml', 'find how large the machine must be']],
  exits: [[EXIT.unmet, 'no size meets the targets with confidence under any policy']],
  see: ['docs/experiments.md', 'docs/how-to-plan-capacity.md'],
  async run(choices, [path], terminal) {
    const [{ loadStudy }, { planCapacity }, { runStudy }, { studyFolder, withRuns }, { publishStudy }] =
      await Promise.all([
        import('../../experiment/study/load-study.ts'),
        import('../../experiment/plan/plan.ts'),
        import('../../experiment/study/run-study.ts'),
        import('../study-run.ts'),
        import('../publish-study.ts'),
      ]);
    const study = await loadStudy(path!);
    if (study.plan === undefined)
      throw study.scenario.error([{ path: [], message: 'has no key plan; see docs/experiments.md' }]);
    const folder = await studyFolder(study, choices.out);
    const untilDecided = choices['until-decided'] === true;
    // The machine as the scenario has it stands beside the sizes that are looked for.
    const done = await withRuns(choices, terminal, async (hooks) => {
      const plan = await planCapacity(study, hooks, { untilDecided });
      return { result: await runStudy(study, hooks), plan };
    });
    if (done === undefined) return EXIT.interrupted;
    const words = ['plan', ...(untilDecided ? ['--until-decided'] : [])];
    const how = { command: words, folder, json: choices.json === true, requireClaims: false, plan: done.plan };
    return publishStudy(done.result, how, terminal);
  },
});
