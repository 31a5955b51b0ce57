import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inProcess } from '../../src/executors/in-process.ts';
import type { Outcome } from '../../src/executors/task.ts';
import { folder } from '../cli/recorder.ts';
import { assignment, carryOut, filesIn, summary, task, tasks } from './setting.ts';

const lines = (file: string): string[] => readFileSync(file, 'utf8').trim().split('\n');

test('a record is what the store keeps of it, and a second time it comes from there', async () => {
  const path = folder();
  const given = assignment(join(path, 'runs'), [task(1)]);
  // FNV-1a, 32 bits, of 'salt1'; what is undefined is no JSON and not there.
  const record = { n: 1, mix: 751200784, text: 'ä\u2028"', none: null };
  const first = await carryOut(inProcess, given);
  expect(first.outcomes).toEqual([{ task: task(1), record }]);
  expect(Object.keys((first.outcomes[0] as { record: object }).record)).not.toContain('absent');
  expect((await carryOut(inProcess, given)).outcomes).toEqual([{ task: task(1), record, reused: true }]);
});

test('only what is missing is done, a damaged run is made again and told, and the bytes are the same', async () => {
  const path = folder();
  const log = join(path, 'log');
  const runs = join(path, 'runs');
  await carryOut(inProcess, assignment(runs, tasks(6), { log }));
  const whole = filesIn(runs);
  const { store } = assignment(runs, []);
  writeFileSync(store.pathOf(task(2).key), '{"schema":1');
  store.remove({ file: store.pathOf(task(4).key) });
  const told = await carryOut(inProcess, assignment(runs, tasks(6), { log }));
  expect(lines(log)).toEqual(['0', '1', '2', '3', '4', '5', '2', '4']);
  expect(told.warnings).toEqual([
    `the kept run of run 2 is made again: ${store.pathOf(task(2).key)}: it is cut off or no JSON`,
  ]);
  expect(told.outcomes.filter((outcome) => 'reused' in outcome)).toHaveLength(4);
  expect(filesIn(runs)).toEqual(whole);
});

test('tasks of one key are done once and each gets the outcome', async () => {
  const path = folder();
  const log = join(path, 'log');
  const twin = { ...task(1), name: 'the same' };
  const told = await carryOut(inProcess, assignment(path, [task(1), task(2), twin], { log }));
  expect(lines(log)).toEqual(['1', '2']);
  expect(told.outcomes.map(({ task: { name } }) => name)).toEqual(['run 1', 'the same', 'run 2']);
});

test('a task that fails is told, kept nowhere, and the others go on', async () => {
  const path = folder();
  const given = [task(1, { wrong: 'no such policy' }), task(2, { bug: 'oh' }), task(3, { nothing: true }), task(4)];
  const told = await carryOut(inProcess, assignment(path, given));
  expect(summary(told)).toEqual([
    'run 1: input: no such policy',
    'run 2: bug: Error: oh',
    'run 3: bug: TypeError: the record of run 3 is no JSON',
    expect.stringMatching(/^run 4: \{/),
  ]);
  expect(Object.keys(filesIn(path))).toHaveLength(1);
});

test('a module that cannot do tasks is a failure of each', async () => {
  const wrong = { ...assignment(folder(), tasks(2)), module: new URL('setting.ts', import.meta.url) };
  const { outcomes } = await carryOut(inProcess, wrong);
  const messages = outcomes.map((outcome: Outcome) => ('failure' in outcome ? outcome.failure.message : ''));
  expect(messages[0]).toMatch(/setting\.ts exports no function named perform/);
  expect(messages).toHaveLength(2);
});

test('an interruption stops in the middle of a task, and what is finished stays', async () => {
  const path = folder();
  const stop = new AbortController();
  const done: string[] = [];
  const running = carryOut(inProcess, assignment(path, [task(1), task(2, { sleep: 60_000 }), task(3)]), {
    done: (outcome) => done.push(outcome.task.name),
    started: ({ name }) => void (name === 'run 2' && setImmediate(() => stop.abort())),
    signal: stop.signal,
  });
  await expect(running).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(done).toEqual(['run 1']);
  expect(Object.keys(filesIn(path))).toHaveLength(1);
});
