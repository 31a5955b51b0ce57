import * as z from 'zod';
import { MIB_PER_GIB } from '../../model/resources.ts';
import type { Duration } from '../../model/time.ts';
import { milliseconds, percent } from '../centre/amounts.ts';

/** A length of time with its unit, such as `8h` or `1d 12h`. Read by `milliseconds`. */
export type LengthText = string;
/** An amount of data with its unit, such as `2 GiB`. Read by `mebibytes`. */
export type SizeText = string;
/** Data per time with its unit, such as `2 GiB/s`. */
export type BandwidthText = string;
/** A part of something: `20%`, or a number from 0 to 1. */
export type ShareText = number | string;

/** How a quantity is written. */
interface Quantity {
  readonly pattern: RegExp;
  readonly words: string;
  /** How a number without a unit might have been meant. */
  readonly units: readonly string[];
  /** What is too much of it, if it has a bound; the text is of the pattern. */
  readonly tooMuch?: (text: string) => string | undefined;
}

/** In days; times stay far below what doubles count exactly in ms. */
const LONGEST = 1e6;
/** No length of time in a scenario is longer, ms. */
export const LONGEST_LENGTH: Duration = milliseconds(`${LONGEST}d`);

const LENGTH: Quantity = {
  pattern: /^\s*\d+(\.\d+)?\s*(s|min|h|d)(\s+\d+(\.\d+)?\s*(s|min|h|d))*\s*$/,
  words: 'must be a length of time with its unit, such as 30s, 5min, 8h, 2d or "1d 12h"',
  units: ['h', 'min', 's'],
  tooMuch: (text) => (milliseconds(text) > LONGEST_LENGTH ? `must be at most ${LONGEST}d` : undefined),
};
const SIZE: Quantity = {
  pattern: /^\s*\d+(\.\d+)?\s*(MiB|GiB|TiB)\s*$/,
  words: 'must be an amount of data with its unit, such as 512 MiB, 2 GiB or 1 TiB',
  units: [' GiB', ' MiB'],
};
const BANDWIDTH: Quantity = {
  pattern: /^\s*\d+(\.\d+)?\s*(MiB|GiB|TiB)\/s\s*$/,
  words: 'must be a bandwidth with its unit, such as 500 MiB/s or 2 GiB/s',
  units: [' GiB/s', ' MiB/s'],
};

/** What is wrong with what stands where a quantity should; a number says too little, for its unit could be any. */
function wrongWith(given: unknown, how: Quantity, least: 'zero' | 'more'): string | undefined {
  const { pattern, words, units } = how;
  const bare = typeof given === 'number' || typeof given === 'string' ? String(given).trim() : '';
  if (/^-\s*[\d.]/.test(bare)) return `is negative; ${words}`;
  if (/^\d+(\.\d+)?$/.test(bare)) {
    const said = units.map((unit) => `${bare}${unit}`);
    return `has no unit: say ${said.slice(0, -1).join(', ')} or ${said.at(-1)}`;
  }
  if (typeof given !== 'string' || !pattern.test(given)) return words;
  return least === 'more' && !/[1-9]/.test(given) ? 'must be more than 0' : how.tooMuch?.(given);
}

/** @param least whether nothing at all would make sense, too */
function quantity(how: Quantity, least: 'zero' | 'more'): z.ZodType<string> {
  return z
    .unknown()
    .superRefine((given, context) => {
      const message = given === undefined ? 'is missing' : wrongWith(given, how, least);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .meta({ type: 'string', pattern: how.pattern.source }) as z.ZodType<unknown> as z.ZodType<string>;
}

/** A length of time of more than 0. */
export const length: z.ZodType<LengthText> = quantity(LENGTH, 'more');
export const lengthOrZero: z.ZodType<LengthText> = quantity(LENGTH, 'zero');
export const size: z.ZodType<SizeText> = quantity(SIZE, 'more');
export const bandwidth: z.ZodType<BandwidthText> = quantity(BANDWIDTH, 'more');

/** What is wrong with a text or number as a length of time of more than 0, if anything is. */
export const wrongLength = (given: unknown): string | undefined => wrongWith(given, LENGTH, 'more');
export const LENGTH_PATTERN: string = LENGTH.pattern.source;

const SHARE_WORDS = 'must be a part: percent up to 100, such as 20%, or a number from 0 to 1';
const SHARE = /^\s*\d+(\.\d+)?\s*%\s*$/;

/** A part of something, from nothing to all. */
export const share: z.ZodType<ShareText> = z.union(
  [
    z.number().min(0).max(1),
    z
      .string()
      .regex(SHARE, SHARE_WORDS)
      .refine((text) => !SHARE.test(text) || percent(text) <= 100, SHARE_WORDS),
  ],
  { error: SHARE_WORDS },
);

/** From 0 to 1. */
export const fraction = (given: ShareText): number => (typeof given === 'number' ? given : percent(given) / 100);

const MIB: Readonly<Record<string, number>> = { MiB: 1, GiB: MIB_PER_GIB, TiB: MIB_PER_GIB * 1024 };

/** MiB, or MiB per second. */
export function mebibytesOf(given: SizeText | BandwidthText): number {
  const [, amount, unit] = /([\d.]+)\s*([MGT]iB)/.exec(given)!;
  return Number(amount) * MIB[unit!]!;
}
