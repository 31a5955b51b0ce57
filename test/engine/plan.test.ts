import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DecisionPlan } from '../../src/engine/plan.ts';
import { plannedByEstimate } from '../../src/engine/planned.ts';
import { simulate } from '../../src/engine/simulation.ts';
import { Timeline } from '../../src/engine/timeline.ts';
import { type JobId, type JobTable, NO_JOB } from '../../src/model/jobs.ts';
import type { Scheduler } from '../../src/model/scheduler.ts';
import { toSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyWorkload, jobTable, type SmallJob, startsOf } from './jobs.ts';

const NOW = 1000_000;

interface Running {
  /** Seconds until the planned end. */
  readonly left: number;
  readonly procs: number;
}

/** A machine at one instant, and what the plan did to it. */
function decision(free: number, running: readonly Running[], jobs: JobTable) {
  const timeline = new Timeline(free);
  for (const { left, procs } of running) timeline.add(NOW + left * 1000, procs);
  const [started, reserved]: [number[], [number, number][]] = [[], []];
  const host = {
    jobs,
    planned: plannedByEstimate(jobs),
    predicts: false,
    timeline,
    procs: running.reduce((sum, { procs }) => sum + procs, free),
    // The running jobs have no rows here; only kept reservations would look for them.
    plannedEnd: (): number => Number.NaN,
    start(job: JobId): void {
      started.push(job);
      timeline.free -= jobs.procs[job]!;
      timeline.add(NOW + Math.max(jobs.estimate[job]!, 1000), jobs.procs[job]!);
    },
    mustWait: (): void => {},
    reasons: false,
    first: (): JobId => NO_JOB,
    moved: (): void => {},
    reserved: (job: JobId, at: number): void => void reserved.push([job, (at - NOW) / 1000]),
  };
  const plan = new DecisionPlan(host);
  plan.begin(NOW);
  return {
    plan,
    started,
    reserved,
    start: (row: number): boolean => plan.start(row as JobId),
    /** Seconds from now. */
    reserve: (row: number): number => (plan.reserve(row as JobId) - NOW) / 1000,
    limits: (...durations: number[]): number[] => durations.map((duration) => plan.room().limit(duration * 1000)),
  };
}

const waiting = (...jobs: Omit<SmallJob, 'submit'>[]): JobTable => jobTable(jobs.map((job) => ({ ...job, submit: 0 })));

