import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { InputError } from '../../src/model/errors.ts';
import { SWF_FIELDS } from '../../src/model/workload.ts';
import { readSwfBytes } from '../../src/workload/swf-read.ts';
import { counts, traceOf } from './text.ts';

const FULL = '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18';
/** All 18 values of a record. */
const row = (trace: ReturnType<typeof traceOf>, at = 0): number[] => SWF_FIELDS.map((f) => trace.columns[f][at]!);
const upTo = (n: number): number[] => Array.from({ length: 18 }, (_, i) => (i < n ? i + 1 : -1));

describe('a record', () => {
  it('has 18 fields between blanks of any kind, with or without a line end', () => {
    for (const text of [
      FULL,
      `${FULL}\n`,
      `  ${FULL}  \r\n`,
      FULL.replaceAll(' ', '\t'),
      FULL.replaceAll(' ', ' \v\f '),
    ]) {
      const trace = traceOf(text);
      expect(row(trace)).toEqual(upTo(18));
      expect(trace.ledger).toEqual([]);
    }
  });

  it('needs 5 fields; further missing ones are -1', () => {
    const trace = traceOf('1 2 3 4 5', '1 2 3 4 5 6 7 8 9 10 11', '1 2 3 4', 'x');
    expect(row(trace, 0)).toEqual(upTo(5));
    expect(row(trace, 1)).toEqual(upTo(11));
    expect([...trace.lines]).toEqual([1, 2]);
    expect(trace.malformed).toBe(2);
    expect(trace.ledger).toMatchObject([
      { rule: 'malformed-too-few-fields', effect: 'dropped', count: 2, lines: [3, 4] },
      { rule: 'fields-missing', effect: 'noted', count: 2, lines: [1, 2] },
    ]);
  });

  it('may have no text among the first 9 fields, and has -1 for text after them', () => {
    for (let field = 0; field < 18; field++) {
      const fields = FULL.split(' ').with(field, 'n/a');
      const trace = traceOf(fields.join(' '), FULL);
      if (field < 9) {
        expect(trace.length).toBe(1);
        expect(counts(trace.ledger)).toEqual({ 'malformed-text': 1 });
        expect(trace.malformed).toBe(1);
      } else {
        expect(row(trace)).toEqual(upTo(18).with(field, -1));
        expect(counts(trace.ledger)).toEqual({ 'text-after-field-nine': 1 });
        expect(trace.malformed).toBe(0);
      }
    }
  });

  it('has no field after the 18th', () => {
    expect(traceOf(`${FULL} nineteen 20 ;`)).toEqual(traceOf(FULL));
  });

  it('loses fractions, except in the three averages', () => {
    const trace = traceOf(
      FULL.split(' ')
        .map((f) => `${f}.75`)
        .join(' '),
      FULL.replace('4', '4.000'),
    );
    expect(row(trace)).toEqual(upTo(18).map((v) => ([6, 7, 10].includes(v) ? v + 0.75 : v)));
    expect(counts(trace.ledger)).toEqual({ 'fraction-dropped': 1 });
    expect(row(traceOf('-0.9 -1.9 -0 0.9 1e-3'))).toEqual([0, -1, 0, 0, 0, ...new Array(13).fill(-1)]);
  });

  it('may hold any decimal number, and nothing else', () => {
    const number = (text: string): number | undefined => {
      const trace = traceOf(`1 2 3 4 5 ${text} 7 8 9`, '1 2 3 4 5 6 7 8 9');
      return trace.malformed === 1 ? undefined : trace.columns.cpuTime[0];
    };
    for (const text of [
      '0',
      '-1',
      '7.38',
      '-7.38',
      '+5',
      '5.',
      '.5',
      '-.5',
      '1e3',
      '1.5E+2',
      '0.1',
      '123456.789012345',
    ]) {
      expect(number(text)).toBe(Number(text));
    }
    for (const text of [
      '2147483647',
      '2147483648',
      '-2147483649',
      '9007199254740991',
      '123456789012345678901',
      '0.12345678901234567',
    ]) {
      expect(number(text)).toBe(Number(text));
    }
    for (const text of [
      '-',
      '+',
      '.',
      '-.',
      '1-2',
      '1.2.3',
      '0x10',
      '1e',
      'e5',
      'NaN',
      'Infinity',
      '1e999',
      '--1',
      '1,000',
      '5;',
    ]) {
      expect(number(text)).toBeUndefined();
    }
  });

  it('widens a column only where a value needs it', () => {
    const trace = traceOf('1 2147483647 3 4 5', '2 2147483648 3 4 5', '3 -2147483648 3 4 5');
    expect(trace.columns.submit).toEqual(Float64Array.of(2147483647, 2147483648, -2147483648));
    expect(trace.columns.job).toEqual(Int32Array.of(1, 2, 3));
  });
});

