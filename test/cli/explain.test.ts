import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { folder, makespan, recorder, swf } from './recorder.ts';

/**
 * Eight processors. The first holds six until 3600, planned until 7200; the second wants all eight, and is held for from
 * 7200 on; the third would fit beside the first, but asks for 10800 s; the fourth asks for 3600 s and is backfilled.
 */
const FOUR = swf(8, [
  [0, 3600, 6, 7200],
  [60, 1800, 8, 3600],
  [120, 3000, 2, 10_800],
  [180, 1200, 2, 3600],
]);

/** A run of the four jobs under some policies, and the folder of its report. */
async function run(trace: string, ...policies: string[]): Promise<string> {
  const path = folder({ 't.swf': trace });
  const argv = ['run', '--trace', join(path, 't.swf'), '--out', join(path, 'run')];
  const { code, err } = await makespan(...argv, ...policies.flatMap((policy) => ['--policy', policy]));
  expect([code, err]).toEqual([0, '']);
  return join(path, 'run');
}

describe('explain --json', () => {
  it('tells by whom, by which rule and how long a job waited, and what would have let it start earlier', async () => {
    const { code, out } = await makespan('explain', await run(FOUR, 'easy'), '3', '--json');
    expect(code).toBe(0);
    const { job, row, policies } = JSON.parse(out);
    expect([job, row, policies.length]).toEqual([3, 2, 1]);
    const [{ start, wait, waits, alternatives, rule }] = policies;
    expect([start, wait, rule]).toEqual([5400, 5280, 'in-turn']);
    expect(waits.map((one: Record<string, unknown>) => [one['from'], one['to'], one['rule'], one['by']])).toEqual([
      [120, 180, 'would-delay', { job: 2, row: 1, procs: 8 }],
      // The fourth has taken the last two.
      [180, 1380, 'no-room', null],
      [1380, 3600, 'would-delay', { job: 2, row: 1, procs: 8 }],
      // The second has started, 3600 s before it was to.
      [3600, 5400, 'head', null],
    ]);
    expect(waits[0].first.obstacle).toEqual({ at: 7200, left: 0 });
    expect(waits[1].holders).toEqual([
      // It lacks two: the first holds six, the fourth two, so either alone would be enough.
      { job: 1, row: 0, procs: 6, time: 1200 },
      { job: 4, row: 3, procs: 2, time: 1200 },
    ]);
    expect(waits[3].first).toMatchObject({ free: 0, expected: 7200 });
    expect(alternatives).toEqual([
      // It starts beside the first at once.
      { change: 'without', job: 2, row: 1, procs: 8, start: 120 },
      // The second starts at 60 and ends at 1860.
      { change: 'without', job: 1, row: 0, procs: 6, start: 1860 },
      // In the way for longer than it was: nothing gained, for the reservation still stands.
      { change: 'without', job: 4, row: 3, procs: 2, start: null },
      // 120 + 7200 is after 7200, 120 + 3600 is not.
      { change: 'estimate', estimate: 7200, start: null },
      { change: 'estimate', estimate: 3600, start: 120 },
      // All eight are wanted at 7200, so one is as much in the way as two.
      { change: 'procs', procs: 1, start: null },
    ]);
  });
});

test('explain prints a line per policy, or the whole life under those that are named', async () => {
  const path = await run(FOUR, 'fcfs', 'easy');
  const [all, one] = [await makespan('explain', path, '4'), await makespan('explain', path, '4', '--policy', 'easy')];
  expect([all.code, one.code, all.err, one.err]).toEqual([0, 0, '', '']);
  expect(all.out).toContain('  fcfs  1 h 27 min  day 0 01:30:00');
  expect(all.out).toContain('  easy  at once');
  expect(all.out).toContain('Add --policy LABEL');
  expect(one.out.replaceAll(/\s+/g, ' ')).toContain(
    'backfilled: planned to end at day 0 01:03:00, by the shadow of job 2 at day 0 02:00:00',
  );
  expect(one.out).not.toContain('fcfs');
  const quiet = await makespan('explain', path, '4', '--quiet');
  expect(quiet.out).not.toContain('Add --policy');
});

