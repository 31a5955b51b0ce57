import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { SWF_FIELDS, type SwfTrace } from '../../src/model/workload.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { shake } from '../../src/workload/shake.ts';
import { swfText } from '../../src/workload/swf-write.ts';
import { counts, record, sameColumn, traceOf } from './text.ts';

const records = fc.array(
  fc.record({
    submit: fc.integer({ min: -1, max: 100_000 }),
    run: fc.integer({ min: -1, max: 5000 }),
    time: fc.integer({ min: -1, max: 5000 }),
  }),
  { minLength: 1, maxLength: 30 },
);
const trace = records.map((rows) => traceOf(...rows.map((row, i) => record({ ...row, id: i + 1 }))));
const seed = fc.integer();

/** The values of a column by the line of the source that they come from. */
const byLine = ({ columns, lines }: SwfTrace, field: (typeof SWF_FIELDS)[number]): Map<number, number> =>
  new Map(Array.from(lines, (line, i) => [line, columns[field][i]!]));

describe('shake', () => {
  it('moves each submit time by at most the amount, never below 0, and puts the jobs in their new order', () => {
    fc.assert(
      fc.property(trace, fc.integer({ min: 0, max: 500 }), seed, (source, seconds, key) => {
        const shaken = shake(source, { seconds }, key);
        const before = byLine(source, 'submit');
        for (const [line, submit] of byLine(shaken, 'submit')) {
          const was = before.get(line)!;
          if (was < 0) expect(submit).toBe(was);
          else {
            expect(Math.abs(submit - was)).toBeLessThanOrEqual(seconds);
            expect(submit).toBeGreaterThanOrEqual(0);
          }
        }
        const { submit } = shaken.columns;
        expect(submit.every((at, i) => i === 0 || at >= submit[i - 1]!)).toBe(true);
      }),
    );
  });

  it('keeps every other field of every record, and its line in the file', () => {
    fc.assert(
      fc.property(trace, seed, (source, key) => {
        const shaken = shake(source, {}, key);
        expect(Array.from(shaken.lines).sort((a, b) => a - b)).toEqual(Array.from(source.lines));
        for (const field of SWF_FIELDS.filter((name) => name !== 'submit')) {
          const before = byLine(source, field);
          for (const [line, value] of byLine(shaken, field)) expect(value).toBe(before.get(line));
        }
      }),
    );
  });

  it('changes run times by at most their share; what kept to its request still does, and what ran still runs', () => {
    fc.assert(
      fc.property(trace, fc.double({ min: 0, max: 0.99, noNaN: true }), seed, (source, runs, key) => {
        const shaken = byLine(shake(source, { runs }, key), 'run');
        const asked = byLine(source, 'timeRequested');
        for (const [line, was] of byLine(source, 'run')) {
          const run = shaken.get(line)!;
          if (was <= 0) expect(run).toBe(was);
          else {
            expect(Math.abs(run - was)).toBeLessThanOrEqual(was * runs + 0.5);
            expect(run).toBeGreaterThanOrEqual(1);
            if (was <= asked.get(line)!) expect(run).toBeLessThanOrEqual(asked.get(line)!);
          }
        }
      }),
    );
  });

  it('moves a record by the same fraction of any amount, and whether or not run times change', () => {
    fc.assert(
      fc.property(trace, seed, (source, key) => {
        const moved = (seconds: number, runs: number): Map<number, number> =>
          byLine(shake(source, { seconds, runs }, key), 'submit');
        const [little, much, both] = [moved(10, 0), moved(1000, 0), moved(10, 0.5)];
        expect([...both].sort()).toEqual([...little].sort());
        for (const [line, was] of byLine(source, 'submit')) {
          if (was < 1000) continue;
          // Of the 21 and the 2001 places, both hold the same fraction: they differ by less than a place of the coarser.
          expect(Math.abs((little.get(line)! - was) / 10.5 - (much.get(line)! - was) / 1000.5)).toBeLessThan(2 / 21);
        }
      }),
    );
  });

  it('is uniform over the 2 x 3 + 1 places from 3 s before to 3 s after', () => {
    const many = traceOf(...Array.from({ length: 7000 }, (_, i) => record({ id: i, submit: 1_000_000 })));
    const places = Array.from({ length: 7 }, () => 0);
    for (const submit of shake(many, { seconds: 3 }, 5).columns.submit) places[submit - 999_997]! += 1;
    // 1000 each; the standard deviation of a count is sqrt(7000 x 1/7 x 6/7) = 29.3.
    for (const count of places) expect(Math.abs(count - 1000)).toBeLessThan(4 * 29.3);
  });

  it('depends on the seed and the place in the file alone', () => {
    const rows = Array.from({ length: 50 }, (_, i) => record({ id: i, submit: 1000 * i + 500 }));
    const [whole, half] = [traceOf(...rows), traceOf(...rows.slice(0, 25))];
    const submits = (source: SwfTrace, key: string | number): number[] => [...shake(source, {}, key).columns.submit];
    expect(submits(whole, 1)).toEqual(submits(whole, '1'));
    expect(submits(whole, 1).slice(0, 25)).toEqual(submits(half, 1));
    expect(submits(whole, 2)).not.toEqual(submits(whole, 1));
  });

  it('keeps header, lines and ledger of the source, so that a run says what is odd about its file', () => {
    const source = traceOf(
      '; MaxProcs: 4',
      '; MaxJobs: 9',
      '; Copyright: somebody',
      'x y z',
      record({ id: 1, submit: 5000, run: -1 }),
      record({ id: 2, submit: 100, run: 30, time: 20 }),
    );
    const shaken = shake(source, { seconds: 1, runs: 0 }, 'a');
    expect(shaken.header).toEqual([
      '; MaxProcs: 4',
      '; Copyright: somebody',
      '; MaxJobs: 2',
      '; MaxRecords: 2',
      '; Note: shaken by makespan {"seconds":1,"runs":0,"seed":"a"}',
    ]);
    expect([shaken.maxProcs, shaken.malformed, [...shaken.lines]]).toEqual([4, 1, [6, 5]]);
    const { ledger } = prepareWorkload('w', shaken, { overrun: 'kill', estimate: 'requested' });
    expect(counts(ledger)).toMatchObject({
      'malformed-too-few-fields': 1,
      'skipped-unknown-run-time': 1,
      'killed-at-estimate': 1,
    });
    expect(ledger.find(({ rule }) => rule === 'killed-at-estimate')?.lines).toEqual([6]);
  });

  it('is what its written form reads back as', () => {
    fc.assert(
      fc.property(trace, seed, (source, key) => {
        const shaken = shake(source, { runs: 0.1 }, key);
        const again = traceOf(...[...swfText(shaken)].join('').trimEnd().split('\n'));
        expect(again.header).toEqual(shaken.header);
        expect(SWF_FIELDS.filter((field) => !sameColumn(again.columns[field], shaken.columns[field]))).toEqual([]);
      }),
    );
  });

  it('must have amounts that make sense', () => {
    const source = traceOf(record({}));
    expect(() => shake(source, { seconds: -1 }, 1)).toThrow(
      new InputError('seconds: expected a whole number of at least 0, found -1'),
    );
    expect(() => shake(source, { seconds: 0.5 }, 1)).toThrow(InputError);
    expect(() => shake(source, { runs: 1 }, 1)).toThrow(
      new InputError('runs: expected a share from 0 to less than 1, found 1'),
    );
    expect(() => shake(source, { runs: Number.NaN }, 1)).toThrow(InputError);
  });
});
