import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INSTANT, simulate, startSimulation } from '../../src/engine/simulation.ts';
import type { Fact } from '../../src/model/facts.ts';
import { NO_JOB } from '../../src/model/jobs.ts';
import type { Scheduler, Simultaneity } from '../../src/model/scheduler.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyWorkload, jobTable, type SmallJob, startsOf } from './jobs.ts';

/** The facts of a run, times in seconds and jobs by letter. */
function factsOf(policy: string, procs: number, jobs: readonly SmallJob[], simultaneity = INSTANT): string[] {
  const told: string[] = [];
  const on = (fact: Fact): void => {
    if (fact.kind === 'decision') return;
    const at = fact.kind === 'reserve' ? ` for ${fact.at / 1000}` : '';
    const end = fact.kind === 'end' && fact.killed ? ' killed' : '';
    told.push(`${fact.time / 1000} ${fact.kind} ${'ABCDEFGH'[fact.job]}${at}${end}`);
  };
  const observers = [{ name: 'teller', on, finish: (at: number) => told.push(`${at / 1000} finish`) }];
  simulate(jobTable(jobs), procs, createScheduler(policy), { simultaneity, observers });
  return told;
}

const EVENT: Simultaneity = { pass: 'event', order: 'completions-first' };
const ARRIVALS: Simultaneity = { pass: 'event', order: 'arrivals-first' };

describe('one instant', () => {
  it('is its ends, then its arrivals in order, then one decision', () => {
    const jobs = [
      { submit: 0, run: 10, procs: 4 },
      { submit: 10, run: 5, procs: 3 },
      { submit: 10, run: 1, est: 1, procs: 3 },
    ];
    expect(factsOf('sjf', 4, jobs)).toEqual([
      ...['0 submit A', '0 start A'],
      ...['10 end A', '10 submit B', '10 submit C', '10 start C'],
      ...['11 end C', '11 start B'],
      ...['16 end B', '16 finish'],
    ]);
  });

  it('is visited again by a job of no length, which holds its processors during the pass that starts it', () => {
    const jobs = jobTable([
      { submit: 0, run: 0, est: 5, procs: 2 },
      { submit: 0, run: 3, procs: 2 },
      { submit: 0, run: 0, procs: 1 },
    ]);
    const run = simulate(jobs, 2, createScheduler('fcfs'));
    // At 0: A starts, ends; B starts. At 3: B ends, C starts, ends.
    expect(Array.from(run.start)).toEqual([0, 0, 3000]);
    expect(Array.from(run.end)).toEqual([0, 3000, 3000]);
    expect([run.events, run.decisions]).toEqual([6, 4]);
  });

  it('tells observers of kills and reservations', () => {
    const jobs = [
      { submit: 0, run: 10, est: 4, procs: 3 },
      { submit: 1, run: 2, procs: 4 },
    ];
    expect(factsOf('easy', 4, jobs)).toEqual([
      ...['0 submit A', '0 start A', '1 submit B', '1 reserve B for 4'],
      ...['4 end A killed', '4 start B', '6 end B', '6 finish'],
    ]);
  });
});

describe('jobs that overrun their estimates', () => {
  /**
   * Easy on four processors. A is said to last 4 s and lasts 10, so from 4 on it is taken to end in the next second,
   * and the shadow of B moves on with each pass: 4 at time 2, 6 at 5, 7 at 6, 8 at 7. D (2 s) never ends by it; E
   * (1 s) does. No pass happens at 4, though A was planned to end then.
   *
   *     4 |  .C. . .E. . .|BBBBB|
   *     3 | AAAAAAAAAAAAAA|BBBBB|
   *     2 | AAAAAAAAAAAAAA|BBBBB|
   *     1 | AAAAAAAAAAAAAA|BBBBB|D D
   *       0  2 3   6 7    10    15  17
   */
  it('are planned to end in the next second', () => {
    const jobs = jobTable(
      [
        { submit: 0, run: 10, est: 4, procs: 3 },
        { submit: 1, run: 5, procs: 4 },
        { submit: 2, run: 1, procs: 1 },
        { submit: 5, run: 2, procs: 1 },
        { submit: 6, run: 1, procs: 1 },
      ],
      'extend',
    );
    expect(startsOf('easy', 4, jobs)).toEqual([0, 10, 2, 15, 6]);
    // Passes at 0, 1, 2, 3 (C ends), 5, 6, 7 (E ends), 10, 15 and 17, none at 4.
    const run = simulate(jobs, 4, createScheduler('easy'));
    expect([run.events, run.decisions]).toEqual([5 + 5 + 1, 10]);
  });

  it('count as ending in the next second already at the instant of their planned end', () => {
    // B arrives at 4 exactly, when A is planned to end but does not: its shadow is 5, so C (1 s) is in time.
    const jobs = jobTable(
      [
        { submit: 0, run: 10, est: 4, procs: 3 },
        { submit: 4, run: 5, procs: 4 },
        { submit: 4, run: 1, procs: 1 },
      ],
      'extend',
    );
    expect(startsOf('easy', 4, jobs)).toEqual([0, 10, 4]);
    // Deciding per event, A may still be about to end: the shadow of B is 4 itself, and C would end after it.
    expect(startsOf('easy', 4, jobs, EVENT)).toEqual([0, 10, 15]);
  });
});