describe('a plan', () => {
  it('starts whatever fits while nothing is reserved', () => {
    const { start, limits, started } = decision(5, [], waiting({ run: 9, procs: 3 }, { run: 9, procs: 3 }));
    expect(limits(1, 1e9)).toEqual([5, 5]);
    expect(start(0)).toBe(true);
    expect(limits(1, 1e9)).toEqual([2, 2]);
    expect(start(1)).toBe(false);
    expect(started).toEqual([0]);
  });

  /**
   * Ten processors: 3 free, 3 until 50, 4 until 100. The head wants 5 and can start at 50, when 6 are free: 1 is spare.
   *
   *     9 +---------+----------+
   *       |                    |
   *     6 |  4 until 100       |
   *       +---------+==========+...
   *     3 | 3 to 50 | head: 5 from 50 on
   *       +---------+==========
   *     0   3 free    1 spare
   */
  const withHead = () => {
    const jobs = waiting(
      { run: 200, procs: 5 },
      { run: 50, procs: 2 },
      { run: 51, procs: 1 },
      { run: 51, procs: 1 },
      { run: 50, procs: 1 },
    );
    return decision(
      3,
      [
        { left: 50, procs: 3 },
        { left: 100, procs: 4 },
      ],
      jobs,
    );
  };

  it('holds the shadow time of one reservation: who ends by it may take what is free, others what is spare', () => {
    const { start, reserve, limits, reserved } = withHead();
    expect(reserve(0)).toBe(50);
    expect(reserved).toEqual([[0, 50]]);
    expect(limits(50, 51)).toEqual([3, 1]);
    expect(start(0)).toBe(false);
    expect(start(1)).toBe(true);
    expect(limits(50, 51)).toEqual([1, 1]);
    // The one processor that is spare is taken beyond the shadow time, so nothing is left for the next.
    expect(start(2)).toBe(true);
    expect(limits(1, 51)).toEqual([0, 0]);
    expect(start(3)).toBe(false);
  });

  it('takes nothing from what is spare for a job that ends by the shadow time', () => {
    const { start, reserve, limits } = withHead();
    reserve(0);
    expect(start(4)).toBe(true);
    expect(limits(50, 51)).toEqual([2, 1]);
    expect([start(2), start(3)]).toEqual([true, false]);
  });

  it('counts every job that is planned to end at the shadow time as spare', () => {
    const running = [
      { left: 50, procs: 3 },
      { left: 50, procs: 4 },
    ];
    const { reserve, limits } = decision(3, running, waiting({ run: 1, procs: 5 }));
    expect(reserve(0)).toBe(50);
    expect(limits(50, 51)).toEqual([3, 3]);
  });

  it('holds further reservations in the first holes that the earlier ones leave', () => {
    const jobs = waiting(
      { run: 10, procs: 9 },
      { run: 40, procs: 6 },
      { run: 40, procs: 6 },
      { run: 100, procs: 1 },
      { run: 101, procs: 1 },
      { run: 200, procs: 1 },
    );
    const { start, reserve, limits, reserved } = decision(
      2,
      [
        { left: 100, procs: 4 },
        { left: 20, procs: 4 },
      ],
      jobs,
    );
    // Free: 2, from 20 on 6, from 100 on 10. Nine can have [100, 110), six [20, 60), six more [60, 100).
    expect([reserve(0), reserve(1), reserve(2)]).toEqual([100, 20, 60]);
    expect(reserved).toEqual([
      [0, 100],
      [1, 20],
      [2, 60],
    ]);
    // Beside 6 of 6 in [20, 100) nobody can run on.
    expect(limits(20, 21, 101)).toEqual([2, 0, 0]);
    expect([start(3), start(4), start(5)]).toEqual([false, false, false]);
  });

  it('forgets what a decision reserved when the next one begins', () => {
    const { plan, reserve, limits } = withHead();
    reserve(0);
    reserve(1);
    plan.begin(NOW);
    expect(limits(1e9)).toEqual([3]);
    expect(reserve(0)).toBe(50);
  });

  it('plans a job without an estimate to last a second', () => {
    const { reserve, limits, start } = decision(
      1,
      [{ left: 1, procs: 1 }],
      waiting({ run: 9, procs: 2 }, { run: 0, procs: 1 }),
    );
    expect(reserve(0)).toBe(1);
    expect(limits(1, 1.001)).toEqual([1, 0]);
    expect(start(1)).toBe(true);
  });

  /** A job of no processors: to reserve for it changes nothing but that the plan must draw a timeline. */
  const GHOST = { submit: 0, run: 1, procs: 0 };

  it('admits the same jobs by two numbers as by the timeline that it draws from the second reservation on', () => {
    const running = fc.array(fc.record({ left: fc.nat(12), procs: fc.integer({ min: 1, max: 3 }) }), { maxLength: 12 });
    const job = fc.record({ run: fc.nat(15), procs: fc.integer({ min: 1, max: 6 }) });
    fc.assert(
      fc.property(fc.nat(5), running, fc.array(job, { minLength: 2, maxLength: 20 }), (free, ends, drawn) => {
        const total = ends.reduce((sum, { procs }) => sum + procs, free);
        fc.pre(drawn[0]!.procs > free && drawn[0]!.procs <= total);
        const jobs = jobTable([...drawn.map((one) => ({ ...one, submit: 0 })), GHOST]);
        const [few, general] = [decision(free, ends, jobs), decision(free, ends, jobs)];
        expect(general.reserve(0)).toBe(few.reserve(0));
        general.reserve(drawn.length);
        const durations = Array.from({ length: 20 }, (_, i) => i + 1);
        for (let row = 1; row < drawn.length; row += 1) {
          expect(general.limits(...durations)).toEqual(few.limits(...durations));
          expect(general.start(row)).toBe(few.start(row));
        }
        expect(general.started).toEqual(few.started);
      }),
      { numRuns: 500 },
    );
  });

  it.each(['kill', 'extend'] as const)('makes the same schedules by either (overrun: %s)', (overrun) => {
    const forced = (ghost: JobId): Scheduler => ({
      ...createScheduler('easy'),
      name: 'easy that draws',
      promises: false,
      decide({ queue }, plan) {
        let isBlocked = false;
        for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) {
          if (plan.start(job) || isBlocked) continue;
          isBlocked = true;
          plan.reserve(job);
          plan.reserve(ghost);
        }
      },
    });
    fc.assert(
      fc.property(anyWorkload(overrun), ({ procs, jobs }) => {
        // The ghost arrives when all is over.
        const rows = Array.from(jobs.submit, (submit, row) => ({
          submit: submit / 1000,
          run: jobs.runtime[row]! / 1000,
          est: jobs.estimate[row]! / 1000,
          procs: jobs.procs[row]!,
        }));
        const haunted = jobTable([...rows, { ...GHOST, submit: 1e6 }], overrun);
        // Unwatched, for a reservation for somebody who has not arrived is against the rules.
        const observed = Array.from(simulate(haunted, procs, forced(jobs.length as JobId)).start, toSeconds);
        expect(observed.slice(0, -1)).toEqual(startsOf('easy', procs, jobs));
        expect(observed.at(-1)).toBe(1e6);
      }),
    );
  });
});

