import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { PLANTED, POLICY } from '../cli/planted-policy.ts';
import { contents, folder, makespan, recorder } from '../cli/recorder.ts';
import { fences, read } from './markdown.ts';

const [commands, trace, shown, scenario, onNodes, shownOnNodes, ...rest] = fences(read('docs/explain.md')).map(
  ({ text }) => text,
);
const [faulty, outages, underFaults, shownUnderFaults, parted, untold, audit] = rest;

it('docs/explain.md shows what explain prints, and lines that the audit log has', async () => {
  const path = folder({ 'four.swf': trace! });
  const [run, explain] = commands!.trimEnd().split('\n');
  const absolute = (line: string): string[] =>
    line
      .split(' ')
      .slice(1)
      .map((word) => (word === 'four' || word === 'four.swf' ? join(path, word) : word));
  expect(await makespan(...absolute(run!), '--audit', join(path, 'log.jsonl'))).toMatchObject({ code: 0 });
  const terminal = recorder();
  expect(await main(absolute(explain!), terminal)).toBe(0);
  expect(terminal.text.out).toBe(shown);
  const log = contents(path)['log.easy.jsonl']!.split('\n');
  for (const line of audit!.trimEnd().split('\n')) expect(log).toContain(line);
});

it.each([
  ['on a machine of nodes', 'night', { 'night.yaml': scenario! }, onNodes!, shownOnNodes!],
  [
    'of a job that a fault stopped',
    'crash',
    { 'crash.yaml': faulty!, 'outages.csv': outages! },
    underFaults!,
    shownUnderFaults!,
  ],
])('docs/explain.md shows what explain prints %s', async (_, name, files, commands, shownThere) => {
  const path = folder(files);
  const [run, explain] = commands
    .trimEnd()
    .split('\n')
    .map((line) =>
      line
        .split(' ')
        .slice(1)
        .map((word) => (word === name || word === `${name}.yaml` ? join(path, word) : word)),
    );
  expect(await makespan(...run!)).toMatchObject({ code: 0 });
  const terminal = recorder();
  expect(await main(explain!, terminal)).toBe(0);
  expect(terminal.text.out).toBe(shownThere);
});

it('docs/explain.md shows what diff prints', async () => {
  const path = folder({ 'four.swf': trace! });
  const four = join(path, 'four');
  const argv = ['run', '--trace', join(path, 'four.swf'), '--policy', 'fcfs', '--policy', 'easy', '--out', four];
  expect(await makespan(...argv)).toMatchObject({ code: 0 });
  expect(await makespan('diff', `${four}:fcfs`, `${four}:easy`)).toEqual({ code: 0, out: parted, err: '' });
});

it('docs/explain.md shows what diff prints of a run whose policy has changed since', async () => {
  const path = folder({ 'four.swf': trace!, 'mine.mjs': POLICY, 'planted.mjs': PLANTED });
  const run = async (policy: string, out: string): Promise<string> => {
    const argv = ['run', '--trace', join(path, 'four.swf'), '--policy', join(path, policy), '--out', join(path, out)];
    expect(await makespan(...argv)).toMatchObject({ code: 0 });
    return join(path, out);
  };
  const [before, now] = [await run('mine.mjs', 'before'), await run('planted.mjs', 'now')];
  // A module is loaded once in a process, so that the other version stands in for what would be in the same file.
  const stored = join(before, 'jobs.json');
  writeFileSync(stored, readFileSync(stored, 'utf8').replaceAll('mine.mjs', 'planted.mjs'));
  const { code, out } = await makespan('diff', before, now);
  expect(code).toBe(0);
  // The folder is called in full, which fits no line of a page.
  expect(out.replace(`(${before})\n`, '(before)\n')).toContain(untold!);
});