describe('simultaneous events', () => {
  const withEstimate = (est: number): SmallJob[] => [
    { submit: 0, run: 10, est, procs: 4 },
    { submit: 10, run: 100, procs: 4 },
    { submit: 10, run: 1, procs: 4 },
  ];

  /** A holds the machine until 10, when L (100 s) and S (1 s) arrive, in this order; the queue is shortest first. */
  it.each([
    // Decided once, with both in the queue.
    ['instant', 'completions-first', 10, [0, 11, 10]],
    ['instant', 'arrivals-first', 10, [0, 11, 10]],
    // A's end, then L arrives at a free machine.
    ['event', 'completions-first', 10, [0, 10, 110]],
    ['event', 'completions-first', 20, [0, 10, 110]],
    // A ends when planned, so it has left before anything else happens, and L starts.
    ['event', 'arrivals-first', 10, [0, 10, 110]],
    // A ends before it was planned to: L and S arrive at a full machine.
    ['event', 'arrivals-first', 20, [0, 11, 10]],
  ] as const)('pass %s, order %s, A planned to last %d: starts at %j', (pass, order, est, starts) => {
    expect(startsOf('sjf', 4, withEstimate(est), { pass, order })).toEqual(starts);
  });

  it('tells the facts of an instant in the order in which they fire', () => {
    expect(factsOf('sjf', 4, withEstimate(10), EVENT).slice(2, 6)).toEqual([
      ...['10 end A', '10 submit B', '10 start B', '10 submit C'],
    ]);
    expect(factsOf('sjf', 4, withEstimate(20), ARRIVALS).slice(2, 6)).toEqual([
      ...['10 submit B', '10 submit C', '10 end A', '10 start C'],
    ]);
  });

  it('take a job that is planned to end now, and whose end is still to come, to end now and not a second later', () => {
    // At 10 A ends first: C wants 4, B's 2 are about to come back, so the shadow is 10 and D would delay C.
    const jobs = [
      { submit: 0, run: 10, procs: 2 },
      { submit: 0, run: 10, procs: 2 },
      { submit: 1, run: 5, procs: 4 },
      { submit: 2, run: 1, procs: 1 },
    ];
    expect(startsOf('easy', 4, jobs, EVENT)).toEqual([0, 0, 10, 15]);
    expect(startsOf('easy', 4, jobs, ARRIVALS)).toEqual([0, 0, 10, 15]);
  });

  it('make no difference to anything when the decision comes once per instant, whichever are first', () => {
    fc.assert(
      fc.property(
        anyWorkload('kill'),
        fc.constantFrom('easy', 'sjf', 'conservative', 'wfp3(depth=2)'),
        (work, name) => {
          const { procs, jobs } = work;
          const arrivalsFirst: Simultaneity = { pass: 'instant', order: 'arrivals-first' };
          expect(startsOf(name, procs, jobs, arrivalsFirst)).toEqual(startsOf(name, procs, jobs));
        },
      ),
    );
  });
});

