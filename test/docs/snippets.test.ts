import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it, onTestFinished } from 'vitest';
import { parseScenario } from '../../src/experiment/scenario.ts';
import { fences, PAGES, ROOT, read, shownScenarios, WALKTHROUGHS } from './markdown.ts';

const LIBRARY = join(ROOT, 'src/index.ts');
const snippets = (language: string): (readonly [string, string])[] =>
  PAGES.flatMap((page) =>
    fences(read(page))
      .filter((fence) => fence.language === language)
      .map(({ line, text }) => [`${page}:${line}`, text] as const),
  );

/** What is followed from top to bottom is run as well, with the files that it needs. */
const alone = shownScenarios().filter(([place]) => !WALKTHROUGHS.some((page) => place.startsWith(page)));

it.each(alone)('%s is a scenario', async (_place, text) => {
  const { question, policies } = await parseScenario(text, join(ROOT, 'scenarios/shown.yaml'));
  expect(text).toContain(question);
  expect(policies.length).toBeGreaterThan(0);
});

it('README.md shows a scenario as it stands in its file', () => {
  const [place, text] = snippets('yaml').find(([page]) => page.startsWith('README.md'))!;
  const file = /`(scenarios\/[\w-]+\.yaml)`:$/m.exec(read('README.md'))?.[1];
  expect(text, place).toBe(read(file!));
});

it('TypeScript stands in README.md, and in CONTRIBUTING.md, whose steps have a test of their own', () => {
  const pages = snippets('ts').map(([place]) => place.split(':')[0]);
  expect(new Set(pages)).toEqual(new Set(['README.md', 'CONTRIBUTING.md']));
});

const programs = snippets('ts').filter(([place]) => place.startsWith('README.md'));

it.each(programs)('%s has the types of the library', (_place, text) => {
  const file = program(text);
  const { config } = ts.readConfigFile(join(ROOT, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [file] }, ts.sys, ROOT);
  const paths = { makespan: [LIBRARY] };
  const checked = ts.createProgram([file], { ...options, paths, typeRoots: [join(ROOT, 'node_modules/@types')] });
  const found = ts.getPreEmitDiagnostics(checked);
  expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

it.each(programs)('%s prints what stands below it', (_place, text) => {
  const file = program(text.replace("from 'makespan'", `from ${JSON.stringify(LIBRARY)}`));
  const { stdout, stderr } = spawnSync('npx', ['--no-install', 'tsx', file], {
    cwd: ROOT,
    encoding: 'utf8',
    timeout: 100_000,
  });
  const all = fences(read('README.md'));
  const printed = all[all.findIndex((fence) => fence.text === text) + 1];
  expect(stderr).toBe('');
  expect(stdout).toBe(printed?.text);
});

/** The snippet as a file of its own. */
function program(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-snippet-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, 'program.mts');
  writeFileSync(file, text);
  return file;
}
