import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import { type Check, conformance } from '../../src/own/conformance/conformance.ts';
import { publishedCases, randomTrials } from '../../src/own/conformance/workloads.ts';
import { createScheduler } from '../../src/registry.ts';
import { folder, makespan } from '../cli/recorder.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const policies = join(here, '../../scenarios/policies');
const misbehaving = (...mode: string[]): string[] => [process.execPath, join(here, 'misbehaving.mjs'), ...mode];

/** All checks, or those up to the one that is called `last`. */
async function checks(words: readonly string[], as?: string, last?: string): Promise<Check[]> {
  const found: Check[] = [];
  for await (const check of conformance({ words, folder: '.', timeout: 20_000, as })) {
    found.push(check);
    if (check.name === last) break;
  }
  return found;
}

const failures = (found: readonly Check[]): Check[] => found.filter(({ failure }) => failure !== undefined);

it('publishes cases that the built-in policies hold', () => {
  const cases = publishedCases();
  expect(cases.length).toBeGreaterThan(10);
  for (const { name, procs, jobs, starts } of cases) {
    expect(Object.keys(starts)).toEqual(expect.arrayContaining(['fcfs', 'easy', 'conservative']));
    for (const [policy, worked] of Object.entries(starts)) {
      const { start } = simulate(jobs, procs, createScheduler(policy));
      expect(
        Array.from(start, (ms) => ms / 1000),
        `${name}, ${policy}`,
      ).toEqual(worked);
    }
  }
});

it('draws the same random workloads for everybody', () => {
  const hashes = randomTrials().map(({ procs, jobs }) => simulate(jobs, procs, createScheduler('easy')).hash);
  expect(hashes).toMatchSnapshot();
  expect(new Set(hashes).size).toBe(hashes.length);
});

it('passes the example in Python as easy', async () => {
  const found = await checks(['python3', join(policies, 'easy.py')], 'easy');
  expect(failures(found)).toEqual([]);
  expect(found.length).toBeGreaterThan(20);
});

it('passes the example in C as fcfs, compiled without a warning', async () => {
  const program = join(folder(), 'fcfs');
  const strict = ['-std=c99', '-Wall', '-Wextra', '-Werror', '-O2'];
  execFileSync('cc', [...strict, '-o', program, join(policies, 'fcfs.c')]);
  expect(failures(await checks([program], 'fcfs'))).toEqual([]);
});

it('names the first difference and the message that led to it', async () => {
  const found = await checks(misbehaving('none'), 'sjf', 'case: run time zero');
  // On the case of run time zero the shorter estimate, 3 s, goes first by sjf, so row 0 would start at 3.
  expect(found.find(({ name }) => name === 'case: run time zero')?.failure).toBe(
    'job 0 starts at 0 s, in the published case at 3 s; sent {"type":"decide","id":3,"now":0,"free":4,"arrived":[],' +
      '"ended":[0]} and read {"type":"decision","id":3,"start":[1]}',
  );
});

it('fails a program that breaks the protocol, that leaves jobs waiting, or that does not leave', async () => {
  const [, ...illegal] = failures(await checks(misbehaving('unknown', '2'), undefined, 'case: one instant'));
  expect(illegal[0]).toEqual({
    name: 'case: one instant',
    failure: 'message 2 (decide at 0 s): it decides about job 77, which does not wait',
  });
  const idle = failures(await checks(misbehaving('idle', '2'), undefined, 'case: one job'));
  expect(idle[0]).toMatchObject({
    name: 'case: one job',
    failure: expect.stringMatching(/^it left 1 jobs waiting for ever; sent \{"type":"decide","id":2,"now":3,/),
  });
});

it('reports as a table or as JSON, with an exit code', async () => {
  const refused = await makespan('conformance', '--json', '--', 'no-such-program', '--flag');
  expect(refused).toMatchObject({ code: 1, err: '' });
  const { checks: told, passed, failed } = JSON.parse(refused.out);
  expect([told.length, passed]).toEqual([failed, 0]);
  expect(told[0]).toEqual({
    name: 'greets and takes its leave',
    failure: 'message 1 (hello): the program no-such-program cannot be started: there is no such program',
  });
  const shown = await makespan('conformance', '--', 'no-such-program');
  expect(shown.out.split('\n')[0]).toBe(`FAIL  ${told[0].name}: ${told[0].failure}`);
  expect(shown.out.split('\n').at(-2)).toBe(`0 passed, ${failed} failed`);
});

it.each([
  [['conformance'], 'makespan: conformance needs a PROGRAM\n'],
  [['conformance', '--as', 'esay', '--', 'x'], 'makespan: unknown policy esay; did you mean easy?\n'],
  [
    ['conformance', '--timeout', '10', '--', 'x'],
    'makespan: timeout is 10; expected a time of at most 24h, such as 500ms, 10s or 2min\n',
  ],
])('refuses %j', async (argv, err) => {
  expect(await makespan(...argv)).toEqual({ code: 2, out: '', err });
});
