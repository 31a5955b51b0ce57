import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { DECISIONS_TABLE } from '../../src/report/tables/decisions-table.ts';
import { TABLE_FORMATS } from '../../src/report/tables/formats.ts';
import type { Column } from '../../src/report/tables/table.ts';
import { decoded } from '../report/tables/read.ts';
import { contents, folder, makespan, recorder, swf } from './recorder.ts';

const TRACE = swf(128, [
  [0, 1000, 100, 1000],
  [0, 100, 128, 100],
  [0, 5000, 28, 5000],
  [0, 900, 28, 900],
]);
const TABLES = ['decisions', 'jobs', 'samples'];

/** A folder with a trace, and the words that run it under some policies. */
function given(...policies: readonly string[]): { path: string; run: string[] } {
  const path = folder({ 't.swf': TRACE });
  return { path, run: ['run', '--trace', join(path, 't.swf'), ...policies.flatMap((name) => ['--policy', name])] };
}

/** The files of a folder as bytes. */
const bytesIn = (path: string): Map<string, Buffer> =>
  new Map(readdirSync(path).map((name) => [name, readFileSync(join(path, name))]));

test.each(TABLE_FORMATS)(
  'run --tables --format %s writes three tables for each policy, and what they hold',
  async (format) => {
    const { path, run } = given('easy', 'fcfs');
    const tables = join(path, 'tables');
    expect(await makespan(...run, '--tables', tables, '--format', format, '-q')).toMatchObject({ code: 0, err: '' });
    const names = TABLES.flatMap((table) => ['easy', 'fcfs'].map((policy) => `${table}.${policy}.${format}`));
    expect(readdirSync(tables).sort()).toEqual([...names, 'schema.json'].sort());
    const schema = JSON.parse(readFileSync(join(tables, 'schema.json'), 'utf8'));
    expect(schema.tables.map(({ name }: { name: string }) => name)).toEqual(['jobs', 'samples', 'decisions']);
    expect(schema.tables[2]).toEqual(DECISIONS_TABLE);
    const rows = async (name: string, place: number) =>
      decoded(readFileSync(join(tables, name)), format, schema.tables[place].columns as Column[]);
    // Under fcfs the wide second job lets nobody pass, and the other two start when it has ended, at 1100 s.
    expect(
      (await rows(`jobs.fcfs.${format}`, 0)).map((row) => [row['policy'], row['start_ms'], row['wait_ms']]),
    ).toEqual([
      ['fcfs', 0, 0],
      ['fcfs', 1_000_000, 1_000_000],
      ['fcfs', 1_100_000, 1_100_000],
      ['fcfs', 1_100_000, 1_100_000],
    ]);
    expect(
      (await rows(`samples.easy.${format}`, 1)).map((row) => [row['time_ms'], row['waiting'], row['used']]),
    ).toEqual([
      [0, 2, 128],
      [900_000, 2, 100],
      [1_000_000, 1, 128],
      [1_100_000, 0, 28],
      [6_100_000, 0, 0],
    ]);
    const starts = (await rows(`decisions.easy.${format}`, 2)).filter(({ action }) => action === 'start');
    expect(starts.map(({ job_id: id, rule }) => [id, rule])).toEqual([
      [1, 'in-turn'],
      [4, 'before-shadow'],
      [2, 'in-turn'],
      [3, 'in-turn'],
    ]);
  },
);

test('one policy has tables without its name, and --every gives samples in equal steps', async () => {
  const { path, run } = given('easy');
  const tables = join(path, 'tables');
  await makespan(...run, '--tables', tables, '--format', 'csv', '--every', '50min', '-q');
  expect(readdirSync(tables).sort()).toEqual(['decisions.csv', 'jobs.csv', 'samples.csv', 'schema.json']);
  expect(readFileSync(join(tables, 'samples.csv'), 'utf8')).toBe(
    'policy,time_ms,waiting,asked,running,used,online,utilization\n' +
      'easy,0,2,156,2,128,128,1\n' +
      'easy,3000000,0,0,1,28,128,0.21875\n' +
      'easy,6000000,0,0,1,28,128,0.21875\n',
  );
});

