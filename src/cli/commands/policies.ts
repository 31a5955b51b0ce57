import { InputError } from '../../model/errors.ts';
import { suggestion } from '../../model/nearest.ts';
import { POLICIES, type PolicyEntry, PROFILES } from '../../registry.ts';
import { type Command, command } from '../command.ts';
import { styles } from '../style.ts';
import { EXIT, type Terminal } from '../terminal.ts';

/** `makespan policies [NAME]`: what there is, what it does and where it comes from. */
export const policiesCommand: Command = command({
  name: 'policies',
  summary: 'list the policies: what each does, its options, its source',
  description: [
    'Without a NAME it lists all of them, and the profiles: the rules of a run that --profile and the key profile of ' +
      'a scenario can name.',
  ],
  positionals: [{ name: 'NAME', describe: 'only this policy', complete: POLICIES.map((policy) => policy.name) }],
  options: {},
  examples: [
    ['makespan policies', 'list every policy'],
    ['makespan policies backfill', 'show the options of one'],
  ],
  see: ['docs/policies.md'],
  async run(_options, [name], terminal) {
    if (name !== undefined) {
      const entry = POLICIES.find((policy) => policy.name === name);
      if (entry === undefined) {
        throw new InputError(
          `unknown policy '${name}'${suggestion(
            name,
            POLICIES.map((policy) => policy.name),
          )}`,
        );
      }
      terminal.out(describe(entry, terminal));
      return EXIT.done;
    }
    terminal.out(POLICIES.map((entry) => describe(entry, terminal)).join('\n'));
    terminal.out(`\n${profiles(terminal)}`);
    return EXIT.done;
  },
});

function describe({ name, summary, source, options }: PolicyEntry, terminal: Terminal): string {
  const { bold, dim } = styles(terminal);
  const lines = [bold(name), `  ${summary}`];
  for (const option of options) {
    lines.push(`  ${option.name} = ${option.values} (default ${option.default}): ${option.meaning}`);
  }
  lines.push(dim(`  Source: ${source}`));
  return `${lines.join('\n')}\n`;
}

function profiles(terminal: Terminal): string {
  const { bold } = styles(terminal);
  const lines = PROFILES.map(({ name, summary }) => `  ${name}: ${summary}`);
  return `${bold('Profiles')} (--profile, the rules of a run)\n${lines.join('\n')}\n`;
}
