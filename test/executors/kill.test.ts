import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { expect, onTestFinished, test } from 'vitest';
import { inProcess } from '../../src/executors/in-process.ts';
import { RunStore } from '../../src/executors/store.ts';
import type { Executor, Task } from '../../src/executors/task.ts';
import { randomStreams } from '../../src/kernel/random.ts';
import { folder } from '../cli/recorder.ts';
import { assignment, batchWords, carryOut, filesIn, task } from './setting.ts';

const KILLS = 20;
const TASKS = Array.from({ length: 600 }, (_, n) => task(n, { sleep: n % 4 }));

/**
 * Tasks of which a process can do no more than so many, since the others wait for what never comes. However late we see
 * how far it is, it is in the middle.
 */
const only = (count: number): Task[] => TASKS.map((given, n) => (n < count ? given : task(n, { until: '/none' })));

const words = (path: string, given: readonly Task[], executor: Executor['name'] = 'threads'): string[] =>
  batchWords(join(folder(), 'batch.json'), { folder: path, executor, tasks: given });

const finished = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith('.json')));

/** Lets a process go on with the tasks and kills it when it has told of so many, and some time has passed. */
async function killed(argv: readonly string[], told: number, after: number): Promise<string | null> {
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = new Promise<string | null>((resolve) => child.on('close', (_, signal) => resolve(signal)));
  let lines = 0;
  for await (const _ of createInterface({ input: child.stdout })) {
    lines += 1;
    if (lines === told) {
      await pause(after);
      child.kill('SIGKILL');
    }
  }
  return ended;
}

test(`killed at ${KILLS} moments and begun again, the runs are those of one that was never killed`, async () => {
  const whole = folder();
  await carryOut(inProcess, assignment(whole, TASKS));
  const path = folder();
  const random = randomStreams(6).stream('kills');
  const sizes: number[] = [];
  for (let kill = 0; kill < KILLS; kill++) {
    const executor = kill % 2 === 0 ? 'threads' : 'in-process';
    const told = 1 + Math.floor(random() * 9);
    // 28 more each time: 9 at least of each of the three groups, of which two are begun.
    const given = only(Math.floor((TASKS.length * (kill + 1)) / (KILLS + 1)));
    expect(await killed(words(path, given, executor), told, random() * 4)).toBe('SIGKILL');
    sizes.push(Object.keys(finished(filesIn(path))).length);
  }
  // Every kill was in the middle: each life has added something, and something was left after the last.
  expect(sizes.every((size, i) => size > (sizes[i - 1] ?? 0))).toBe(true);
  expect(sizes.at(-1)).toBeLessThan(TASKS.length);

  const last = spawnSync(process.execPath, words(path, TASKS));
  expect(last.status).toBe(0);
  expect(finished(filesIn(path))).toEqual(filesIn(whole));
  const damaged = [...new RunStore(path, '1.2.3').list()].filter(({ content }) => content && 'damage' in content);
  expect(damaged).toEqual([]);
});

test('a process whose thread runs out of memory goes on with the others', () => {
  const path = folder();
  const tasks = [task(0), task(1, { hog: true }), task(2), task(3)];
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--max-old-space-size=40', ...words(path, tasks)], {
    encoding: 'utf8',
  });
  expect([status, stderr.match(/tried again/g)?.length]).toEqual([0, 1]);
  expect(stdout.trim().split('\n').sort()).toEqual([
    'run 0',
    'run 1: the thread that did it died, 2 times: Worker terminated due to reaching memory limit: JS heap out of memory',
    'run 2',
    'run 3',
  ]);
});

test('a full disk stops a process with one line, and with room it goes on', () => {
  const path = folder();
  const argv = words(path, TASKS);
  // A limit on the size of files stands for the full disk here: the system refuses bytes.
  const limited = spawnSync('bash', ['-c', 'ulimit -f 0; exec "$0" "$@"', process.execPath, ...argv], {
    encoding: 'utf8',
  });
  expect(limited.stderr).toContain(`runs cannot be kept in ${path}: the file would be larger than is allowed; those`);
  expect(Object.keys(filesIn(path))).toEqual([]);
  expect(spawnSync(process.execPath, argv).status).toBe(0);
  expect(Object.keys(filesIn(path))).toHaveLength(TASKS.length);
  expect(readFileSync(new RunStore(path, '').pathOf(TASKS[0]!.key), 'utf8')).toContain('"name":"run 0"');
});
