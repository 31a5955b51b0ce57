import { expect, it } from 'vitest';
import { COMMAND_TREE } from '../../src/cli/app.ts';
import { commandsOf } from '../../src/cli/command.ts';
import { read } from './markdown.ts';

const page = read('docs/cli.md');

it.each([...commandsOf(COMMAND_TREE)].map(([path, command]) => [path.join(' '), command] as const))(
  'docs/cli.md has a section on %s that names every option',
  (name, { options }) => {
    const section = page.split(/^## /m).find((text) => {
      const [, heading] = /^`makespan ([^`]*)`/.exec(text) ?? [];
      return heading !== undefined && `${name} `.startsWith(`${heading.replace(/ \[.*$/, '')} `);
    });
    expect(section, name).toBeDefined();
    // What --quiet does is told once, for all commands.
    for (const option of Object.keys(options)) {
      expect(option === 'quiet' ? page : section, option).toContain(`--${option}`);
    }
  },
);
