import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WallClock, wallClock } from '../../src/model/wall-clock.ts';
import { traceOrigin } from '../../src/workload/trace-origin.ts';

const traceClock = (header: readonly string[]): WallClock => wallClock(traceOrigin(header));

const clock = traceClock(['; UnixStartTime: 893466664', '; TimeZone: -28800']);

describe('wallClock', () => {
  it('shows the local time of a trace that says when it began', () => {
    // 893466664 is Saturday 25 April 1998, 01:11:04 UTC.
    expect([clock.known, clock.date(0), clock.hour(0), clock.weekday(0)]).toEqual([true, '1998-04-24 17:11:04', 17, 4]);
    expect(clock.date(6 * 3600 + 48 * 60 + 56)).toBe('1998-04-25 00:00:00');
    expect(clock.day(6 * 3600 + 48 * 60 + 56) - clock.day(0)).toBe(1);
  });

  it('takes time 0 for a midnight where the header says nothing', () => {
    const unknown = traceClock(['; TimeZone: 3600']);
    expect([unknown.known, unknown.date(0), unknown.hour(0), unknown.day(86_400)]).toEqual([false, undefined, 0, 1]);
    expect(unknown.hour(-1)).toBe(23);
    expect([0, 6, 7, -1].map((day) => unknown.weekday(day * 86_400))).toEqual([0, 6, 0, 6]);
    expect(traceClock(['; UnixStartTime: 0']).date(0)).toBe('1970-01-01 00:00:00');
  });

  it('reads dates, and knows which there are', () => {
    expect(clock.time('1998-04-24T17:11:04')).toBe(0);
    expect(clock.time('1998-04-25 00:00')).toBe(6 * 3600 + 48 * 60 + 56);
    for (const none of ['1998-02-30 00:00', '1998-04-24', '1998-04-24 24:00', ''])
      expect(clock.time(none)).toBeUndefined();
    expect(traceClock([]).time('1998-04-24 17:11:04')).toBeUndefined();
  });

  it('agrees with the calendar from the year 1000 to 9999, leap years and all', () => {
    const utc = traceClock(['; UnixStartTime: 0']);
    const seconds = { min: Date.UTC(1000, 0, 1) / 1000, max: Date.UTC(9999, 11, 31) / 1000 };
    fc.assert(
      fc.property(fc.integer(seconds), (time) => {
        const date = new Date(time * 1000);
        expect(utc.date(time)).toBe(date.toISOString().slice(0, 19).replace('T', ' '));
        expect(utc.time(utc.date(time)!)).toBe(time);
        expect(utc.hour(time)).toBe(date.getUTCHours());
        expect(utc.weekday(time)).toBe((date.getUTCDay() + 6) % 7);
      }),
      { numRuns: 2000 },
    );
  });
});
