import * as z from 'zod';
import { MIB_PER_GIB } from '../../model/resources.ts';
import { type Duration, fromSeconds, SECONDS_PER_UNIT } from '../../model/time.ts';

/** A length of time or a moment as scenarios write it: seconds, or a text such as `8h` or `1d 12h`. */
export type TimeText = number | string;
/** GiB, or a text such as `512 MiB`. */
export type MemoryText = number | string;
/** Cores, or a text such as `25%`. */
export type PartText = number | string;

const TIME = /^\s*\d+(\.\d+)?\s*(s|min|h|d)(\s+\d+(\.\d+)?\s*(s|min|h|d))*\s*$/;
/** Whether a text is a length of time, such as `1d 12h`. */
export const isTimeText = (text: string): boolean => TIME.test(text);

const MEMORY = /^\s*\d+(\.\d+)?\s*(MiB|GiB|TiB)\s*$/;
const PERCENT = /^\s*\d+(\.\d+)?\s*%\s*$/;
const MIB: Readonly<Record<string, number>> = { MiB: 1, GiB: MIB_PER_GIB, TiB: MIB_PER_GIB * 1024 };
/** In seconds; times stay far below what doubles count exactly in ms. */
const LONGEST = 1e11;

const TIME_WORDS = 'must be a time: a number of seconds, or a text such as 90s, 30min, 8h, 2d or "1d 12h"';
const MEMORY_WORDS = 'must be an amount such as 256 GiB (or MiB, TiB), or a number of GiB';
const PART_WORDS = 'must be a whole number of cores, or a part of the machine such as 25%';

const timeText = z
  .string()
  .regex(TIME, TIME_WORDS)
  .refine((text) => !TIME.test(text) || milliseconds(text) <= fromSeconds(LONGEST), `must be at most ${LONGEST} s`);

export const time: z.ZodType<TimeText> = z.union([z.number().min(0).max(LONGEST), timeText], { error: TIME_WORDS });

/** What only the policy multifactor looks at, of a partition or a QOS. */
export const priorityFactor: z.ZodType<number | undefined> = z
  .number()
  .min(0)
  .max(1)
  .optional()
  .describe('Its factor in the priority of the policy multifactor, which alone regards it: 0 (the default) to 1.');

/** A length of which nothing at all would make no sense. */
export const duration: z.ZodType<TimeText> = time.refine((given) => milliseconds(given) !== 0, 'must be more than 0');

export const memory: z.ZodType<MemoryText> = z.union([z.number().min(0), z.string().regex(MEMORY, MEMORY_WORDS)], {
  error: MEMORY_WORDS,
});

export const part: z.ZodType<PartText> = z.union([z.int().min(0), z.string().regex(PERCENT, PART_WORDS)], {
  error: PART_WORDS,
});

/** Whole milliseconds. */
export function milliseconds(given: TimeText): Duration {
  if (typeof given === 'number') return fromSeconds(given);
  let seconds = 0;
  for (const [, amount, unit] of given.matchAll(/(\d+(?:\.\d+)?)\s*([a-z]+)/g))
    seconds += Number(amount) * SECONDS_PER_UNIT[unit!]!;
  return fromSeconds(seconds);
}

/** Whole MiB, rounded up, so that nobody gets less than was asked for. */
export function mebibytes(given: MemoryText): number {
  if (typeof given === 'number') return Math.ceil(given * MIB_PER_GIB);
  const [, amount, unit] = /([\d.]+)\s*(\w+)/.exec(given)!;
  return Math.ceil(Number(amount) * MIB[unit!]!);
}

/** Cores: of a part, as many as are whole. */
export const coresOf = (given: PartText, machine: number): number =>
  typeof given === 'number' ? given : Math.floor((percent(given) * machine) / 100);

export const percent = (text: string): number => Number(/[\d.]+/.exec(text)![0]);
