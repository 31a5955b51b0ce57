import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../../src/engine/centre/centre-simulation.ts';
import { simulate } from '../../../src/engine/simulation.ts';
import { thoseThatRan } from '../../../src/metrics/index.ts';
import type { JobTable } from '../../../src/model/jobs.ts';
import { createScheduler } from '../../../src/registry.ts';
import { DECISIONS_TABLE, decisionRows } from '../../../src/report/tables/decisions-table.ts';
import { jobsTable } from '../../../src/report/tables/jobs-table.ts';
import { samplesTable } from '../../../src/report/tables/samples-table.ts';
import type { Row, Table } from '../../../src/report/tables/table.ts';
import { anyCentre } from '../../engine/centre/any-centre.ts';
import { PENCIL } from '../../metrics/fixtures.ts';
import { anyWorkload, check, jobTable } from '../../properties/workloads.ts';
import { decoded, encoded, type Values } from './read.ts';

/** What a program reads of a table; every cell is checked against its column on the way. */
const read = async (table: Table): Promise<Values[]> => decoded(await encoded(table, 'jsonl'), 'jsonl', table.columns);

/** The cells of some columns, row by row. */
const cells = (rows: readonly Values[], ...names: readonly string[]) =>
  rows.map((row) => names.map((name) => row[name]));

/** The decisions of a run, by a way to run it with an observer. */
function decisions(jobs: JobTable, run: (observer: ReturnType<typeof decisionRows>) => void): Table {
  const rows: Row[] = [];
  run(decisionRows('p', jobs, (row) => rows.push(row)));
  return { ...DECISIONS_TABLE, rows };
}

describe('the tables of a run', () => {
  it('have the jobs of the pencil schedule', async () => {
    const rows = await read(jobsTable('pencil', PENCIL));
    expect(cells(rows, 'policy', 'row', 'job_id', 'submit_ms', 'start_ms', 'end_ms', 'wait_ms')).toEqual([
      ['pencil', 0, 1, 0, 0, 100_000, 0],
      ['pencil', 1, 2, 10_000, 100_000, 150_000, 90_000],
      ['pencil', 2, 3, 20_000, 22_000, 27_000, 2000],
      ['pencil', 3, 4, 30_000, 100_000, 120_000, 70_000],
    ]);
    expect(cells(rows, 'run_ms', 'killed', 'procs', 'user_id', 'group_id', 'fair_start_ms')).toEqual([
      [100_000, false, 3, 1, null, null],
      [50_000, false, 2, 2, null, null],
      [5000, false, 1, 1, null, null],
      [20_000, true, 2, 2, null, null],
    ]);
  });

  it('have its samples, at each change or in steps', async () => {
    const every = await read(samplesTable('pencil', PENCIL, 100_000));
    // 3 of 4 processors at 0, and 4 at 100 s.
    expect(cells(every, 'time_ms', 'running', 'used', 'online', 'utilization')).toEqual([
      [0, 1, 3, 4, 0.75],
      [100_000, 2, 4, 4, 1],
    ]);
    expect((await read(samplesTable('pencil', PENCIL))).length).toBe(9);
  });

  it('have the decisions of easy on four jobs', async () => {
    // 128 processors: 100 x 1000 s, 128 x 100 s, 28 x 5000 s, 28 x 900 s, all at 0; labels 100 to 97.
    const jobs = jobTable(
      [
        [1000, 100],
        [100, 128],
        [5000, 28],
        [900, 28],
      ].map(([run, procs]) => ({ submit: 0, run: run! * 1000, estimate: run! * 1000, procs: procs! })),
    );
    const table = decisions(jobs, (observer) => {
      simulate(jobs, 128, createScheduler('easy'), { observers: [observer] });
    });
    const rows = await read(table);
    const ofKind = (action: string): Values[] => rows.filter((row) => row['action'] === action);
    // The second is the head: its shadow is the end of the first, and beside it nothing is spare. The fourth ends before.
    expect(
      cells(ofKind('start'), 'time_ms', 'job_id', 'rule', 'free', 'until_ms', 'other_id', 'shadow_ms', 'spare'),
    ).toEqual([
      [0, 100, 'in-turn', 128, 1_000_000, null, null, null],
      [0, 97, 'before-shadow', 28, 900_000, 99, 1_000_000, 0],
      [1_000_000, 99, 'in-turn', 128, 1_100_000, null, null, null],
      [1_100_000, 98, 'in-turn', 128, 6_100_000, null, null, null],
    ]);
    expect(cells(ofKind('reserve'), 'time_ms', 'row', 'rule', 'at_ms', 'until_ms')).toEqual([
      [0, 1, 'momentary', 1_000_000, 1_100_000],
      [900_000, 1, 'momentary', 1_000_000, 1_100_000],
      [1_000_000, 2, 'momentary', 1_100_000, 6_100_000],
    ]);
    expect(cells(ofKind('wait'), 'time_ms', 'row', 'free', 'waiting', 'at_ms', 'other_row', 'note')).toEqual([
      [0, 1, 0, 2, 1_000_000, 1, null],
      [900_000, 1, 28, 2, 1_000_000, 1, null],
      [1_000_000, 2, 0, 1, 1_100_000, 2, null],
    ]);
    expect(rows.length).toBe(10);
  });

  it('have the start of every job and fit their columns, whatever the workload and the policy', async () => {
    const tables: Table[] = [];
    const specs = ['fcfs', 'easy', 'conservative', 'easy++', 'backfill(depth=2)'];
    check(
      fc.property(anyWorkload, fc.constantFrom(...specs), (given, spec) => {
        const jobs = jobTable(given.jobs);
        let start: Float64Array = new Float64Array();
        const table = decisions(jobs, (observer) => {
          const run = simulate(jobs, given.procs, createScheduler(spec), { observers: [observer] });
          tables.push(jobsTable('p', run), samplesTable('p', run));
          ({ start } = run);
        });
        tables.push(table);
        const starts = [...table.rows].filter(([, , action]) => action === 'start');
        const told = new Map(starts.map(([, time, , job]) => [job, time]));
        expect([starts.length, told]).toEqual([jobs.length, new Map(start.entries())]);
      }),
      50,
    );
    for (const table of tables) await read(table);
  });

  it('fit their columns on machines of nodes, too, where jobs may never run', async () => {
    const tables: Table[] = [];
    const specs = [
      'easy',
      'multifactor',
      'backfill(preempt=qos,mode=suspend)',
      'aging(preempt=priority,mode=cancel,grace=2s)',
    ];
    check(
      fc.property(anyCentre, fc.constantFrom(...specs), ({ jobs, centre }, spec) => {
        const table = decisions(jobs, (observer) => {
          const how = { random: () => 0.5, observers: [observer] };
          const run = simulateCentre(jobs, centre, [createScheduler(spec)], how);
          const all = jobsTable('p', run);
          const never = [...all.rows].filter((row) => row[4] === null || row[5] === null);
          expect(never.length).toBe(jobs.length - thoseThatRan(run).jobs.length);
          tables.push(all, samplesTable('p', run, 5000));
        });
        tables.push(table);
      }),
      50,
    );
    for (const table of tables) await read(table);
  });
});