test.each([40, 60, 100, 200])('explain keeps to %d columns', async (columns) => {
  const path = await run(FOUR, 'fcfs', 'easy', 'conservative');
  for (const more of [[], ['--policy', 'conservative', '--policy', 'easy']]) {
    const terminal = { ...recorder(), columns };
    expect(await main(['explain', path, '3', ...more], terminal)).toBe(0);
    for (const line of terminal.text.out.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  }
});

test("explain asks one's own policies again, modules and programs alike, and tells their own words", async () => {
  const module = `export default {
    name: 'mine', promises: false, needsKill: false,
    decide({ queue }, plan) {
      for (let job = queue.first(); job >= 0; job = queue.after(job)) plan.start(job, 'it was "next"');
    },
  };`;
  const path = folder({ 't.swf': FOUR, 'mine.mjs': module });
  cpSync(fileURLToPath(new URL('../../scenarios/policies/easy.py', import.meta.url)), join(path, 'easy.py'));
  writeFileSync(
    join(path, 's.yaml'),
    `question: Why?
workload: { trace: t.swf }
policies: [{ policy: ./mine.mjs, label: mine }, { command: [python3, easy.py], label: theirs }]
`,
  );
  const log = join(path, 'log.jsonl');
  const ran = await makespan('run', join(path, 's.yaml'), '--out', join(path, 'run'), '--audit', log);
  expect([ran.code, ran.err]).toEqual([0, '']);
  const { code, out } = await makespan(
    'explain',
    join(path, 'run'),
    '3',
    '--json',
    '--policy',
    'mine',
    '--policy',
    'theirs',
  );
  expect(code).toBe(0);
  const [mine, theirs] = JSON.parse(out).policies;
  // Nothing is reserved, so the third starts beside the first. The program is EASY, but why is known to itself alone.
  expect([mine.start, mine.rule, mine.note]).toEqual([120, 'passing', 'it was "next"']);
  expect([theirs.start, theirs.waits[0].rule, theirs.alternatives.length]).toEqual([5400, 'left', 6]);
  const lines = readFileSync(join(path, 'log.mine.jsonl'), 'utf8').trimEnd().split('\n');
  const started = lines.map((line) => JSON.parse(line)).find(({ fact, row }) => fact === 'start' && row === 2);
  expect(started.note).toBe('it was "next"');
});

test('explain shows the longest stretches of a long wait and says how many it leaves out', async () => {
  // One processor, a job each minute for 100 s: under fcfs the last one waits behind 38 others, one after the other.
  const queue = Array.from({ length: 40 }, (_, i) => [i, 100, 1, 100] as const);
  const { out } = await makespan('explain', await run(swf(1, queue), 'fcfs'), '40');
  expect(out).toMatch(/and 15 shorter stretches, together .*; --json has them all/);
});

describe('explain answers wrong input with one line', () => {
  const twice = FOUR.replace('\n4 ', '\n3 ');

  it.each([
    [['3', '--policy', 'esay'], "@: the run has no policy 'esay'; did you mean easy?"],
    [['9'], '@: there is no job 9; labels go from 1 to 4, and the nearest is 4'],
    [['row:4'], '@: there is no row 4; rows go from 0 to 3'],
    [['three'], "JOB must be the label of a job or row:N, found 'three'"],
    [[], 'explain needs a JOB'],
  ])('%j', async (words, message) => {
    const path = await run(FOUR, 'easy');
    const { code, out, err } = await makespan('explain', path, ...words);
    expect([code, out, err]).toEqual([2, '', `makespan: ${message.replace('@', path)}\n`]);
  });

  it('where a label is not unique, with the rows that have it', async () => {
    const path = await run(twice, 'easy');
    const wrong = await makespan('explain', path, '3');
    expect([wrong.code, wrong.err]).toEqual([2, `makespan: ${path}: 2 jobs are called 3; say which by row:2, row:3\n`]);
    const right = await makespan('explain', path, 'row:2');
    expect([right.code, right.err]).toEqual([0, '']);
    expect(right.out).toContain('job 3 (row 2): 2 of 8 processors');
  });

  it('where there is no run', async () => {
    const path = folder({ file: '' });
    const none = await makespan('explain', join(path, 'none'), '3');
    expect([none.code, none.err]).toEqual([2, `makespan: ${path}/none: there is no such folder\n`]);
    expect(await makespan('explain', path, '3')).toMatchObject({ code: 2, out: '' });
  });

  it('where the stored run does not come out again', async () => {
    const path = await run(FOUR, 'easy');
    const file = join(path, 'jobs.json');
    const text = readFileSync(file, 'utf8');
    const hash = /"hash": "([0-9a-f]{16})"/.exec(text)![1]!;
    writeFileSync(file, text.replace(hash, '0123456789abcdef').replace(/"version": "[^"]*"/, '"version": "0.0.9"'));
    const { code, out, err } = await makespan('explain', path, '3');
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe(
      `makespan: policy 'easy' makes another schedule now than the one that is stored (run hash ${hash}, stored ` +
        '0123456789abcdef, by version 0.0.9): the policy or this program has changed since; run the scenario again\n',
    );
  });

  it('and an interruption by saying so', async () => {
    const path = await run(FOUR, 'easy');
    const terminal = recorder(AbortSignal.abort());
    expect(await main(['explain', path, '3'], terminal)).toBe(130);
    expect(terminal.text).toEqual({ out: '', err: 'makespan: interrupted; nothing was written\n' });
  });
});
