import { appendFileSync, existsSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { parseQueue } from '../../src/executors/slurm/commands.ts';
import { createArray, openArrays, removeUnfinished } from '../../src/executors/slurm/job-array.ts';
import { withLock } from '../../src/executors/slurm/lock.ts';
import { blamed, endingOf, Queue } from '../../src/executors/slurm/queue.ts';
import { slurm } from '../../src/executors/slurm/slurm.ts';
import { type Status, StatusReader, writeStatus } from '../../src/executors/slurm/status.ts';
import { chunksOf } from '../../src/executors/slurm/submit.ts';
import { folder } from '../cli/recorder.ts';
import { assignment, carryOut, filesIn, task, tasks } from './setting.ts';

/** Puts only these programs on the path, each a shell script. */
function onlyPrograms(scripts: Record<string, string>): void {
  const path = folder();
  for (const [name, script] of Object.entries(scripts)) {
    writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  }
  const before = process.env['PATH'];
  process.env['PATH'] = path;
  onTestFinished(() => {
    process.env['PATH'] = before;
  });
}

test('without Slurm one line says how to get it', async () => {
  onlyPrograms({});
  const path = folder();
  await expect(carryOut(slurm(), assignment(path, tasks(2)))).rejects.toThrow(
    'there is no Slurm here: sbatch is not on the path. Log in to a node of the cluster from which jobs are submitted, ' +
      'or install it (Debian: apt-get install slurm-client, with the slurm.conf of the cluster); threads need none',
  );
  expect(filesIn(path)).toEqual({});
});

test('a Slurm that does not answer is told with its own words', async () => {
  onlyPrograms({ sbatch: 'exit 0', scontrol: 'echo "slurm_load_ctl_conf error: Unable to contact" >&2; exit 1' });
  await expect(carryOut(slurm(), assignment(folder(), tasks(2)))).rejects.toThrow(
    'Slurm does not answer: slurm_load_ctl_conf error: Unable to contact',
  );
});

test('a Slurm without a configuration is told from one that does not answer', async () => {
  const fatal = 'scontrol: fatal: Could not establish a configuration source';
  onlyPrograms({ sbatch: 'exit 0', scontrol: `echo "${fatal}" >&2; exit 1` });
  await expect(carryOut(slurm(), assignment(folder(), tasks(2)))).rejects.toThrow(
    'Slurm is installed here, but has no configuration that works. Log in to a node of the cluster from which jobs are ' +
      `submitted, or put the slurm.conf of the cluster in place; --executor threads needs none (${fatal})`,
  );
});

test('a queue that does not answer for a while loses nothing', async () => {
  const path = folder();
  // This sbatch does the first task of the array at once; this squeue fails twice and then knows of nothing.
  onlyPrograms({
    sbatch: `[ "$1" = --version ] && exit 0\nfor script; do :; done\nSLURM_ARRAY_TASK_ID=0 . "$script" & echo 7`,
    scontrol: 'echo "MaxArraySize            = 1001"',
    squeue: `echo x >> ${path}/asked\n[ "$(/usr/bin/wc -l < ${path}/asked)" -lt 3 ] && echo "no contact" >&2 && exit 1\nexit 0`,
  });
  const told = await carryOut(slurm({ mostTasks: 1, interval: 50 }), assignment(join(path, 'runs'), tasks(3)));
  expect(told.outcomes.map((outcome) => 'record' in outcome)).toEqual([true, true, true]);
  expect(told.remarks.slice(0, 2)).toEqual([
    '3 runs are submitted as job 7',
    'Slurm does not answer, and is asked again: no contact',
  ]);
});

test.each(['--array=1-3', '-a', '--job-name=x', '-Jx', '--output', '--wrap=ls', '--parsable', '-W'])(
  'the option %s of sbatch is refused',
  (word) => {
    expect(() => slurm({ sbatch: ['--time=3', word] })).toThrow(
      `the option ${word} of sbatch is set by makespan itself`,
    );
  },
);

test('lines of the queue are read, and those of no array are not', () => {
  expect(parseQueue('12|3|RUNNING|n1|None|makespan-a\n13|N/A|PENDING||Priority|other\n\n')).toEqual([
    { job: '12', index: 3, state: 'RUNNING', nodes: 'n1', reason: 'None', name: 'makespan-a' },
  ]);
});

test('parts are of about one size, and groups are split only where parts meet', () => {
  // 7 tasks of the groups g0 (0, 3, 6), g1 (1, 4), g2 (2, 5) in 3 parts: 0 3 | 6 1 | 4 2 5.
  const parts = chunksOf(tasks(7), 3).map((part) => part.map(({ name }) => Number(name.slice(4))));
  expect(parts).toEqual([
    [0, 3],
    [6, 1],
    [4, 2, 5],
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 80 }), (count, most) => {
      const sizes = chunksOf(tasks(count), most).map((part) => part.length);
      expect(sizes.length).toBe(Math.min(count, most));
      expect(sizes.reduce((a, b) => a + b)).toBe(count);
      expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
    }),
  );
});

