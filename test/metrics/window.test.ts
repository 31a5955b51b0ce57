import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { byClass, byUser, METRICS, metricsOf, NAMED_METRICS, queueSeries, windowed } from '../../src/metrics/index.ts';
import { span } from '../../src/metrics/timeline.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { check } from '../properties/workloads.ts';
import { anyRun, PENCIL } from './fixtures.ts';

const figure = (name: string, run: FinishedRun): number => NAMED_METRICS.find((one) => one.name === name)!.of(run);
/** In seconds. */
const within = (run: FinishedRun, from: number, to: number): FinishedRun =>
  windowed(run, { from: from * 1000, to: to * 1000 });

describe('a window of the pencil run', () => {
  // Of its four jobs on four processors, the second and the third are submitted in [10, 30): waits 90 and 2.
  const run = within(PENCIL, 10, 30);

  it('has figures of the jobs submitted in it, whenever they end', () => {
    expect(figure('mean_wait', run)).toBe(46);
    expect(figure('max_response', run)).toBe(140);
    expect(byUser(run).map(({ user, jobs }) => [user, jobs])).toEqual([
      [1, 1],
      [2, 1],
    ]);
    expect(byClass(run).reduce((sum, { jobs }) => sum + jobs, 0)).toBe(2);
  });

  it('has figures over its time, whoever ran or waited', () => {
    // In use: 12 s x 3, 5 s x 4, 3 s x 3 = 65 of 80.
    expect(figure('utilization', run)).toBeCloseTo(65 / 80, 12);
    // Waiting: one but for 2 s of two: 18 + 4 = 22 in 20 s.
    expect(figure('mean_queue_length', run)).toBeCloseTo(22 / 20, 12);
    expect(figure('max_queue_length', run)).toBe(2);
    // min(idle, asked for): 1 for 10 s, 1 for 2 s, 0 for 5 s, 1 for 3 s.
    expect(figure('loss_of_capacity', run)).toBeCloseTo(15 / 80, 12);
    // The third job ends at 27: one in 20 s.
    expect(figure('throughput', run)).toBe(180);
    expect(queueSeries(run, 2).values).toEqual([expect.closeTo(1, 12), expect.closeTo(1.2, 12)]);
  });

  it('has no makespan', () => {
    expect(figure('makespan', run)).toBeNaN();
  });

  it('has no figures of jobs where none is submitted, and goes on without jobs where they have ended', () => {
    expect(figure('mean_wait', within(PENCIL, 40, 90))).toBeNaN();
    // 10 s of 2 processors in use of 20 s of 4.
    expect(figure('utilization', within(PENCIL, 140, 160))).toBeCloseTo(20 / 80, 12);
    expect(figure('mean_queue_length', within(PENCIL, 140, 160))).toBe(0);
    expect(figure('utilization', within(PENCIL, 30, 30))).toBeNaN();
  });
});

describe('any run on processors', () => {
  const cut = fc.double({ min: 0, max: 1, noNaN: true });

  it('has the same figures in a window that holds it all', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { from, to } = span(run);
        // A job that comes or ends at the very edge is outside, so the edge is left to those that wait or run.
        fc.pre(run.jobs.submit.every((at) => at < to) && run.end.every((at) => at > from));
        const all = windowed(run, { from, to });
        for (const { name, over, of } of METRICS) if (over !== 'run') expect(of(all), name).toBe(of(run));
      }),
    );
  });

  it('adds up: integrals over adjacent windows are those of both together', () => {
    fc.assert(
      fc.property(anyRun, cut, (run, share) => {
        const { from, to, length } = span(run);
        const middle = from + Math.round(share * length);
        for (const name of ['utilization', 'mean_queue_length', 'loss_of_capacity', 'throughput']) {
          const area = (a: number, b: number): number =>
            a < b ? figure(name, windowed(run, { from: a, to: b })) * (b - a) : 0;
          expect(area(from, middle) + area(middle, to), name).toBeCloseTo(area(from, to), 4);
        }
      }),
    );
  });

  it("keeps Little's law in a window at whose ends nobody waits", () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        const { start, jobs } = run;
        const nobody = (at: number): boolean => jobs.submit.every((submit, job) => !(submit < at && at < start[job]!));
        const { from, to } = span(run);
        const middle = [...jobs.submit].filter((at) => at > from && nobody(at));
        for (const at of [...middle, to]) {
          if (at === from || jobs.submit.some((submit) => at === to && submit === to)) continue;
          const window = windowed(run, { from, to: at });
          const count = jobs.submit.filter((submit) => submit < at).length;
          const waits = figure('mean_wait', window) * count;
          expect((figure('mean_queue_length', window) * (at - from)) / 1000).toBeCloseTo(waits, 6);
        }
      }),
    );
  });
});

describe('any run on nodes', () => {
  it('adds up over adjacent windows, and is itself in a window that holds it all', () => {
    check(
      fc.property(anyCentre, fc.double({ min: 0, max: 1, noNaN: true }), ({ centre, jobs }, share) => {
        const run = simulateCentre(jobs, centre, [createScheduler('easy')]);
        const ended = Math.max(0, ...run.end.filter((at) => !Number.isNaN(at)), ...run.jobs.submit);
        const [from, to] = [(run.jobs.submit[0] ?? 0) - 1, ended + 1];
        const middle = from + Math.round(share * (to - from));
        const part = (a: number, b: number): FinishedRun => windowed(run, { from: a, to: b });
        for (const { name, over, of } of metricsOf(run)) {
          if (over === 'jobs') expect(of(part(from, to)), name).toEqual(of(run));
          if (name === 'borrowed' || name === 'time_below_guarantee') {
            expect(of(part(from, middle)) + of(part(middle, to)), name).toBeCloseTo(of(part(from, to)), 6);
          }
        }
        for (const name of ['preemptions', 'never_ran', 'late_jobs', 'suspended_time', 'lost_work']) {
          const sum = figure(name, part(from, middle)) + figure(name, part(middle, to));
          expect(sum, name).toBeCloseTo(figure(name, run), 6);
        }
        for (const name of ['core_utilization', 'memory_utilization']) {
          const value = figure(name, part(from, middle));
          if (!Number.isNaN(value)) expect(value).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
      60,
    );
  });
});