describe('a simulation', () => {
  it('of nothing is over at once', () => {
    const run = simulate(jobTable([]), 4, createScheduler('easy'));
    expect([run.events, run.decisions, run.start.length, run.policy]).toEqual([0, 0, 0, 'easy']);
  });

  it('begins at the first submission, wherever the clock of the trace stands', () => {
    const jobs = [
      { submit: 1e9, run: 5, procs: 1 },
      { submit: 1e9 + 2, run: 5, procs: 1 },
    ];
    expect(startsOf('easy', 1, jobs)).toEqual([1e9, 1e9 + 5]);
  });

  it('is an error if its policy leaves jobs waiting for ever', () => {
    const idle: Scheduler = { name: 'idle', promises: false, needsKill: false, decide: () => {} };
    const jobs = jobTable([
      { submit: 0, run: 1, procs: 1 },
      { submit: 3, run: 1, procs: 1 },
    ]);
    expect(() => simulate(jobs, 1, idle)).toThrow(new Error('idle left 2 jobs waiting for ever'));
    // A job wider than the machine never fits, so the queue behind it never moves.
    const wide = jobTable([
      { submit: 0, run: 1, procs: 1 },
      { submit: 0, run: 1, procs: 3 },
    ]);
    expect(() => simulate(wide, 2, createScheduler('fcfs'))).toThrow(/^fcfs left 1 jobs? waiting for ever$/);
  });

  it('shows a policy what has happened since the last decision', () => {
    const seen: string[] = [];
    const curious: Scheduler = {
      name: 'curious',
      promises: false,
      needsKill: false,
      decide({ now, free, procs, arrivals, endings, queue }, plan) {
        seen.push(`${now / 1000}: ${free} of ${procs} free, ${endings.length} ended, arrived ${arrivals.join(' ')}`);
        for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) plan.start(job);
      },
    };
    const jobs = [
      { submit: 0, run: 4, procs: 1 },
      { submit: 0, run: 4, procs: 1 },
      { submit: 4, run: 1, procs: 3 },
    ];
    expect(startsOf(curious, 3, jobs)).toEqual([0, 0, 4]);
    expect(seen).toEqual([
      '0: 3 of 3 free, 0 ended, arrived 0 1',
      '4: 3 of 3 free, 2 ended, arrived 2',
      '5: 3 of 3 free, 1 ended, arrived ',
    ]);
  });

  it('says how far it is', () => {
    const jobs = jobTable([
      { submit: 0, run: 4, procs: 1 },
      { submit: 7, run: 1, procs: 1 },
    ]);
    const simulation = startSimulation(jobs, 1, createScheduler('fcfs'));
    const seen: number[][] = [];
    for (let more = true; more; ) {
      more = simulation.advance(1);
      seen.push([simulation.now / 1000, simulation.ended, simulation.free]);
    }
    expect(seen).toEqual([
      [0, 0, 0],
      [4, 1, 1],
      [7, 1, 0],
      [8, 2, 1],
      [8, 2, 1],
    ]);
  });

  const anyPolicy = fc.constantFrom('fcfs', 'sjf', 'easy', 'easy-sjbf', 'conservative', 'backfill(depth=3)', 'wfp3');
  const anyRules = fc.constantFrom(INSTANT, EVENT, ARRIVALS);

  it('comes to the same end in slices as in one go', () => {
    fc.assert(
      fc.property(
        anyWorkload('kill'),
        anyPolicy,
        anyRules,
        fc.array(fc.integer({ min: 1, max: 5 })),
        ({ procs, jobs }, policy, simultaneity, slices) => {
          const whole = simulate(jobs, procs, createScheduler(policy), { simultaneity });
          const simulation = startSimulation(jobs, procs, createScheduler(policy), { simultaneity });
          for (const slice of slices) simulation.advance(slice);
          while (simulation.advance(1)) {}
          expect(simulation.finish()).toEqual(whole);
        },
      ),
    );
  });

  it('has the same hash with observers or without', () => {
    fc.assert(
      fc.property(anyWorkload('kill'), anyPolicy, anyRules, ({ procs, jobs }, policy, simultaneity) => {
        const facts: Fact[] = [];
        const observers = [{ name: 'collector', on: (fact: Fact) => void facts.push(fact) }];
        const watched = simulate(jobs, procs, createScheduler(policy), { simultaneity, observers });
        expect(watched).toEqual(simulate(jobs, procs, createScheduler(policy), { simultaneity }));
        expect(facts.filter(({ kind }) => kind !== 'reserve').length).toBe(3 * jobs.length);
      }),
    );
  });
});
