import fc from 'fast-check';
import { expect, test } from 'vitest';
import { kaplanMeier, survival } from '../../src/metrics/survival.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { run } from './fault-fixtures.ts';

test('the example that Kaplan and Meier work out themselves', () => {
  // Deaths at 0.8, 3.1, 5.4 and 9.2 months, losses at 1.0, 2.7, 7.0 and 12.1: 7/8, x 4/5, x 3/4, x 1/2.
  const ended = [0.8, 3.1, 5.4, 9.2].map((lasts) => ({ lasts, ended: true }));
  const lost = [1.0, 2.7, 7.0, 12.1].map((lasts) => ({ lasts, ended: false }));
  expect(kaplanMeier([...lost, ...ended])).toEqual([
    { lasts: 0.8, share: 0.875 },
    { lasts: 3.1, share: expect.closeTo(0.7, 12) },
    { lasts: 5.4, share: expect.closeTo(0.525, 12) },
    { lasts: 9.2, share: expect.closeTo(0.2625, 12) },
  ]);
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
  const curve = { runs: 4, interrupts: 3, time: [0, 6, 10, 10], share: [1, 0.75, 0.25, 0.25] };
  expect(survival(run)).toEqual([
    { size: 'all', ...curve },
    { size: 'narrow', ...curve },
  ]);
});

test('one that is moved ahead of a failure has not been struck', () => {
  expect(survival(moved)[0]).toEqual({ size: 'all', runs: 3, interrupts: 0, time: [0, 43], share: [1, 1] });
});

test('a curve of very many steps keeps a hundred of them, the last among them', () => {
  const [one] = run.centre!.faults!.incidents;
  const incidents = Array.from({ length: 1000 }, (_, i) => ({ ...one!, struck: one!.since + (i + 1) * 1000 }));
  const [all] = survival({ ...run, centre: { ...run.centre!, faults: { ...run.centre!.faults!, incidents } } });
  expect(all!.time).toHaveLength(102);
  expect(all!.time.slice(-2)).toEqual([1000, 1000]);
  expect(all!.share.at(-1)).toBeCloseTo(0, 12);
});