describe('a policy that decides what cannot be', () => {
  const jobs = jobTable([
    { submit: 0, run: 10, procs: 1 },
    { submit: 5, run: 10, procs: 1 },
  ]);
  const row = (job: number): JobId => job as JobId;
  const deciding = (decide: Scheduler['decide']): (() => unknown) => {
    const scheduler: Scheduler = { name: 'nonsense', promises: false, needsKill: false, decide };
    return () => simulate(jobs, 4, scheduler);
  };

  it('is told so, by name, row and time', () => {
    const early = deciding((_, plan) => void plan.start(row(1)));
    expect(early).toThrow('nonsense decides about row 1, which does not wait, at 0 s');
    const twice = deciding((_, plan) => void (plan.start(row(0)) && plan.start(row(0))));
    expect(twice).toThrow('nonsense decides about row 0, which does not wait, at 0 s');
    const keepsEarly = deciding((_, plan) => void plan.keep(row(1)));
    expect(keepsEarly).toThrow('nonsense decides about row 1, which does not wait, at 0 s');
  });

  it('cannot mix reservations that stay with those that do not, nor keep what is kept', () => {
    type Step = 'keep' | 'reserve';
    const doing = (first: Step, second: Step): (() => unknown) =>
      deciding((_, plan) => {
        for (const step of [first, second]) plan[step](row(0));
      });
    expect(doing('keep', 'keep')).toThrow('row 0 is kept a place for already');
    expect(doing('reserve', 'keep')).toThrow('a policy that reserves cannot keep in the same decision');
    expect(doing('keep', 'reserve')).toThrow('a policy that keeps reservations cannot reserve for one decision');
  });

  it('cannot learn how long a job runs before it has ended', () => {
    const ran: number[] = [];
    simulate(jobs, 4, {
      name: 'curious',
      promises: false,
      needsKill: false,
      decide(view, plan) {
        for (const job of view.arrivals) plan.start(job);
        for (const job of view.endings) ran.push(view.ran(job));
      },
    });
    expect(ran).toEqual([10_000, 10_000]);
    expect(deciding((view) => void view.ran(row(0)))).toThrow('nonsense asks how long row 0 ran, which has not ended');
  });
});

/** Decides by hand at the first instant, and first come, first served after it. */
function atFirst(jobs: JobTable, procs: number, first: Scheduler['decide']): number[] {
  let decided = false;
  return startsOf(
    {
      name: 'by hand',
      promises: false,
      needsKill: true,
      decide(view, plan) {
        if (!decided) first(view, plan);
        decided = true;
        for (let job = view.queue.first(); job !== NO_JOB && plan.start(job); ) job = view.queue.first();
      },
    },
    procs,
    jobs,
  );
}