test('a status file is followed line by line, and an unfinished line waits', () => {
  const file = join(folder(), 's');
  const reader = new StatusReader(file);
  expect(reader.read()).toMatchObject({ current: undefined, full: undefined });
  writeStatus(file, { begun: 'a' });
  appendFileSync(file, '{"do');
  expect(reader.read().current).toBe('a');
  appendFileSync(file, 'ne":"a"}\n{"beg\n');
  writeStatus(file, { begun: 'b' });
  writeStatus(file, { failed: 'b', failure: { kind: 'input', message: 'no' } });
  writeStatus(file, { begun: 'c' });
  expect(reader.read()).toEqual({
    current: 'c',
    begun: new Set(['a', 'b', 'c']),
    done: new Set(['a']),
    failed: new Map([['b', { kind: 'input', message: 'no' }]]),
    full: undefined,
  });
  writeStatus(file, { full: 'no room' });
  expect(reader.read()).toMatchObject({ current: undefined, full: 'no room' });
});

test('the end of a task is put down to the run it was at, to the next one, or to all if none was begun', () => {
  const status = (current: string | undefined, begun: string[], done: string[]): Status => ({
    ...{ current, begun: new Set(begun), done: new Set(done), failed: new Map(), full: undefined },
  });
  const keys = ['a', 'b', 'c'];
  expect(blamed(keys, status('b', ['a', 'b'], ['a']))).toEqual(['b']);
  expect(blamed(keys, status(undefined, ['a'], ['a']))).toEqual(['b']);
  expect(blamed(keys, status(undefined, [], ['a']))).toEqual(['b']);
  expect(blamed(keys, status(undefined, [], []))).toEqual(keys);
  expect(blamed(keys, status(undefined, keys, keys))).toEqual([]);
});

test('an array is known by its id, or by its name while it has none; a task that is begun again is alive', () => {
  const root = join(folder(), 'slurm');
  const array = createArray(root, assignment(root, []), [[task(0)], [task(1)], [task(2)]]);
  const line = (job: number, index: number, state: string): string =>
    `${job}|${index}|${state}|n1|${state === 'PENDING' ? 'JobHeldAdmin' : 'None'}|${array.name}`;
  const lines = [line(5, 0, 'RUNNING'), line(9, 0, 'PENDING'), line(9, 0, 'NODE_FAIL'), line(9, 1, 'TIMEOUT')];
  const queue = new Queue(parseQueue(lines.join('\n')));
  expect(queue.live(array, 1)).toBe(false);
  expect(endingOf(array, 1, queue)).toBe(`TIMEOUT (job ${array.name}_1 on n1)`);
  array.submitted('9');
  expect([0, 1, 2].map((index) => queue.live(array, index))).toEqual([true, false, false]);
  expect(queue.anyLive(array)).toBe(true);
  expect(endingOf(array, 2, queue)).toBe('it is gone from the queue (job 9_2)');
  expect(queue.obstacles()).toEqual(['job 9 waits, as Slurm says, for this reason: JobHeldAdmin']);
  const [reopened] = openArrays(root);
  expect(reopened).toMatchObject({ name: array.name, job: '9', chunks: array.chunks });
  // The same runs from the same place have another name as long as the first are there.
  expect(createArray(root, assignment(root, []), [[task(0)], [task(1)], [task(2)]]).name).not.toBe(array.name);
});

test('what a killed process has left of an array is none, and is removed by the next', () => {
  const root = join(folder(), 'slurm');
  const array = createArray(root, assignment(root, []), [[task(0)]]);
  const begun = join(root, '0123456789abcdef');
  mkdirSync(begun);
  writeFileSync(join(begun, 'common.json'), '{"modu');
  writeFileSync(join(begun, 'keys.json.tmp'), '[["');
  // The id of a job stands in its file as a whole, or not at all.
  writeFileSync(join(array.folder, 'job.tmp'), '');
  expect(openArrays(root).map(({ name, job }) => [name, job])).toEqual([[array.name, undefined]]);
  array.submitted('17');
  expect(readdirSync(array.folder)).not.toContain('job.tmp');
  removeUnfinished(root);
  expect(existsSync(begun)).toBe(false);
  expect(openArrays(root)).toMatchObject([{ name: array.name, job: '17' }]);
});

test('one at a time holds the lock, and one that a killed process has left is broken', async () => {
  const path = folder();
  const { signal } = new AbortController();
  const events: string[] = [];
  const hold = (name: string): Promise<void> =>
    withLock(path, signal, async () => {
      events.push(`${name} in`);
      await pause(20);
      events.push(`${name} out`);
    });
  await Promise.all([hold('a'), hold('b')]);
  expect(events).toEqual(['a in', 'a out', 'b in', 'b out']);
  writeFileSync(join(path, 'lock'), 'gone');
  const stopped = new AbortController();
  const waiting = withLock(path, stopped.signal, async () => events.push('never'));
  stopped.abort();
  await expect(waiting).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  const old = Date.now() / 1000 - 130;
  utimesSync(join(path, 'lock'), old, old);
  await hold('c');
  expect(events.slice(4)).toEqual(['c in', 'c out']);
  expect(existsSync(join(path, 'lock'))).toBe(false);
});
