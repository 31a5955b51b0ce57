import { headerNumber } from './swf-header.ts';

const DAY = 86_400;
/** 1 January 1970 was a Thursday; days of the week count from Monday. */
const EPOCH_WEEKDAY = 3;

/**
 * What a clock on the wall showed at a trace's times. `UnixStartTime` is the moment of its time 0 and `TimeZone` the
 * seconds to add for local time, which archives give without daylight saving time.
 */
export interface TraceClock {
  /** Whether the header says when the trace began; if not, its time 0 is taken for a midnight. */
  readonly known: boolean;
  /** Whole days since a midnight, for a time of the trace in seconds. */
  day(time: number): number;
  /** Hour of the day, 0 to 23. */
  hour(time: number): number;
  /** Day of the week, Monday 0 to Sunday 6; of use only if the clock is known. */
  weekday(time: number): number;
  /** Local date and time as YYYY-MM-DD HH:MM:SS, if the clock is known. */
  date(time: number): string | undefined;
}

export function traceClock(header: readonly string[]): TraceClock {
  const start = headerNumber(header, 'UnixStartTime');
  const offset = (start ?? 0) + (start === undefined ? 0 : (headerNumber(header, 'TimeZone') ?? 0));
  const day = (time: number): number => Math.floor((time + offset) / DAY);
  return {
    known: start !== undefined,
    day,
    hour: (time) => Math.floor((time + offset - day(time) * DAY) / 3600),
    weekday: (time) => (((day(time) + EPOCH_WEEKDAY) % 7) + 7) % 7,
    date(time) {
      const date = new Date((time + offset) * 1000);
      if (start === undefined || Number.isNaN(date.getTime())) return undefined;
      return date.toISOString().slice(0, 19).replace('T', ' ');
    },
  };
}
