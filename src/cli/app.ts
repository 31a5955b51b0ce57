import type { Group } from './command.ts';
import { benchCommand } from './commands/bench.ts';
import { checkCommand } from './commands/check.ts';
import { completionCommand } from './commands/completion.ts';
import { conformanceCommand } from './commands/conformance.ts';
import { diffCommand } from './commands/diff.ts';
import { explainCommand } from './commands/explain.ts';
import { initCommand } from './commands/init.ts';
import { planCommand } from './commands/plan.ts';
import { policiesCommand } from './commands/policies.ts';
import { reportCommand } from './commands/report.ts';
import { runCommand } from './commands/run.ts';
import { listRunsCommand } from './commands/runs-list.ts';
import { pruneRunsCommand } from './commands/runs-prune.ts';
import { schemaCommand } from './commands/schema.ts';
import { generateCommands } from './commands/trace-generate.ts';
import { inspectCommand } from './commands/trace-inspect.ts';
import { resampleCommand, shakeCommand } from './commands/trace-replicate.ts';
import { validateCommand } from './commands/validate.ts';
import { ASK } from './completion-scripts.ts';
import { explain } from './failure.ts';
import { parse, terminalFor } from './parse.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { version } from './version.ts';

/** Every command; help, completion and the reference in docs/cli.md follow this table. */
export const COMMAND_TREE: Group = {
  name: 'makespan',
  summary: 'replays the workload of a cluster through job schedulers and compares what its users would have got',
  description: [
    'Give it jobs (a trace in the Standard Workload Format, or a synthetic workload) and policies; it computes every ' +
      "job's start under every policy and prints waits, slowdowns, utilization and more. The same input gives the " +
      'same bytes, on any machine.',
    'Results go to standard output. Errors and, on a terminal, progress go to standard error.',
  ],
  commands: [
    initCommand,
    validateCommand,
    runCommand,
    planCommand,
    explainCommand,
    diffCommand,
    checkCommand,
    benchCommand,
    reportCommand,
    {
      name: 'trace',
      summary: 'look into workload traces, and make synthetic and resampled ones',
      commands: [
        inspectCommand,
        {
          name: 'generate',
          summary: 'write a synthetic workload as an SWF trace',
          commands: generateCommands,
          see: ['docs/workloads.md'],
        },
        shakeCommand,
        resampleCommand,
      ],
      see: ['docs/workloads.md'],
    },
    {
      name: 'runs',
      summary: 'look at the finished runs that are kept, and remove some',
      commands: [listRunsCommand, pruneRunsCommand],
      see: ['docs/experiments.md'],
    },
    policiesCommand,
    conformanceCommand,
    schemaCommand,
    completionCommand,
  ],
  examples: [
    ['makespan init', 'write a scenario to start from'],
    ['makespan run scenarios/sdsc-sp2.yaml', 'answer the question of a scenario file'],
    ['makespan run --trace week.swf.gz --policy fcfs --policy easy', 'compare two policies on a trace of your own'],
  ],
  see: ['docs/README.md'],
};

/** Runs one command line, without the interpreter and the script's name, and returns its exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    if (argv[0] === ASK) return await complete(argv.slice(2), terminal);
    const call = parse(COMMAND_TREE, argv);
    if (call.kind === 'run') return await call.command.run(call.args, terminalFor(call.args, terminal));
    if (call.kind === 'version') terminal.out(`${version()}\n`);
    else {
      const { helpText } = await import('./help.ts');
      terminal.out(helpText(call.node, call.path, terminal));
    }
    return EXIT.done;
  } catch (failure) {
    const { text, code } = explain(failure);
    terminal.err(text);
    return code;
  }
}

/** Answers the script of a shell: the words of the line so far, the last of them under the cursor. */
async function complete(words: readonly string[], terminal: Terminal): Promise<number> {
  const { offerFor, offerText } = await import('./completion.ts');
  terminal.out(offerText(offerFor(COMMAND_TREE, words.slice(0, -1), words.at(-1) ?? '')));
  return EXIT.done;
}
