/** A moment: whole milliseconds since the trace's own origin (the zero of its submit column). */
export type Time = number;

/** A length of time in whole milliseconds. */
export type Duration = number;

export const MS_PER_SECOND = 1000;
export const MS_PER_HOUR = 3_600_000;

/** Units of time as people write them, in seconds. */
export const SECONDS_PER_UNIT: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

/**
 * The shortest a job is ever planned to last, and how far ahead a job that has outlived its estimate is
 * taken to end: one second, the resolution of workload traces.
 */
export const PLAN_TICK: Duration = MS_PER_SECOND;

/** Converts seconds to whole milliseconds; the one place where a duration is rounded, and always up. */
export const fromSeconds = (seconds: number): Time => Math.ceil(seconds * MS_PER_SECOND);

/** Converts milliseconds to seconds, for everything that people and files read. */
export const toSeconds = (time: Time): number => time / MS_PER_SECOND;
