import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { execute } from '../../src/executors/execute.ts';
import { inProcess } from '../../src/executors/in-process.ts';
import type { Executor } from '../../src/executors/task.ts';
import { threads } from '../../src/executors/threads/threads.ts';
import { folder } from '../cli/recorder.ts';
import { assignment, carryOut, filesIn, summary, task, tasks } from './setting.ts';

test('threads tell and keep the same as one process, byte for byte', async () => {
  const [serial, parallel] = [folder(), folder()];
  const given = [...tasks(40), task(40, { wrong: 'no such policy' })];
  const one = await carryOut(inProcess, assignment(serial, given));
  const many = await carryOut(threads(3), assignment(parallel, given));
  expect(summary(many)).toEqual(summary(one));
  expect([...many.started].sort()).toEqual([...one.started].sort());
  expect(filesIn(parallel)).toEqual(filesIn(serial));
});

test('a thread that dies loses its own run, which is tried once more', async () => {
  const path = folder();
  const log = join(path, 'log');
  const given = [
    ...tasks(12),
    task(12, { exit: 3 }),
    task(13, { exit: 4, once: join(path, 'once') }),
    task(14, { stray: 'nobody catches this' }),
  ];
  const told = await carryOut(threads(2), assignment(join(path, 'runs'), given, { log }));
  const lost = summary(told).filter((line) => line.includes('lost'));
  expect(lost).toEqual([
    'run 12: lost: the thread that did it died, 2 times: worker exited with code: 3',
    'run 14: lost: the thread that did it died, 2 times: nobody catches this',
  ]);
  expect(told.outcomes).toHaveLength(15);
  expect(told.warnings.sort()).toEqual([
    'the thread that did run 12 has died and the run is tried again: worker exited with code: 3',
    'the thread that did run 13 has died and the run is tried again: worker exited with code: 4',
    'the thread that did run 14 has died and the run is tried again: nobody catches this',
  ]);
  const calls = readFileSync(log, 'utf8').trim().split('\n');
  const expected = [...Array.from({ length: 15 }, (_, n) => n), 12, 13, 14].map(String);
  expect(calls.sort()).toEqual(expected.sort());
});

test('an interruption ends the threads at once, and what is finished stays', async () => {
  const path = folder();
  const stop = new AbortController();
  const done: string[] = [];
  const given = [task(1), task(2, { sleep: 600_000 }), task(3, { sleep: 600_000 })];
  const running = carryOut(threads(2), assignment(path, given), {
    done({ task: { name } }) {
      done.push(name);
      stop.abort();
    },
    signal: stop.signal,
  });
  await expect(running).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(done).toEqual(['run 1']);
  expect(Object.keys(filesIn(path))).toHaveLength(1);
});

test('threads that are ended while they write leave nothing half-written', async () => {
  const path = folder();
  const bulky = Array.from({ length: 200 }, (_, n) => task(n, { bulk: 8e6 }));
  const left: string[] = [];
  for (let round = 0; round < 8; round++) {
    const runs = join(path, String(round));
    const stop = new AbortController();
    const running = carryOut(threads(2), assignment(runs, bulky), {
      // Most of a task is writing, so that is where most moments are.
      done: () => setTimeout(() => stop.abort(), 3 * round),
      signal: stop.signal,
    });
    await expect(running).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    left.push(...readdirSync(runs, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tmp')));
    rmSync(runs, { recursive: true });
  }
  expect(left).toEqual([]);
});

test('records that cannot be kept stop everything with one line', async () => {
  const path = folder({ file: '' });
  const runs = join(path, 'file');
  const given = assignment(runs, [...tasks(5), task(6, { sleep: 600_000 })]);
  await expect(carryOut(threads(2), given)).rejects.toThrow(
    `runs cannot be kept in ${runs}: a part of the path is not a folder; those that are finished stay there`,
  );
});

test('an error of whoever listens stops everything and comes through', async () => {
  const failing = carryOut(threads(2), assignment(folder(), tasks(5)), {
    done() {
      throw new Error('cannot draw');
    },
  });
  await expect(failing).rejects.toThrow('cannot draw');
});

/** In which thread a run is done, and what it is told there. */
async function threadOf(executor: Executor, shared: object, n = 0): Promise<{ thread: number; salt: string }> {
  const records: unknown[] = [];
  await execute(executor, assignment(folder(), [task(n, { thread: true })], shared), {
    done: (outcome) => records.push('record' in outcome && outcome.record),
    signal: new AbortController().signal,
  });
  return records[0] as { thread: number; salt: string };
}

test('threads stay between assignments, whatever these are about, until they are closed', async () => {
  const executor = threads(1);
  const first = await threadOf(executor, { salt: 'a' });
  expect(first.salt).toBe('a');
  expect(await threadOf(executor, { salt: 'b' })).toEqual({ ...first, salt: 'b' });
  await executor.close();
  // Numbers of threads are given once.
  const next = await threadOf(executor, { salt: 'b' });
  expect(next.thread).toBeGreaterThan(first.thread);
  await executor.close();
});

test('threads that were stopped are used no more, and neither are those that another assignment has', async () => {
  const executor = threads(1);
  const { thread } = await threadOf(executor, {});
  const stop = new AbortController();
  const stopped = expect(
    execute(executor, assignment(folder(), [task(1, { sleep: 600_000 })]), { done() {}, signal: stop.signal }),
  ).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  const other = await threadOf(executor, {});
  stop.abort();
  await stopped;
  expect(other.thread).toBeGreaterThan(thread);
  expect(await threadOf(executor, {})).toEqual(other);
  await executor.close();
});
