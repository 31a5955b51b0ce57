import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyWorkload, type SmallJob, startsOf } from '../engine/jobs.ts';

const job = (submit: number, run: number, procs: number, est = run): SmallJob => ({ submit, run, procs, est });

describe('the four-job case: 128 processors, all submitted at 0', () => {
  /**
   * A wants 100 for 1000 s, B all 128 for 100 s, C 28 for 5000 s, D 28 for 900 s.
   *
   *      easy              0        900 1000   1100
   *      100 processors    AAAAAAAAAAAAA|BBBBB|
   *       28 processors    DDDDDDDDDD...|BBBBB|CCCCCC (to 6100)
   */
  const jobs = [job(0, 1000, 100), job(0, 100, 128), job(0, 5000, 28), job(0, 900, 28)];

  it.each([
    ['fcfs', [0, 1000, 1100, 1100]],
    // Shortest first: B, then D beside A, and C when D is done.
    ['sjf', [100, 0, 1000, 100]],
    ['easy', [0, 1000, 1100, 0]],
    ['easy-sjbf', [0, 1000, 1100, 0]],
    ['conservative', [0, 1000, 1100, 0]],
    ['conservative-rebuild', [0, 1000, 1100, 0]],
    // Nothing is reserved: C starts beside A, D where A was, and B waits for C.
    ['backfill(depth=0)', [0, 5000, 0, 1000]],
    ['backfill(depth=2)', [0, 1000, 1100, 0]],
    ['backfill(depth=all)', [0, 1000, 1100, 0]],
    // Longest first: C beside A, then D where A was, B when C is done.
    ['ljf', [0, 5000, 0, 1000]],
    // By area: B 12,800, D 25,200, A 100,000, C 140,000.
    ['saf', [100, 0, 1000, 100]],
    // By width: C and D (28), then A (100) when D is done, then B.
    ['sqf', [900, 5000, 0, 0]],
  ])('%s starts them at %j', (policy, starts) => {
    expect(startsOf(policy, 128, jobs)).toEqual(starts);
  });
});

describe('easy', () => {
  it('counts every job that ends at the shadow time as extra, not only those that the head needs', () => {
    // At 100 A and B both end: 10 free, 6 for the head, 4 extra, so D (2 processors, 500 s) delays nobody.
    const jobs = [job(0, 100, 4), job(0, 100, 4), job(1, 50, 6), job(2, 500, 2)];
    expect(startsOf('easy', 10, jobs)).toEqual([0, 0, 100, 2]);
  });

  it('takes from extra what ends after the shadow time, and nothing for what ends by it', () => {
    // The head B wants 6 of 10 at 100, so 4 are extra; free until then are 3.
    const jobs = [
      job(0, 100, 7),
      job(1, 50, 6),
      // Ends by 100: takes 1 of the 3 free, none of the 4 extra.
      job(2, 98, 1),
      // Ends after it: takes 2 free and 2 extra.
      job(2, 200, 2),
      // 0 free now; at 100 it is behind B, which leaves 2.
      job(2, 200, 2),
      job(2, 200, 1),
    ];
    expect(startsOf('easy', 10, jobs)).toEqual([0, 100, 2, 2, 100, 150]);
  });

  it('plans with estimates, and a job that ends early moves the head up', () => {
    // The shadow is 50 by A's estimate; A ends at 20. C (25 s at 2) would end by 50 and starts; it delays B to 27.
    const jobs = [job(0, 20, 3, 50), job(1, 5, 4), job(2, 25, 1)];
    expect(startsOf('easy', 4, jobs)).toEqual([0, 27, 2]);
  });

  it('protects the head only: conservative, or a second reservation, protects the next as well', () => {
    // B (3) has 10, C (4) 20. D (1 for 20 s) fits into what B leaves and delays C.
    const jobs = [job(0, 10, 3), job(1, 10, 3), job(2, 10, 4), job(3, 20, 1)];
    expect(startsOf('easy', 4, jobs)).toEqual([0, 10, 23, 3]);
    for (const policy of ['conservative', 'conservative-rebuild', 'backfill(depth=2)', 'backfill(depth=all)']) {
      expect(startsOf(policy, 4, jobs)).toEqual([0, 10, 20, 30]);
    }
  });

  it('tries by arrival; easy-sjbf tries the shortest first', () => {
    // One processor is free until 10: for C (8 s) or for D (5 s).
    const jobs = [job(0, 10, 3), job(1, 10, 4), job(2, 8, 1), job(2, 5, 1)];
    expect(startsOf('easy', 4, jobs)).toEqual([0, 10, 2, 20]);
    expect(startsOf('easy-sjbf', 4, jobs)).toEqual([0, 10, 20, 2]);
    // There the head stays B, the first to arrive; with the queue itself in this order C goes before B at 7.
    expect(startsOf('sjf(depth=1)', 4, jobs)).toEqual([0, 15, 7, 2]);
  });
});