describe('a place that begins later than it could', () => {
  // Four processors. A holds three until 100; B needs all; C and D one each. The last only makes one more decision.
  const jobs = jobTable([
    { submit: 0, run: 100, procs: 3 },
    { submit: 0, run: 50, procs: 4 },
    { submit: 0, run: 120, procs: 1 },
    { submit: 0, run: 151, procs: 1 },
    { submit: 1, run: 1, procs: 1 },
  ]);
  const [a, b, c, d] = [0, 1, 2, 3] as JobId[] as [JobId, JobId, JobId, JobId];

  it.each(['reserve', 'keep'] as const)('%s: holds from then on, and lets start what is over by then', (hold) => {
    atFirst(jobs, 4, (_, plan) => {
      expect(plan.start(a)).toBe(true);
      expect(plan.earliest(b)).toBe(100_000);
      expect(plan[hold](b, 150_000)).toBe(150_000);
      // 151 s is one too many; 120 s end by 150.
      expect(plan.start(d)).toBe(false);
      expect(plan.earliest(d)).toBe(200_000);
      expect(plan.start(c)).toBe(true);
    });
  });

  it.each(['reserve', 'keep'] as const)('%s: is never held before the earliest hole', (hold) => {
    atFirst(jobs, 4, (_, plan) => {
      plan.start(a);
      expect(plan[hold](b, 20_000)).toBe(100_000);
      // The second one looks behind the first: free until 100, then not before 150.
      expect(plan[hold](d, 30_000)).toBe(150_000);
      expect(plan[hold](c, 0)).toBe(150_000);
    });
  });

  it('is held now for a job that fits, whether or not the policy has tried to start it', () => {
    atFirst(jobs, 4, (_, plan) => {
      expect(plan.earliest(b)).toBe(0);
      expect(plan.reserve(b)).toBe(0);
      expect(plan.start(c)).toBe(false);
      expect(plan.reserve(a)).toBe(50_000);
    });
  });
});

describe('a kept job', () => {
  // Two processors. A has one until 100.
  const jobs = jobTable([
    { submit: 0, run: 100, procs: 1 },
    { submit: 0, run: 80, procs: 1 },
    { submit: 0, run: 30, procs: 2 },
    { submit: 0, run: 150, procs: 1 },
  ]);
  const [a, b, c, d] = [0, 1, 2, 3] as JobId[] as [JobId, JobId, JobId, JobId];

  it("starts before its time beside what is held for others, and its own place is in nobody's way", () => {
    const starts = atFirst(jobs, 2, (_, plan) => {
      plan.start(a);
      // B is held from 50 to 130 and C behind it; B may start now, D not, for it would run into C.
      expect(plan.keep(b, 50_000)).toBe(50_000);
      expect(plan.keep(c)).toBe(130_000);
      expect(plan.keep(d)).toBe(160_000);
      expect(plan.earliest(d)).toBe(160_000);
      expect(plan.start(d)).toBe(false);
      expect(plan.start(c)).toBe(false);
      expect(plan.start(b)).toBe(true);
    });
    expect(starts.slice(0, 2)).toEqual([0, 0]);
  });

  it('makes room for a later sweep when it starts ahead, in a policy that sweeps', () => {
    atFirst(jobs, 2, (_, plan) => {
      plan.start(a);
      plan.keep(b, 50_000);
      plan.keep(c);
      plan.compress();
      // Without a gain nobody moves but by the sweep itself: B to 0, then C to where A and B have ended.
      expect(plan.earliest(b)).toBe(0);
      expect(plan.earliest(c)).toBe(100_000);
    });
    atFirst(jobs, 2, (_, plan) => {
      plan.start(a);
      plan.keep(b);
      plan.compress();
      plan.keep(c, 90_000);
      plan.keep(d, 20_000);
      expect([b, c, d].map((job) => plan.earliest(job) / 1000)).toEqual([0, 100, 130]);
      expect(plan.start(b)).toBe(true);
    });
  });
});
