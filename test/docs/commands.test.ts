import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { COMMAND_TREE, main } from '../../src/cli/app.ts';
import { commandsOf } from '../../src/cli/command.ts';
import { makespan, recorder, swf } from '../cli/recorder.ts';
import { commandWords, fences, PAGES, ROOT, read, WALKTHROUGHS } from './markdown.ts';

const SP2 = 'traces/SDSC-SP2-1998-4.2-cln.swf.gz';
/** So many lines of SDSC-SP2, its header among them, stand in for the whole where a command is only shown to work. */
const SHORT = 2000;
/** So many jobs and replications at most stand in for those of a scenario. */
const FEW = { jobs: 300, replications: 4 };

/** What stands for something else in a synopsis: `[--procs P]`, `NAME ...`, `1|2`. */
const PLACEHOLDER = /[[\]|]|\.\.\.|\b(FILE|NAME|SCENARIO|COMMAND|DIR|OUT|RUN|JOB|LABEL|MIN|[NPSLF])\b/;

const shown = PAGES.filter((page) => !WALKTHROUGHS.includes(page))
  .flatMap((page) => [
    ...fences(read(page))
      .filter(({ language }) => language === 'sh')
      .flatMap(({ text }) => text.split('\n')),
    // The code in the text, without what stands in fenced blocks.
    ...[
      ...read(page)
        .replaceAll(/^```[\s\S]*?^```/gm, '')
        .matchAll(/`([^`]+)`/g),
    ].map(([, code]) => code!),
  ])
  .map((line) => line.replace(/^npx /, '').replace(/\s+#.*$/, ''))
  .filter((line) => /^makespan( |$)/.test(line) && line !== 'makespan');
/** What help shows must work as well. */
const examples = [
  ...(COMMAND_TREE.examples ?? []),
  ...[...commandsOf(COMMAND_TREE)].flatMap(([, command]) => command.examples),
].map(([line]) => line);
const commands = [...new Set([...shown.filter((line) => !PLACEHOLDER.test(line)), ...examples])];
const synopses = [...new Set(shown.filter((line) => PLACEHOLDER.test(line)))];

const folder = mkdtempSync(join(tmpdir(), 'makespan-docs-'));
const before = process.cwd();

beforeAll(() => {
  cpSync(join(ROOT, 'scenarios'), join(folder, 'scenarios'), { recursive: true });
  for (const name of readdirSync(join(folder, 'scenarios'), { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.yaml')) shorten(join(folder, 'scenarios', name));
  }
  mkdirSync(join(folder, 'traces'));
  const lines = gunzipSync(readFileSync(join(ROOT, SP2)))
    .toString('latin1')
    .split('\n');
  writeFileSync(join(folder, SP2), gzipSync(lines.slice(0, SHORT).join('\n')));
  const week = Array.from({ length: 300 }, (_, i) => [i * 60, (i * 37) % 5000, 1 + (i % 96), 4000] as const);
  writeFileSync(join(folder, 'week.swf.gz'), gzipSync(swf(96, week)));
  const explained = fences(read('docs/explain.md'));
  writeFileSync(join(folder, 'four.swf'), explained[1]!.text);
  writeFileSync(join(folder, 'night.yaml'), explained[3]!.text);
  writeFileSync(join(folder, 'crash.yaml'), explained[6]!.text);
  writeFileSync(join(folder, 'outages.csv'), explained[7]!.text);
  process.chdir(folder);
});

/** Leaves a scenario as it is, but for how much there is to do; a plan with few replications would decide nothing. */
function shorten(file: string): void {
  const text = readFileSync(file, 'utf8');
  const less = (_: string, what: keyof typeof FEW, count: string): string =>
    what === 'replications' && /^plan:/m.test(text) ? `${what}: ${count}` : `${what}: ${Math.min(+count, FEW[what])}`;
  writeFileSync(file, text.replaceAll(/\b(jobs|replications): (\d+)/g, less));
}

afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

describe('every command that the documentation shows', () => {
  it('is found', () => {
    expect(commands.length).toBeGreaterThan(8);
    expect(synopses.length).toBeGreaterThan(3);
  });

  it.each(commands)('%s', async (line) => {
    // The name of a command that needs more words than a sentence about it gives.
    if (
      [
        'run',
        'plan',
        'validate',
        'explain',
        'diff',
        'check',
        'report',
        'conformance',
        'completion',
        'runs',
        'trace',
        'trace inspect',
        'trace generate',
        'trace shake',
        'trace resample',
      ].includes(commandWords(line).join(' ')) ||
      // What times policies takes its time, and is tested with smaller workloads.
      commandWords(line)[0] === 'bench'
    )
      return synopsis(line);
    expect(await makespan(...commandWords(line))).toMatchObject({ code: 0, err: '' });
  });

  it.each(synopses)('%s', synopsis);
});

/** The command exists, and has the options that the line names. */
async function synopsis(line: string): Promise<void> {
  const command = commandWords(
    line.replaceAll(/[[\]]/g, ' ').replace(/ (COMMAND|FILE|NAME|SCENARIO|RUN|A|--|\S*[./|(]).*$/, ''),
  );
  const help = await makespan(...command, '--help');
  expect(help, command.join(' ')).toMatchObject({ code: 0, err: '' });
  expect(help.out).toContain(['makespan', ...command].join(' '));
  for (const [option] of line.matchAll(/--[\w-]+/g)) expect(help.out, line).toContain(option);
}

describe('README.md', () => {
  it('shows what npm start prints', async () => {
    const { start } = JSON.parse(read('package.json')).scripts;
    const argv = String(start).replace('node dist/cli/main.js ', '').split(' ');
    const terminal = { ...recorder(), columns: 160 };
    const reports = join(folder, 'reports-of-npm-start');
    process.chdir(ROOT);
    const code = await main([...argv, '--out', reports], terminal).finally(() => process.chdir(folder));
    expect(code).toBe(0);
    const table = fences(read('README.md')).find(({ text }) => text.includes('┌'));
    expect(terminal.text.out.split('\nReport:')[0]).toBe(table?.text);
  });

  it('names npm scripts that exist, as all pages do', () => {
    const { scripts } = JSON.parse(read('package.json'));
    const named = PAGES.flatMap((page) => [...read(page).matchAll(/npm run ([\w-]+)/g)].map(([, name]) => name!));
    expect(named.length).toBeGreaterThan(0);
    for (const name of named) expect(scripts).toHaveProperty(name);
  });
});