test.each(TABLE_FORMATS)('report --tables --format %s writes the same bytes as the run did', async (format) => {
  const { path, run } = given('easy', 'conservative');
  const [out, first, second] = ['out', 'first', 'second'].map((name) => join(path, name));
  const how = ['--format', format, '--every', '10s', '-q'];
  await makespan(...run, '--out', out!, '--tables', first!, ...how);
  writeFileSync(join(path, 't.swf'), 'gone');
  expect(await makespan('report', out!, '--tables', second!, ...how)).toEqual({ code: 0, out: '', err: '' });
  expect(bytesIn(second!)).toEqual(bytesIn(first!));
});

test('tables of a machine of nodes say whose a job is, where it ran and what became of it', async () => {
  const path = folder({
    's.yaml': `question: Who runs?
workload:
  jobs:
    - { name: a, account: chem, nodes: 1, cores: 2, run: 1min }
    - { name: b, account: bio, nodes: 2, cores: 2, run: 1min, deadline: 5min }
cluster:
  groups: { n: { count: 2, cores: 2 } }
accounts: { chem: {}, bio: {} }
policies: [easy]
`,
  });
  const tables = join(path, 'tables');
  const ran = await makespan(
    'run',
    join(path, 's.yaml'),
    '--out',
    join(path, 'o'),
    '--tables',
    tables,
    '--format',
    'jsonl',
    '-q',
  );
  expect(ran).toMatchObject({ code: 0, err: '' });
  const jobs = readFileSync(join(tables, 'jobs.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(jobs.map(({ name, fate, account, nodes, cores }) => [name, fate, account, nodes, cores])).toEqual([
    ['a', 'completed', 'chem', 'n-1', 2],
    ['b', 'completed', 'bio', 'n-1 n-2', 4],
  ]);
});

test.each([
  [['--format', 'csv'], '--format is about tables: add --tables DIR'],
  [['--every', '1h'], '--every is about tables: add --tables DIR'],
  [['--tables', '@/new', '--format', 'parqet'], "--format 'parqet' is not known; did you mean parquet?"],
  [
    ['--tables', '@/new', '--every', '5'],
    "--every must be a number and a unit (s, min, h, d), such as 12h or 30d, found '5'",
  ],
  [['--tables', '@/new', '--every', '0s'], "--every must be more than no time, found '0s'"],
  [['--tables', '@/t.swf'], '--tables @/t.swf: @/t.swf is not a folder'],
  [['--tables', '@/old'], '--tables @/old: holds jobs.sjf.parquet of other policies or formats; name an empty folder'],
  [
    ['--tables', '@/old', '--format', 'csv', '--jobs', '@/old/jobs.csv'],
    '--tables @/old: holds jobs.sjf.parquet of other policies or formats; name an empty folder',
  ],
  [['--tables', '@', '--format', 'csv', '--jobs', '@/jobs.csv'], '--jobs and --tables both name @/jobs.csv'],
])('run %j is wrong input, and nothing is written', async (options, message) => {
  const { path, run } = given('easy');
  mkdirSync(join(path, 'old'));
  writeFileSync(join(path, 'old', 'jobs.sjf.parquet'), '');
  const before = contents(path);
  const result = await makespan(...run, ...options.map((word) => word.replaceAll('@', path)));
  expect(result).toEqual({ code: 2, out: '', err: `makespan: ${message.replaceAll('@', path)}\n` });
  expect(contents(path)).toEqual(before);
});

test('a run that stops leaves the tables of the policies that had finished, and no part of others', async () => {
  const { path, run } = given('easy');
  writeFileSync(
    join(path, 'bad.mjs'),
    `export default { name: 'bad', decide({ queue, start }) { throw new Error('no more'); } };\n`,
  );
  const tables = join(path, 'tables');
  const result = await makespan(...run, '--policy', join(path, 'bad.mjs'), '--tables', tables, '--format', 'csv', '-q');
  expect(result.code).toBe(2);
  expect(readdirSync(tables).sort()).toEqual([
    'decisions.easy.csv',
    'jobs.easy.csv',
    'samples.easy.csv',
    'schema.json',
  ]);
});

test('an interrupted command leaves no tables', async () => {
  const { path, run } = given('easy');
  const tables = join(path, 'tables');
  expect(await main([...run, '--tables', tables], recorder(AbortSignal.abort()))).toBe(130);
  expect(existsSync(tables)).toBe(false);
});
