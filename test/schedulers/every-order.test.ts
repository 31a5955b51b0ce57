import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Dependency } from '../../src/model/asks.ts';
import type { CentreView } from '../../src/model/centre-view.ts';
import type { JobId, JobTable } from '../../src/model/jobs.ts';
import { fromSeconds, toSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { CENTRE_ORDERS } from '../../src/schedulers/every-order.ts';
import { names, read, tables } from '../docs/markdown.ts';
import { asking, centreOf, group, shape } from '../engine/centre/plain.ts';
import { jobTable, type SmallJob } from '../engine/jobs.ts';

const page = tables(read('docs/policies.md'));
const [A, B, C] = [0, 1, 2] as JobId[];

const checkTable = (title: string, view: Partial<CentreView>, table: JobTable): void => {
  const { rows } = page.find(({ head }) => head[0] === title)!;
  for (const [name, ...cells] of rows) {
    const order = CENTRE_ORDERS.find((one) => one.name === names(name!)[0])!;
    const scores = [A!, B!, C!].map((job) => order.score(job, table, fromSeconds(100), view as CentreView));
    const sorted = [0, 1, 2].sort((a, b) => scores[a]! - scores[b]! || a - b);
    expect(cells[3], order.name).toBe(sorted.map((job) => 'ABC'[job]).join(' '));
    const shown = scores.map((score) => String(Math.abs(order.name === 'urgency' ? score : score / 1000)));
    expect(shown, order.name).toEqual(cells.slice(0, 3));
  }
};

describe('orders that need a machine of nodes', () => {
  it('score deadlines as the documentation shows', () => {
    const deadline = [400, 300, 600].map(fromSeconds);
    const planned = [250, 50, 400].map(fromSeconds);
    const view: Partial<CentreView> = { deadline: (job) => deadline[job]!, plannedFor: (job) => planned[job]! };
    const table = asking(jobTable([1, 2, 3].map(() => ({ submit: 0, run: 1, procs: 1 }))), (procs) => shape(procs, 1));
    checkTable('deadline order', view, table);
  });

  it('score what depends on a job as the documentation shows', () => {
    const centre = centreOf([group('slow', 1, 1), group('fast', 1, 1, { speed: 2 })]);
    const table = asking(jobTable([10, 20, 24].map((run) => ({ submit: 0, run, procs: 1 }))), (procs) =>
      shape(procs, 1),
    );
    const view: Partial<CentreView> = { centre, dependants: (job) => (job === A ? [B!] : []) };
    checkTable('path order', view, table);
  });

  /** When jobs start on one node of so many cores, in seconds. */
  const starts = (
    policy: string,
    cores: number,
    jobs: readonly (SmallJob & { due?: number; after?: readonly number[] })[],
  ): number[] => {
    const table = asking(jobTable(jobs), (procs) => shape(procs, 1));
    const deadline = Float64Array.from(jobs, ({ due }) => (due === undefined ? Number.NaN : fromSeconds(due)));
    const dependencies = new Map<JobId, readonly Dependency[]>();
    for (const [row, { after }] of jobs.entries()) {
      if (after)
        dependencies.set(
          row as JobId,
          after.map((on) => ({ on: on as JobId, after: 'ok' })),
        );
    }
    const asks = { ...table.asks!, deadline, dependencies };
    const run = simulateCentre({ ...table, asks }, centreOf([group('n', 1, cores)]), [createScheduler(policy)]);
    return Array.from(run.start, toSeconds);
  };

  it.each([
    // One core. P runs until 10. Then edf takes R (due at 60), Q (100), and S, without a deadline, last.
    ['edf', [0, 15, 10, 45]],
    // Laxity at 10: Q 100 - 10 - 30 = 60, R 60 - 10 - 5 = 45.
    ['llf', [0, 15, 10, 45]],
    // Ratio at 10: Q 90 / 30 = 3, R 50 / 5 = 10; when Q ends at 40, R follows.
    ['urgency', [0, 10, 40, 45]],
  ])('%s starts jobs by their dates', (policy, expected) => {
    const jobs = [
      { submit: 0, run: 10, procs: 1 },
      { submit: 1, run: 30, procs: 1, due: 100 },
      { submit: 2, run: 5, procs: 1, due: 60 },
      { submit: 2.5, run: 1, procs: 1 },
    ];
    expect(starts(policy, 1, jobs)).toEqual(expected);
  });

  it('brings forward what many wait for', () => {
    // Two cores. By arrival P (8 s) and Q (8 s) go first, then R at 8, and S and T, which need R, at 10.
    const jobs = [
      { submit: 0, run: 8, procs: 1 },
      { submit: 0, run: 8, procs: 1 },
      { submit: 0, run: 2, procs: 1 },
      { submit: 0, run: 10, procs: 1, after: [2] },
      { submit: 0, run: 3, procs: 1, after: [3] },
    ];
    expect(starts('fcfs', 2, jobs)).toEqual([0, 0, 8, 10, 20]);
    // R leads to 2 + 10 + 3 = 15 s, more than 8: it goes first, S follows at 2, and Q has to wait for P.
    for (const policy of ['heft', 'critical-path']) expect(starts(policy, 2, jobs)).toEqual([0, 8, 0, 2, 12]);
  });
});