describe('strict orders', () => {
  it('let nobody pass a first that does not fit', () => {
    // C fits beside A but stands behind B.
    const jobs = [job(0, 10, 3), job(1, 10, 2), job(2, 1, 1)];
    expect(startsOf('fcfs', 4, jobs)).toEqual([0, 10, 10]);
    // By estimate C is the first.
    expect(startsOf('sjf', 4, jobs)).toEqual([0, 10, 2]);
    expect(startsOf('sjf', 4, [job(0, 10, 3), job(1, 2, 2), job(2, 3, 1)])).toEqual([0, 10, 10]);
  });

  it('put equal jobs in order of arrival', () => {
    const equal = [job(0, 10, 4), job(1, 5, 4), job(2, 5, 4), job(3, 5, 4)];
    // Scores by wait or submit put the older first anyhow.
    for (const order of ['fcfs', 'sjf', 'ljf', 'saf', 'sqf', 'lxf', 'wfp3', 'unicef', 'f1', 'f2', 'f3', 'f4']) {
      expect(startsOf(order, 4, equal)).toEqual([0, 10, 15, 20]);
    }
  });

  it('that vary are scored anew at each decision', () => {
    // (w + r) / r: at 50 B (49 + 40)/40 = 2.2, C (10 + 5)/5 = 3. At 55 B (54 + 40)/40 = 2.35, D (10 + 8)/8 = 2.25.
    const jobs = [job(0, 50, 4), job(1, 40, 4), job(40, 5, 4), job(45, 8, 4)];
    expect(startsOf('lxf', 4, jobs)).toEqual([0, 55, 50, 95]);
    // (w / r)^3 n: at 50 B 1.2^3 x 4 = 7.4, C 2^3 x 4 = 32, D 0.6^3 x 4 = 0.98; at 55 B 9.8, D 7.8.
    expect(startsOf('wfp3', 4, jobs)).toEqual([0, 55, 50, 95]);
  });
});

describe('options', () => {
  it.each([
    ['fcfs(depth=1)', 'easy'],
    ['backfill', 'easy'],
    ['backfill(depth=1)', 'easy'],
    ['backfill(scan=sjf)', 'easy-sjbf'],
    ['backfill(scan=fcfs)', 'easy'],
    ['backfill(scan=queue)', 'easy'],
    ['backfill(depth=all)', 'conservative-rebuild'],
    ['backfill(depth=100)', 'conservative-rebuild'],
    ['backfill(depth=none)', 'fcfs'],
    ['backfill(depth=none, order=sjf)', 'sjf'],
    ['sjf(depth=none)', 'sjf'],
    ['saf(depth=2)', 'backfill(depth=2, order=saf)'],
    ['wfp3(depth=1, scan=sjf)', 'backfill(order=wfp3, scan=sjf)'],
    ['f1(depth=all)', 'backfill(depth=all, order=f1)'],
    // Without backfilling nothing is scanned.
    ['ljf(scan=sjf)', 'ljf'],
  ])('%s is %s', (spec, same) => {
    fc.assert(
      fc.property(anyWorkload('extend'), ({ procs, jobs }) => {
        expect(startsOf(spec, procs, jobs)).toEqual(startsOf(same, procs, jobs));
      }),
      { numRuns: 40 },
    );
  });

  it('with exact estimates, planning anew equals keeping reservations', () => {
    fc.assert(
      fc.property(anyWorkload('kill'), ({ procs, jobs }) => {
        const exact = {
          ...jobs,
          estimate: jobs.runtime.map((runtime) => Math.max(runtime, 1000)),
          runtime: jobs.runtime.map((runtime) => Math.max(runtime, 1000)),
        };
        expect(startsOf('conservative-rebuild', procs, exact)).toEqual(startsOf('conservative', procs, exact));
      }),
    );
  });
});