describe('the header', () => {
  it('refuses a file whose lines end in carriage returns alone', () => {
    for (const line of ['; MaxProcs: 8', FULL]) {
      expect(() => traceOf(`${line}\r${FULL}\r`)).toThrow(
        new InputError(
          `test.swf:1:${line.length + 1}: a carriage return without a line feed; expected lines that end in LF or CR LF`,
        ),
      );
    }
    expect(traceOf(`${FULL}\r`).length).toBe(1);
  });

  it('is every comment line as read, in order, after blanks and between records too', () => {
    const trace = traceOf('; Version: 2.2', '', FULL, ' \t; later ', '   ', ';', FULL);
    expect(trace.header).toEqual(['; Version: 2.2', ' \t; later ', ';']);
    expect([...trace.lines]).toEqual([3, 7]);
    expect(traceOf('; one\r', '; two\r', '').header).toEqual(['; one', '; two']);
  });

  it('gives the first positive MaxProcs and MaxNodes', () => {
    const size = (...lines: string[]): (number | undefined)[] => {
      const { maxProcs, maxNodes } = traceOf(...lines);
      return [maxProcs, maxNodes];
    };
    expect(size('; MaxProcs: 128', '; MaxProcs: 64', ';MaxNodes:32')).toEqual([128, 32]);
    expect(size('; MaxProcs: 0', '; MaxProcs: -1', '; MaxProcs: many', FULL, '  ;\tMaxProcs:  16 (since May)')).toEqual(
      [16, undefined],
    );
    expect(size('; MaxProcsPerUser: 7', '; Note: MaxProcs: 9', 'MaxNodes: 3', FULL)).toEqual([undefined, undefined]);
  });

  it('keeps text that is UTF-8 and text that is older, and passes over a byte order mark', () => {
    expect(readSwfBytes(Buffer.from('\ufeff; Universität\n1 2 3 4 5')).header).toEqual(['; Universität']);
    expect(readSwfBytes(Buffer.from('; Universität', 'latin1')).header).toEqual(['; Universität']);
    expect([...readSwfBytes(Buffer.from(`\ufeff${FULL}`)).columns.job]).toEqual([1]);
  });
});

describe('reading in chunks', () => {
  const text = Buffer.from(`; MaxProcs: 8\r\n${FULL}\n\n  ; more\n1 2 x\n-1 2.5 3 4 5 6.25 +7 8 9 a\n${FULL}`);

  it('gives the same trace wherever the chunks are cut', () => {
    const whole = readSwfBytes(text);
    expect(whole.length).toBe(3);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 40 }), (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), text.length];
        expect(readSwfBytes(ends.map((end, i) => text.subarray(ends[i - 1] ?? 0, end)))).toEqual(whole);
      }),
    );
    expect(readSwfBytes(Array.from(text, (byte) => Uint8Array.of(byte)))).toEqual(whole);
  });

  it('keeps nothing of a chunk that the caller goes on to overwrite', () => {
    const buffer = new Uint8Array(7);
    function* overwriting(): Generator<Uint8Array> {
      for (let at = 0; at < text.length; at += buffer.length) {
        const part = text.subarray(at, at + buffer.length);
        buffer.set(part);
        yield buffer.subarray(0, part.length);
        buffer.fill(0x39);
      }
    }
    expect(readSwfBytes(overwriting())).toEqual(readSwfBytes(text));
  });

  it('joins columns of many blocks, whichever of them are wide', () => {
    const length = 40_000;
    const lines = Array.from({ length }, (_, i) => `${i} ${i === 20_000 ? 5_000_000_000 : i} 3 4 5 ${i / 4}`);
    const { columns, lines: numbers } = traceOf(...lines);
    expect(columns.job).toEqual(Int32Array.from({ length }, (_, i) => i));
    expect(columns.submit).toEqual(Float64Array.from({ length }, (_, i) => i).with(20_000, 5_000_000_000));
    expect(columns.cpuTime).toEqual(Float64Array.from({ length }, (_, i) => i / 4));
    expect(numbers).toEqual(Uint32Array.from({ length }, (_, i) => i + 1));
  });
});
