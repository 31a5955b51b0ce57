import { InputError } from '../model/errors.ts';
import { type Duration, fromSeconds, SECONDS_PER_UNIT } from '../model/time.ts';

/** `1 job`, `2 jobs`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/**
 * A whole number of at least 1, as written on the command line.
 * @throws InputError for anything else
 */
export function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 1 || !Number.isSafeInteger(value)) {
    throw new InputError(`${option} must be a whole number of at least 1, found '${text}'`);
  }
  return value;
}

/**
 * A number above 0, as written on the command line.
 * @throws InputError for anything else
 */
export function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) {
    throw new InputError(`${option} must be a number above 0, found '${text}'`);
  }
  return value;
}

/**
 * A length of time with its unit, as written on the command line, such as 12h or 30d, in ms.
 * @throws InputError for anything else
 */
export function timeSpan(option: string, text: string): Duration {
  const [, number, unit] = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(text) ?? [];
  const seconds = unit === undefined ? undefined : SECONDS_PER_UNIT[unit];
  if (seconds !== undefined) return fromSeconds(Number(number) * seconds);
  const units = Object.keys(SECONDS_PER_UNIT).join(', ');
  throw new InputError(`${option} must be a number and a unit (${units}), such as 12h or 30d, found '${text}'`);
}
