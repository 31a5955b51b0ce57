import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, test } from 'vitest';
import { inProcess } from '../../src/executors/in-process.ts';
import { type SlurmOptions, slurm } from '../../src/executors/slurm/slurm.ts';
import type { Executor } from '../../src/executors/task.ts';
import { threads } from '../../src/executors/threads/threads.ts';
import { assignment, batchWords, carryOut, filesIn, summary, task, tasks } from '../executors/setting.ts';
import { slurmCommand, slurmInstalled, withCluster } from './cluster.ts';

const installed = slurmInstalled();

const executor = (options: SlurmOptions = {}): Executor => slurm({ interval: 100, ...options });

// Of tests that run at once vitest does not know which one asks for a folder, so all are removed at the end.
const place = mkdtempSync(join(tmpdir(), 'makespan-shared-'));
const folder = (): string => mkdtempSync(join(place, 'f'));
const children: ChildProcess[] = [];
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(place, { recursive: true, force: true });
});

/** The runs that are kept, without what belongs to arrays. */
const kept = (path: string): Record<string, string> =>
  Object.fromEntries(Object.entries(filesIn(path)).filter(([name]) => !name.startsWith('slurm')));

const lines = (file: string): string[] => (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []);

/** The job in which the runs of a store are under way. */
function jobOf(runs: string): string {
  const [id] = readdirSync(join(runs, 'slurm')).filter((name) => name.length === 16);
  return readFileSync(join(runs, 'slurm', id!, 'job'), 'utf8');
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(20);
}

