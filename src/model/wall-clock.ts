const DAY = 86_400;
/** 1 January 1970 was a Thursday; days of the week count from Monday. */
const EPOCH_WEEKDAY = 3;

/** Where the time 0 of a workload stands in the calendar, in seconds. */
export interface TraceOrigin {
  /** Since 1 January 1970, UTC. */
  readonly unixStartTime: number;
  /** To be added for local time; absent if nobody says, and then times are shown in UTC. */
  readonly timeZone?: number | undefined;
}

/** What a clock on the wall showed at the times of a workload. */
export interface WallClock {
  /** Whether the origin is known; if not, the time 0 is taken for a midnight. */
  readonly known: boolean;
  /** Seconds from a midnight to the time 0 of the workload; from that of 1 January 1970, local time, if it is known. */
  readonly offset: number;
  /** Whole days since a midnight, for a time of the workload in seconds. */
  day(time: number): number;
  /** Hour of the day, 0 to 23. */
  hour(time: number): number;
  /** Day of the week, Monday 0 to Sunday 6; without a known origin, the days since time 0 modulo 7. */
  weekday(time: number): number;
  /** Local date and time as YYYY-MM-DD HH:MM:SS, if the origin is known. */
  date(time: number): string | undefined;
  /** The time of a local date YYYY-MM-DD HH:MM[:SS], a T for the blank if you like, if there is such a date. */
  time(date: string): number | undefined;
}

export function wallClock(origin: TraceOrigin | undefined): WallClock {
  const offset = origin === undefined ? 0 : origin.unixStartTime + (origin.timeZone ?? 0);
  const day = (time: number): number => Math.floor((time + offset) / DAY);
  const first = origin === undefined ? 0 : EPOCH_WEEKDAY;
  return {
    known: origin !== undefined,
    offset,
    day,
    hour: (time) => Math.floor((time + offset - day(time) * DAY) / 3600),
    weekday: (time) => (((day(time) + first) % 7) + 7) % 7,
    date: (time) => (origin === undefined ? undefined : dateText(time + offset)),
    time(date) {
      const seconds = secondsOf(date);
      return origin === undefined || seconds === undefined ? undefined : seconds - offset;
    },
  };
}

/** Seconds since 1970 of a date as text; undefined for what is none, such as 30 February. */
function secondsOf(date: string): number | undefined {
  const parts = /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?$/.exec(date)?.slice(1);
  if (parts === undefined) return undefined;
  const [year, month, day, hour, minute, second] = parts.map((part) => Number(part ?? 0));
  const seconds = daysSince1970(year!, month!, day!) * DAY + hour! * 3600 + minute! * 60 + second!;
  return dateText(seconds).startsWith(date.replace('T', ' ')) ? seconds : undefined;
}

/** The inverse of `calendarDate`, by the algorithm `days_from_civil` of the same source. */
function daysSince1970(year: number, month: number, day: number): number {
  const yearFromMarch = month <= 2 ? year - 1 : year;
  const era = Math.floor(yearFromMarch / 400);
  const yearOfEra = yearFromMarch - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Seconds since 1970 as text. `Date` could say it too, but a program that never touches it cannot read the wall clock. */
function dateText(seconds: number): string {
  const days = Math.floor(seconds / DAY);
  const rest = Math.floor(seconds - days * DAY);
  const clock = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60];
  return `${calendarDate(days).map(twoDigits).join('-')} ${clock.map(twoDigits).join(':')}`;
}

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/**
 * Year, month and day of a number of days since 1970, by the algorithm `civil_from_days` of H. Hinnant ("chrono-
 * compatible low-level date algorithms"): years begin in March, so that a leap day is the last of its year.
 */
function calendarDate(days: number): [year: number, month: number, day: number] {
  const sinceMarch0 = days + 719_468;
  const era = Math.floor(sinceMarch0 / 146_097);
  const dayOfEra = sinceMarch0 - era * 146_097;
  const leaps = Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leaps) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1;
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day];
}
