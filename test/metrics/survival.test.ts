import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kaplanMeier, survival } from '../../src/metrics/survival.ts';
import { level, outage, runOf } from '../engine/centre/faults/hand.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { ownCheckpoints } from '../engine/centre/faults/own-checkpoints.ts';
import { NORMAL } from '../engine/centre/plain.ts';
import { run } from './fault-fixtures.ts';

test('the example that Kaplan and Meier work out themselves', () => {
  // Deaths at 0.8, 3.1, 5.4 and 9.2 months, losses at 1.0, 2.7, 7.0 and 12.1: 7/8, x 4/5, x 3/4, x 1/2.
  const ended = [0.8, 3.1, 5.4, 9.2].map((lasts) => ({ lasts, ended: true }));
  const lost = [1.0, 2.7, 7.0, 12.1].map((lasts) => ({ lasts, ended: false }));
  expect(kaplanMeier([...lost, ...ended])).toMatchObject([
    { lasts: 0.8, share: 0.875 },
    { lasts: 3.1, share: expect.closeTo(0.7, 12) },
    { lasts: 5.4, share: expect.closeTo(0.525, 12) },
    { lasts: 9.2, share: expect.closeTo(0.2625, 12) },
  ]);
});

test('the interval is that of the log of the cumulative hazard, by the formula of Greenwood', () => {
  // Remissions under 6-mercaptopurine (Freireich et al., Blood 21, 1963), as textbooks have them: + are lost from sight.
  const ended = [6, 6, 6, 7, 10, 13, 16, 22, 23].map((lasts) => ({ lasts, ended: true }));
  const lost = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35].map((lasts) => ({ lasts, ended: false }));
  const [first, ...later] = kaplanMeier([...ended, ...lost]);
  // 3 of 21: variance 3 / (21 x 18) = 0.0079365, -log(18/21) = 0.1541507, 1.959964 x 0.0890871 / 0.1541507 = 1.132707:
  // 0.857143 to the power of exp(1.132707) = 3.104048 and of 0.322160.
  const [low6, high6] = [expect.closeTo(0.61972, 5), expect.closeTo(0.95155, 5)];
  expect(first).toEqual({ lasts: 6, share: expect.closeTo(18 / 21, 12), low: low6, high: high6 });
  for (const { share, low, high } of later) {
    expect(0 < low && low < share && share < high && high < 1).toBe(true);
  }
});

test('where the last that are watched end there is no interval', () => {
  expect(kaplanMeier([{ lasts: 1, ended: true }])).toEqual([{ lasts: 1, share: 0, low: Number.NaN, high: Number.NaN }]);
});

test('where all are watched until they end it is the part that lasts longer', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(8), { minLength: 1 }), (lengths) => {
      for (const { lasts, share } of kaplanMeier(lengths.map((one) => ({ lasts: one, ended: true })))) {
        expect(share).toBeCloseTo(lengths.filter((one) => one > lasts).length / lengths.length, 12);
      }
    }),
  );
});

test('runs of jobs count until a fault strikes them, not until that is known', () => {
  // A is struck after 6 s, B twice after 10 s; the second run of A comes to its end after 10 s, and is there until then.
  const curve = { runs: 4, struck: 3, time: [0, 6, 10, 10], share: [1, 0.75, 0.25, 0.25] };
  const [all] = survival(run);
  expect(all!.low).toEqual([null, expect.any(Number), all!.low[3], all!.low[2]]);
  expect(all!.high[2]! > 0.25 && all!.low[2]! < 0.25).toBe(true);
  expect(survival(run)).toMatchObject([
    { size: 'all', ...curve },
    { size: 'narrow', ...curve },
  ]);
});

test('one that is moved ahead of a failure has not been struck', () => {
  expect(survival(moved)[0]).toEqual({
    ...{ size: 'all', runs: 3, struck: 0, time: [0, 43], share: [1, 1] },
    ...{ low: [null, null], high: [null, null] },
  });
});

test('one that is preempted before anybody knew of its fault has been struck all the same', () => {
  // n-0 fails at 30, which is known at 50, until 60. A runs from 0 to 35, when B preempts it and is struck at once; from
  // 60 to 70 B runs, from 70 to 170 A. Struck are one of four after 0 s and one of two after 30 s: 3/4, x 1/2.
  const normal = { ...NORMAL, name: 'low' };
  const preempted = runOf({
    jobs: [
      { name: 'A', run: 100 },
      { name: 'B', submit: 35, run: 10, qos: 1 },
    ],
    nodes: 1,
    centre: { qos: [normal, { ...normal, name: 'high', preempts: [0], preempted: 'never' }] },
    policy: 'backfill(preempt=qos,mode=requeue)',
    faults: [outage(0, 30, 60, { known: 50_000 })],
    checkpoints: ownCheckpoints({ interval: () => Number.POSITIVE_INFINITY, levels: [level('machine', 1)] }),
  });
  expect(preempted.centre!.faults!.incidents).toMatchObject([{ job: 1, struck: 35_000, known: 50_000 }]);
  expect(survival(preempted)[0]).toMatchObject({
    ...{ runs: 4, struck: 2, time: [0, 0, 30, 100], share: [1, 0.75, 0.375, 0.375] },
  });
});

test('a curve of very many steps keeps a hundred of them, the last among them', () => {
  const [one] = run.centre!.faults!.incidents;
  const incidents = Array.from({ length: 1000 }, (_, i) => ({ ...one!, struck: one!.since + (i + 1) * 1000 }));
  const [all] = survival({ ...run, centre: { ...run.centre!, faults: { ...run.centre!.faults!, incidents } } });
  expect(all!.time).toHaveLength(102);
  expect(all!.time.slice(-2)).toEqual([1000, 1000]);
  expect(all!.share.at(-1)).toBeCloseTo(0, 12);
});
