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
  /** All units that there are. */
  readonly known: readonly string[];
  /** What units of other names are in those that there are: how many of which. */
  readonly others: Readonly<Record<string, readonly [many: number, unit: string]>>;
  /** What is too much of it, if it has a bound; the text is of the pattern. */
  readonly tooMuch?: (text: string) => string | undefined;
}

/** In days; times stay far below what doubles count exactly in ms. */
const LONGEST = 1e6;
/** No length of time in a scenario is longer, ms. */
export const LONGEST_LENGTH: Duration = milliseconds(`${LONGEST}d`);

const named = (
  meant: readonly [many: number, unit: string],
  ...names: readonly string[]
): Readonly<Record<string, readonly [many: number, unit: string]>> =>
  Object.fromEntries(names.map((name) => [name, meant]));

const LENGTH: Quantity = {
  pattern: /^\s*\d+(\.\d+)?\s*(s|min|h|d)(\s+\d+(\.\d+)?\s*(s|min|h|d))*\s*$/,
  words: 'must be a length of time with its unit, such as 30s, 5min, 8h, 2d or "1d 12h"',
  units: ['h', 'min', 's'],
  known: ['s', 'min', 'h', 'd'],
  others: {
    ms: [0.001, 's'],
    ...named([1, 's'], 'sec', 'secs', 'second', 'seconds'),
    ...named([1, 'min'], 'm', 'mins', 'minute', 'minutes'),
    ...named([1, 'h'], 'hr', 'hrs', 'hour', 'hours'),
    ...named([1, 'd'], 'day', 'days'),
    ...named([7, 'd'], 'w', 'week', 'weeks'),
    ...named([365, 'd'], 'y', 'year', 'years'),
  },
  tooMuch: (text) => (milliseconds(text) > LONGEST_LENGTH ? `must be at most ${LONGEST}d` : undefined),
};
const SIZE: Quantity = {
  pattern: /^\s*\d+(\.\d+)?\s*(MiB|GiB|TiB)\s*$/,
  words: 'must be an amount of data with its unit, such as 512 MiB, 2 GiB or 1 TiB',
  units: [' GiB', ' MiB'],
  known: ['MiB', 'GiB', 'TiB'],
  others: {
    ...named([1, 'MiB'], 'm', 'mb'),
    ...named([1, 'GiB'], 'g', 'gb'),
    ...named([1, 'TiB'], 't', 'tb'),
  },
};
const BANDWIDTH: Quantity = {
  pattern: /^\s*\d+(\.\d+)?\s*(MiB|GiB|TiB)\/s\s*$/,
  words: 'must be a bandwidth with its unit, such as 500 MiB/s or 2 GiB/s',
  units: [' GiB/s', ' MiB/s'],
  known: ['MiB/s', 'GiB/s', 'TiB/s'],
  others: {
    ...named([1, 'MiB/s'], 'mb/s', 'mib', 'mb'),
    ...named([1, 'GiB/s'], 'gb/s', 'gib', 'gb'),
    ...named([1, 'TiB/s'], 'tb/s', 'tib', 'tb'),
  },
};

/** A number with what stands behind it up to the next. */
const AMOUNT = /(\d+(?:\.\d+)?)\s*([a-zµ/]*)/gi;

/** Which of the amounts has no unit, or one that is not known, with what it was meant to be. */
function wrongUnit(text: string, { units, known, others }: Quantity): string | undefined {
  if (text.replaceAll(AMOUNT, '').trim() !== '') return undefined;
  for (const [, amount, unit] of text.matchAll(AMOUNT)) {
    if (unit === '') return `has no unit at its ${amount}: ${sayOne(amount!, units)}`;
    if (known.includes(unit!)) continue;
    const blank = units[0]!.startsWith(' ') ? ' ' : '';
    const same = known.find((one) => one.toLowerCase() === unit!.toLowerCase());
    const [many, meant] = others[unit!.toLowerCase()] ?? [1, same];
    if (meant === undefined) return `unknown unit '${unit}'; expected one of: ${known.join(', ')}`;
    return `unknown unit '${unit}'; did you mean ${Number((Number(amount) * many).toPrecision(12))}${blank}${meant}?`;
  }
  return undefined;
}

const sayOne = (amount: string, units: readonly string[]): string => {
  const said = units.map((unit) => `${amount}${unit}`);
  return `say ${said.slice(0, -1).join(', ')} or ${said.at(-1)}`;
};

/** What is wrong with what stands where a quantity should; a number says too little, for its unit could be any. */
function wrongWith(given: unknown, how: Quantity, least: 'zero' | 'more'): string | undefined {
  const { pattern, words, units } = how;
  const bare = typeof given === 'number' || typeof given === 'string' ? String(given).trim() : '';
  if (/^-\s*[\d.]/.test(bare)) return `is negative; ${words}`;
  if (/^\d+(\.\d+)?$/.test(bare)) return `has no unit: ${sayOne(bare, units)}`;
  if (typeof given !== 'string') return words;
  if (!pattern.test(given)) return wrongUnit(given, how) ?? words;
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
