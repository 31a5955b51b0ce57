import { expect, test } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import type { Scheduler } from '../../src/model/scheduler.ts';
import { guarded } from '../../src/own/guarded.ts';
import { createScheduler } from '../../src/registry.ts';
import { jobTable } from '../engine/jobs.ts';

const WHERE = { file: '/p.mjs', shown: './p.mjs' };
const JOBS = (): JobTable =>
  jobTable([
    { submit: 0, run: 10, procs: 2 },
    { submit: 0, run: 10, procs: 3 },
  ]);

/** First come, first served, after `first` has been let loose on the view. */
const after = (first: (view: Parameters<Scheduler['decide']>[0]) => void): Scheduler =>
  guarded(
    {
      name: 'guest',
      decide(view, plan) {
        first(view);
        for (let job = view.queue.first(); job >= 0 && plan.start(job); ) job = view.queue.first();
      },
    },
    WHERE,
  );

test('what a policy writes on its view reaches neither the run nor the jobs', () => {
  const jobs = JOBS();
  const vandal = after((view) => {
    (view.jobs.procs as Int32Array)[0] = 99;
    (view.arrivals as unknown as number[]).length = 0;
    (view.running() as unknown as number[]).push(7);
  });
  expect(simulate(jobs, 4, vandal).hash).toBe(simulate(JOBS(), 4, createScheduler('fcfs')).hash);
  expect([...jobs.procs]).toEqual([2, 3]);
});

test('a policy sees what a real scheduler would know, and nothing of the simulation', () => {
  let seen: string[][] = [];
  simulate(
    JOBS(),
    4,
    after((view) => {
      seen = [Object.keys(view.jobs), Object.keys(view), Object.keys(view.queue)];
    }),
  );
  expect(seen).toEqual([
    ['length', 'id', 'submit', 'estimate', 'procs', 'user', 'group', 'queue'],
    ['jobs', 'procs', 'queue', 'scan', 'now', 'free', 'arrivals', 'endings', 'running', 'plannedEnd', 'ran'],
    ['first', 'after', 'startableAfter'],
  ]);
});

test('a policy that decides later than it returns is told so', () => {
  const late = guarded(
    {
      name: 'late',
      async decide(_view, plan) {
        await Promise.resolve();
        plan.start(0 as never);
      },
    },
    WHERE,
  );
  expect(() => simulate(JOBS(), 4, late)).toThrow(
    'at 0 s: its decide is asynchronous; it must decide before it returns',
  );
});
