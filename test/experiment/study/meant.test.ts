import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { valueMeant } from '../../../src/experiment/study/meant.ts';
import { shortened } from '../../../src/experiment/study/short-values.ts';

const LARGE = { procs: 12 };

describe('the value of an axis that a text means', () => {
  it.each([
    ['as it is written', [64, 128], '128', 128],
    ['the same number', [0.5, 0.9], '0.50', 0.5],
    ['a text', ['easy', 'fcfs'], 'fcfs', 'fcfs'],
    ['a text in quotation marks', ['easy', 'fcfs'], '"fcfs"', 'fcfs'],
    ['a text that looks like a number', ['64', '128'], '64', '64'],
    ['true', [true, false], 'false', false],
    ['a number as tables show it', [0.612345678901, 0.934567890123], '0.6123', 0.612345678901],
    ['the same time', ['1h', '1h 30min'], '90min', '1h 30min'],
    ['the same data', ['512 GiB', '1 TiB'], '1024 GiB', '1 TiB'],
    ['a list', [[1, 2], [3]], '[1, 2]', [1, 2]],
  ])('%s', (_, values: readonly unknown[], text, value) => {
    expect(valueMeant({ values }, text)).toEqual({ value });
  });

  it('has its name, and is still the one that is written', () => {
    const axis = { values: [8, LARGE], named: { 'as it is': 8, large: LARGE } };
    for (const text of ['large', '"large"', '{ procs: 12 }']) expect(valueMeant(axis, text)?.value).toBe(LARGE);
    expect(valueMeant(axis, 'as it is')).toEqual({ value: 8 });
    expect(valueMeant(axis, '8')).toEqual({ value: 8 });
  });

  it.each(['7', '1 GiB', 'large', '[8', '', '1h'])('is none for %j', (text) => {
    expect(valueMeant({ values: [8, '2h', 64] }, text)).toBeUndefined();
  });

  it('is each value by what is shown of it', () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => Number((number + 0).toPrecision(12)) + 0),
      fc.double({ min: 0.6, max: 0.6001, noNaN: true }).map((number) => Number(number.toPrecision(12))),
      fc.integer({ min: -1000, max: 1_000_000 }),
    );
    fc.assert(
      fc.property(fc.uniqueArray(value), (values) => {
        for (const one of values)
          expect(valueMeant({ values }, String(shortened(values)(one)))).toEqual({ value: one });
      }),
    );
  });
});
