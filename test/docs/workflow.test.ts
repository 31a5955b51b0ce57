import { expect, it } from 'vitest';
import { parse as parseYaml } from 'yaml';
import * as z from 'zod';
import { COMMAND_TREE } from '../../src/cli/app.ts';
import { parse } from '../../src/cli/parse.ts';
import { commandWords, fences, PAGES, read } from './markdown.ts';

/** The keys that the workflows here use, as GitHub's documentation of workflow syntax has them. */
const step = z.union([
  z.strictObject({
    uses: z.string().regex(/^[\w-]+\/[\w-]+@v\d+$/),
    with: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
    if: z.string().optional(),
  }),
  z.strictObject({ run: z.string().min(1), if: z.string().optional() }),
]);
const workflow = z.strictObject({
  on: z.array(z.enum(['push', 'pull_request'])),
  jobs: z.record(z.string(), z.strictObject({ 'runs-on': z.string(), steps: z.array(step).min(1) })),
});

const shown = PAGES.flatMap((page) =>
  fences(read(page))
    .filter(({ language, text }) => language === 'yml' && /^jobs:/m.test(text))
    .map(({ line, text }) => [`${page}:${line}`, text] as const),
);
const commandsIn = (text: string): string[] =>
  Object.values(workflow.parse(parseYaml(text)).jobs)
    .flatMap(({ steps }) => steps.flatMap((one) => ('run' in one ? [one.run.trim()] : [])))
    .filter((line) => line.startsWith('npx makespan '));

it.each(shown)('%s is a workflow whose commands exist, with their options', (_place, text) => {
  const commands = commandsIn(text);
  expect(commands.length).toBeGreaterThan(0);
  for (const line of commands) {
    expect(parse(COMMAND_TREE, commandWords(line).slice(1)), line).toMatchObject({ kind: 'run' });
  }
});

it('the job holds claims, schedules and speed against files that the page makes', () => {
  const page = 'docs/how-to-ci.md';
  const [text] = shown.filter(([place]) => place.startsWith(page)).map(([, own]) => own);
  const words = commandsIn(text!).map((line) => line.split(' '));
  expect(words.map(([, , command]) => command)).toEqual(['run', 'check', 'bench']);
  const made = fences(read(page))
    .filter(({ language }) => language === 'sh')
    .map((fence) => fence.text)
    .join('');
  const files = words.flat().filter((word) => word.startsWith('bench/') && word.endsWith('.json'));
  expect(files).toHaveLength(2);
  for (const file of files) expect(made).toMatch(new RegExp(`(--baseline ${file} --update|--save ${file})$`, 'm'));
});