describe.runIf(installed).concurrent('on a real Slurm', () => {
  withCluster(8);

  test('runs are the same in one process, in threads and on nodes, byte for byte', async ({ expect }) => {
    const [serial, threaded, nodes] = [folder(), folder(), folder()];
    // The cluster takes 50 tasks an array, so that some have two runs.
    const given = [...tasks(58), task(58, { wrong: 'no such policy' })];
    const one = await carryOut(inProcess, assignment(serial, given));
    const many = await carryOut(threads(2), assignment(threaded, given));
    const all = await carryOut(executor(), assignment(nodes, given));
    expect(summary(all)).toEqual(summary(one));
    expect(summary(many)).toEqual(summary(one));
    expect(all.remarks).toEqual([expect.stringMatching(/^59 runs are submitted as job \d+$/)]);
    expect(kept(nodes)).toEqual(kept(serial));
    expect(kept(threaded)).toEqual(kept(serial));
  });

  test('what is cancelled, runs out of time or loses its node is submitted again', async ({ expect }) => {
    const path = folder();
    const runs = join(path, 'runs');
    const log = join(path, 'log');
    // Only the first time do they take longer than anybody waits.
    const given = [0, 1, 2].map((n) => task(n, { sleepOnce: 600_000, once: join(path, `${n}`) }));
    const meddle = [
      (id: string) => slurmCommand('scancel', id),
      // Slurm refuses an end that has passed by the time it hears of it, so the end is a little ahead, and is set anew
      // until Slurm has heard of it in time.
      (id: string) => {
        const end = "$(date -d '+3 seconds' +%Y-%m-%dT%H:%M:%S)";
        return slurmCommand('sh', '-c', `until scontrol update jobid=${id} EndTime=${end}; do :; done`);
      },
      async (id: string) => {
        const node = await slurmCommand('squeue', '-h', '-o', '%N', '-j', id);
        await slurmCommand('scontrol', 'update', `nodename=${node}`, 'state=down', 'reason=test');
      },
    ];
    const meddling: Promise<unknown>[] = [];
    let job = '';
    // Without Slurm's own requeueing, which would hide the loss of the node.
    const told = await carryOut(executor({ sbatch: ['--no-requeue'] }), assignment(runs, given, { log }), {
      remark: (text) => {
        job ||= /job (\d+)$/.exec(text)![1]!;
      },
      started: ({ name }) => {
        const n = Number(name.split(' ')[1]);
        meddling.push(meddle[n]!(`${job}_${n}`));
      },
    });
    await Promise.all(meddling);
    expect(told.outcomes.map(({ task: { name }, ...rest }) => [name, 'record' in rest]).sort()).toEqual([
      ['run 0', true],
      ['run 1', true],
      ['run 2', true],
    ]);
    expect(told.warnings.sort()).toEqual([
      expect.stringMatching(/^run 0 went unfinished, to be submitted again: CANCELLED \(job \d+_0 on n\d\)$/),
      expect.stringMatching(/^run 1 went unfinished, to be submitted again: TIMEOUT \(job \d+_1 on n\d\)$/),
      expect.stringMatching(/^run 2 went unfinished, to be submitted again: NODE_FAIL \(job \d+_2 on n\d\)$/),
    ]);
    expect(lines(log).sort()).toEqual(['0', '0', '1', '1', '2', '2']);
  });

  test('a task that Slurm itself begins again goes on where it was', async ({ expect }) => {
    const path = folder();
    const runs = join(path, 'runs');
    const log = join(path, 'log');
    const given = [task(0), task(1, { sleepOnce: 600_000, once: join(path, 'once') }), task(2)];
    const told = await carryOut(executor({ mostTasks: 1 }), assignment(runs, given, { log }), {
      started({ name }) {
        if (name === 'run 1') void slurmCommand('scontrol', 'requeue', `${jobOf(runs)}_0`);
      },
    });
    expect(told.outcomes.map(({ task: { name } }) => name)).toEqual(['run 0', 'run 1', 'run 2']);
    expect(told.remarks).toHaveLength(1);
    expect(lines(log)).toEqual(['0', '1', '1', '2']);
  });

  test('a run that ends its task each time is given up, and the others are done', async ({ expect }) => {
    const path = folder();
    const given = [task(0), task(1, { exit: 3 }), task(2), task(3)];
    const told = await carryOut(executor({ mostTasks: 1 }), assignment(path, given));
    expect(summary(told)[1]).toMatch(/^run 1: lost: it was lost 3 times, the last time: FAILED \(job \d+_0 on n\d\)$/);
    expect(Object.keys(kept(path))).toHaveLength(3);
  });

  test('an interpreter that is not there is told with what the node said', async ({ expect }) => {
    const told = await carryOut(executor({ node: '/no/such/node' }), assignment(folder(), [task(0)]));
    expect(summary(told)).toEqual([
      expect.stringMatching(/^run 0: lost: .*FAILED \(job \d+_0 on n\d\): .*\/no\/such\/node: not found$/),
    ]);
  });

  test.for(['SIGINT', 'SIGKILL'] as const)(
    'after %s another process watches the same array',
    async (kill, { expect }) => {
      const path = folder();
      const [runs, log] = [join(path, 'runs'), join(path, 'log')];
      const go = join(path, 'go');
      const given = [...tasks(6), task(6, { until: go })];
      const batch = { folder: runs, executor: 'slurm', tasks: given, shared: { log } } as const;
      const argv = batchWords(join(path, 'batch.json'), batch);
      const child = spawn(process.execPath, argv, { stdio: ['ignore', 'ignore', 'pipe'] });
      children.push(child);
      let said = '';
      child.stderr.on('data', (text) => (said += text));
      const closed = new Promise((done) => child.on('close', done));
      await until(() => lines(log).length === 7);
      const job = jobOf(runs);
      child.kill(kill);
      await closed;
      if (kill === 'SIGINT') {
        expect(said).toContain(
          `what is under way at Slurm goes on: the same command will watch it again, and scancel ${job} ends it\n`,
        );
      }
      const watching = carryOut(executor(), assignment(runs, given, { log }), {
        remark: (text) => {
          said = text;
          spawn('touch', [go]);
        },
      });
      const told = await watching;
      expect(said).toBe(`runs of this study are under way already, as job ${job}`);
      expect(told.outcomes).toHaveLength(7);
      // Nothing was done twice.
      expect(lines(log)).toHaveLength(7);
    },
  );

  test('two processes that watch at once submit once', async ({ expect }) => {
    const path = folder();
    const log = join(path, 'log');
    const given = assignment(join(path, 'runs'), tasks(8), { log });
    const both = await Promise.all([carryOut(executor(), given), carryOut(executor(), given)]);
    expect(both.map(({ outcomes }) => outcomes.length)).toEqual([8, 8]);
    expect(lines(log)).toHaveLength(8);
  });

  test('an array that was cancelled as a whole is submitted anew by the next command', async ({ expect }) => {
    const path = folder();
    const runs = join(path, 'runs');
    const given = assignment(runs, [task(0), task(1, { sleepOnce: 600_000, once: join(path, 'once') })]);
    const stop = new AbortController();
    const first = carryOut(executor(), given, { signal: stop.signal });
    await until(() => existsSync(join(path, 'once')));
    stop.abort();
    await expect(first).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
    await slurmCommand('scancel', jobOf(runs));
    while ((await slurmCommand('squeue', '-h', '-j', jobOf(runs))) !== '') await pause(50);
    expect((await carryOut(executor(), given)).outcomes).toHaveLength(2);
  });

  test('what sbatch refuses is told, and nothing is left', async ({ expect }) => {
    const path = folder();
    const refused = carryOut(executor({ sbatch: ['--partition=none'] }), assignment(path, tasks(2)));
    await expect(refused).rejects.toThrow(/^Slurm does not take the runs: sbatch: error: .*partition/i);
    expect(Object.keys(filesIn(path))).toEqual([]);
  });

  test('a record that cannot be kept on a node stops the command, and the next one goes on', async ({ expect }) => {
    const path = folder();
    const given = assignment(path, [task(0)]);
    const shard = join(path, task(0).key.slice(0, 2));
    writeFileSync(shard, '');
    await expect(carryOut(executor(), given)).rejects.toThrow(
      `runs cannot be kept in ${path}: something else is in its place; those that are finished stay there`,
    );
    rmSync(shard);
    expect((await carryOut(executor(), given)).outcomes).toHaveLength(1);
  });
});
