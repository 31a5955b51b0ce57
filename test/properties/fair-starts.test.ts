import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { fairStarts } from '../../src/engine/fair-starts.ts';
import { simulate } from '../../src/engine/simulation.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import { createScheduler } from '../../src/registry.ts';
import { type Setting, SPECS, settingsOf } from './variants.ts';
import { anyWorkload, check, jobTable } from './workloads.ts';

/** The definition: for each job, everything up to it and nothing after it, from the beginning. */
function naive(spec: string, jobs: JobTable, procs: number, { simultaneity }: Setting): number[] {
  return Array.from({ length: jobs.length }, (_, row) => {
    const length = row + 1;
    const cut = <T extends { slice(from: number, to: number): T }>(column: T): T => column.slice(0, length);
    const before = {
      ...jobs,
      length,
      submit: cut(jobs.submit),
      runtime: cut(jobs.runtime),
      estimate: cut(jobs.estimate),
      procs: cut(jobs.procs),
      killed: cut(jobs.killed),
    };
    return simulate(before, procs, createScheduler(spec), { simultaneity }).start[row]!;
  });
}

describe.each(SPECS)('%s', (spec) => {
  it('has the fair start times of the definition', () => {
    check(
      fc.property(anyWorkload, ({ procs, jobs }) => {
        for (const setting of settingsOf(spec)) {
          const table = jobTable(jobs, setting);
          const { simultaneity } = setting;
          const run = simulate(table, procs, createScheduler(spec), { simultaneity });
          const fair = fairStarts(run, () => createScheduler(spec), simultaneity);
          expect([...fair], setting.name).toEqual(naive(spec, table, procs, setting));
        }
      }),
      4,
    );
  });
});

/** Whoever comes later stands behind, and nobody passes. */
test('fcfs is fair: every job starts at its fair start time', () => {
  check(
    fc.property(anyWorkload, ({ procs, jobs }) => {
      for (const setting of settingsOf('fcfs')) {
        const { simultaneity } = setting;
        const run = simulate(jobTable(jobs, setting), procs, createScheduler('fcfs'), { simultaneity });
        expect(
          fairStarts(run, () => createScheduler('fcfs'), simultaneity),
          setting.name,
        ).toEqual(run.start);
      }
    }),
    40,
  );
});

test('a policy of which nothing is known is judged by all that came before', () => {
  const easy = () => {
    const { name, decide } = createScheduler('easy');
    return { name, decide };
  };
  check(
    fc.property(anyWorkload, ({ procs, jobs }) => {
      const run = simulate(jobTable(jobs), procs, createScheduler('easy'));
      expect(fairStarts(run, easy)).toEqual(fairStarts(run, () => createScheduler('easy')));
    }),
    30,
  );
});
