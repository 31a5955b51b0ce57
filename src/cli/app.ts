import { type Group, parse } from './command.ts';
import { policiesCommand } from './commands/policies.ts';
import { runCommand } from './commands/run.ts';
import { generateCommands } from './commands/trace-generate.ts';
import { inspectCommand } from './commands/trace-inspect.ts';
import { explain } from './failure.ts';
import type { Terminal } from './terminal.ts';
import { version } from './version.ts';

const root: Group = {
  name: 'makespan',
  summary: 'Replays cluster workloads through job schedulers and compares what their users would have got.',
  commands: [
    runCommand,
    {
      name: 'trace',
      summary: 'look into workload traces and make synthetic ones',
      commands: [
        inspectCommand,
        { name: 'generate', summary: 'write a synthetic workload as an SWF trace', commands: generateCommands },
      ],
    },
    policiesCommand,
  ],
};

/** Runs one command line, without the interpreter and the script's name, and returns its exit code. */
export async function main(argv: readonly string[], terminal: Terminal): Promise<number> {
  try {
    return await parse(root, argv, terminal, version());
  } catch (failure) {
    const { text, code } = explain(failure);
    terminal.err(text);
    return code;
  }
}
