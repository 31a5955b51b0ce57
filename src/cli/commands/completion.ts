import { basename } from 'node:path';
import { oneOf } from '../../experiment/options.ts';
import { InputError } from '../../model/errors.ts';
import { type Command, command } from '../command.ts';
import { SCRIPTS } from '../completion-scripts.ts';
import { EXIT } from '../terminal.ts';

const SHELLS = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

/** `makespan completion [SHELL]`: the script that teaches a shell the commands. */
export const completionCommand: Command = command({
  name: 'completion',
  summary: 'print the script that completes makespan in bash, zsh or fish',
  description: [
    'With the script loaded, the tab key completes commands, options, policies, rules and the files that fit. Put ' +
      'the line below that belongs to your shell into its start-up file: ~/.bashrc, ~/.zshrc (after compinit) or ' +
      '~/.config/fish/config.fish.',
    'bash and zsh: source <(makespan completion SHELL); fish: makespan completion fish | source',
  ],
  positionals: [{ name: 'SHELL', describe: `${SHELLS.join(', ')}; that of $SHELL unless given`, complete: SHELLS }],
  options: {},
  examples: [['makespan completion bash', 'print the script of bash']],
  async run(_options, [given], terminal) {
    const shell = given ?? basename(process.env['SHELL'] ?? '');
    if (shell === '') throw new InputError(`completion needs a SHELL: ${SHELLS.join(', ')}`);
    terminal.out(SCRIPTS[oneOf('the shell', shell, SHELLS)]);
    return EXIT.done;
  },
});
