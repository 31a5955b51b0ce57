import { existsSync } from 'node:fs';
import { basename, dirname, relative, resolve } from 'node:path';
import { starterScenario, TEMPLATES, type Template } from '../../experiment/starter.ts';
import { InputError } from '../../model/errors.ts';
import { suggestion } from '../../model/nearest.ts';
import { quoted } from '../../report/shell-quote.ts';
import { type Command, command } from '../command.ts';
import { QUIET, SCENARIO_FILES, TRACE_FILES } from '../common-options.ts';
import { editorSchema, slashed } from '../editor-schema.ts';
import { ledgerText } from '../ledger-text.ts';
import { wholeNumber } from '../numbers.ts';
import { checkWritable, isSpecial, writeWhole } from '../output-file.ts';
import { reading, watched } from '../progress.ts';
import { EXIT, type Terminal } from '../terminal.ts';

const DEFAULT_FILE = 'scenario.yaml';

/** `makespan init [FILE]`: a commented scenario that runs as it stands. */
export const initCommand: Command = command({
  name: 'init',
  summary: 'write a commented scenario to start from',
  description: [
    `Writes FILE (${DEFAULT_FILE} unless given), a scenario with every key explained that runs as it stands: on your ` +
      'own trace, or else on 2,000 synthetic jobs, in about a second. A file that is there already stays as it is ' +
      'unless --force says otherwise.',
    'The first line of the scenario tells editors which schema completes and checks it: that of the makespan ' +
      'installed in the project, or else a copy, scenario.schema.json, which is then written beside the scenario.',
  ],
  positionals: [{ name: 'FILE', describe: `the scenario, ${DEFAULT_FILE} unless given`, complete: SCENARIO_FILES }],
  options: {
    trace: {
      type: 'string',
      value: 'FILE',
      complete: TRACE_FILES,
      describe: 'your trace, plain or gzip; it is read, and what a run would drop or edit is shown',
    },
    template: {
      type: 'string',
      value: 'NAME',
      complete: TEMPLATES,
      describe: 'what it asks about: comparison of policies (default) | failures of nodes, and what they cost',
    },
    procs: { type: 'string', value: 'N', describe: "processors of the machine, in place of the trace header's" },
    force: { type: 'boolean', describe: 'replace a file that is there already' },
    ...QUIET,
  },
  examples: [
    ['makespan init', `write ${DEFAULT_FILE} with a synthetic workload`],
    ['makespan init week.yaml --trace week.swf.gz', 'start from your own trace'],
    ['makespan init faults.yaml --template failures', 'ask what failures of nodes cost'],
  ],
  see: ['docs/scenarios.md'],
  async run({ trace, template, procs, force }, [file = DEFAULT_FILE], terminal) {
    checkPlace(file, force === true);
    if (trace === undefined && procs !== undefined) throw new InputError('--procs needs --trace FILE');
    const chosen = templateNamed(template);
    const schema = editorSchema(file);
    const size = procs === undefined ? undefined : wholeNumber('--procs', procs);
    const choice = trace === undefined ? undefined : await traceChoice(trace, size, file, terminal);
    const { scenarioJsonSchema } = await import('../../experiment/json-schema.ts');
    const text = starterScenario({ schema: schema.reference, template: chosen, trace: choice });
    if (schema.write !== undefined) {
      writeWhole(schema.write, `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`, 'the schema');
    }
    writeWhole(file, text, 'FILE');
    if (!terminal.quiet) terminal.out(whatNext(file, schema.write));
    return EXIT.done;
  },
});

function templateNamed(name: string = TEMPLATES[0]): Template {
  const found = TEMPLATES.find((known) => known === name);
  if (found === undefined)
    throw new InputError(`--template ${name}: there is no such template${suggestion(name, TEMPLATES)}`);
  return found;
}

function checkPlace(file: string, force: boolean): void {
  checkWritable(file, 'FILE');
  if (isSpecial(file)) throw new InputError(`FILE ${file}: must be a regular file`);
  if (existsSync(file) && !force) throw new InputError(`${file} is there already; --force replaces it`);
}

/** Reads the trace, so that nobody starts from one that cannot run. */
async function traceChoice(
  path: string,
  procs: number | undefined,
  scenario: string,
  terminal: Terminal,
): Promise<{ path: string; name: string; procs: number; ownProcs: boolean }> {
  const [{ readSwf }, { prepareWorkload }] = await Promise.all([
    import('../../workload/swf-read.ts'),
    import('../../workload/prepare.ts'),
  ]);
  const name = basename(path);
  const trace = await watched(terminal, (progress) =>
    readSwf(path, { signal: terminal.signal, onProgress: reading(progress, name) }),
  );
  const workload = prepareWorkload(name, trace, { procs, overrun: 'kill', estimate: 'requested' });
  if (!terminal.quiet) terminal.out(`${ledgerText(workload, terminal)}\n`);
  return {
    path: slashed(relative(dirname(resolve(scenario)), resolve(path))),
    name: name.replace(/(\.swf)?(\.gz)?$/, '') || name,
    procs: workload.procs,
    ownProcs: procs !== undefined,
  };
}

function whatNext(file: string, schema: string | undefined): string {
  const name = quoted(file);
  return [
    `${file}: a scenario to start from; its comments explain every key`,
    ...(schema === undefined ? [] : [`${schema}: what editors complete and check it with`]),
    '',
    'Next:',
    `  makespan validate ${name}    what would run`,
    `  makespan run ${name}    the answer, and a report`,
    '',
  ].join('\n');
}
