import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import { PLAN_TICK } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { PLAIN, SETTINGS, type Setting } from './variants.ts';
import { anyWorkload, check, jobTable, type RawWorkload } from './workloads.ts';

const hash = (spec: string, jobs: JobTable, procs: number, { simultaneity }: Setting): string =>
  simulate(jobs, procs, createScheduler(spec), { simultaneity }).hash;

const PAIRS = [
  ['easy++', 'easy-sjbf'],
  ['sjf(predict=recent)', 'sjf'],
  ['saf(depth=2,predict=recent)', 'saf(depth=2)'],
  ['lxf(depth=1,predict=recent)', 'lxf(depth=1)'],
] as const;

test.each(PAIRS)('%s is %s where nobody knows whose jobs they are', (predicting, plain) => {
  check(
    fc.property(anyWorkload, ({ procs, jobs }) => {
      for (const setting of SETTINGS) {
        const table = jobTable(jobs, setting);
        const unknown = { ...table, user: table.user.length === 0 ? [] : Array(table.length).fill(-1) };
        expect(hash(predicting, unknown, procs, setting), setting.name).toBe(hash(plain, unknown, procs, setting));
      }
    }),
    40,
  );
});

test.each(PAIRS)('%s is %s where no user has two jobs', (predicting, plain) => {
  check(
    fc.property(anyWorkload, ({ procs, jobs }) => {
      for (const setting of SETTINGS) {
        const table = jobTable(jobs, setting);
        const strangers = { ...table, user: jobs.map((_, row) => row) };
        expect(hash(predicting, strangers, procs, setting), setting.name).toBe(hash(plain, strangers, procs, setting));
      }
    }),
    20,
  );
});

/** A user by length: what the last two took is what the next will take. */
test.each(PAIRS)('%s is %s where users repeat themselves and ask for what they need', (predicting, plain) => {
  check(
    fc.property(anyWorkload, ({ procs, jobs }) => {
      for (const setting of SETTINGS) {
        const table = jobTable(jobs, { overrun: 'kill', estimate: 'runtime' });
        const steady = { ...table, user: Array.from(table.runtime) };
        expect(hash(predicting, steady, procs, setting), setting.name).toBe(hash(plain, steady, procs, setting));
      }
    }),
    20,
  );
});

test('predictions do change schedules', () => {
  let changed = 0;
  check(
    fc.property(anyWorkload, ({ procs, jobs }) => {
      const table = jobTable(jobs);
      if (hash('easy++', table, procs, PLAIN) !== hash('easy-sjbf', table, procs, PLAIN)) changed += 1;
    }),
    100,
  );
  expect(changed).toBeGreaterThan(10);
});

/** Without slack the promise on arrival is conservative's; if nobody ends early there is nothing to win by moving. */
test('slack(factor=0) is conservative where estimates are exact', () => {
  const lasting = ({ procs, jobs }: RawWorkload): RawWorkload => ({
    procs,
    jobs: jobs.map((job) => ({ ...job, run: Math.max(job.run, PLAN_TICK) })),
  });
  check(
    fc.property(anyWorkload, (drawn) => {
      const { procs, jobs } = lasting(drawn);
      const table = jobTable(jobs, { overrun: 'kill', estimate: 'runtime' });
      for (const setting of SETTINGS) {
        expect(hash('slack(factor=0)', table, procs, setting), setting.name).toBe(
          hash('conservative', table, procs, setting),
        );
      }
    }),
    60,
  );
});
