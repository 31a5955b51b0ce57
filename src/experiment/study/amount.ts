import { MIB_PER_GIB } from '../../model/resources.ts';
import { SECONDS_PER_UNIT, toSeconds } from '../../model/time.ts';
import { isTimeText, milliseconds } from '../centre/amounts.ts';

/** A number, or a text such as `8h`, `256 GiB` or `25%`, as a number of one unit, so that it can be compared. */
export interface Amount {
  /** None of a plain number, `s` of lengths of time, `MiB` and `MiB/s` of data; else the unit as it is written. */
  readonly unit: string;
  readonly value: number;
}

/** How an amount is written. */
export type AmountText = number | string;

const PLAIN = /^\s*-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/;
const WITH_UNIT = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z%][^\s\d]*)\s*$/;
const DATA: readonly (readonly [unit: string, mebibytes: number])[] = [
  ['TiB', MIB_PER_GIB * 1024],
  ['GiB', MIB_PER_GIB],
  ['MiB', 1],
];

/** What a number or a text says; undefined for a text that is no amount, and for everything else. */
export function amountOf(given: unknown): Amount | undefined {
  if (typeof given === 'number') return Number.isFinite(given) ? { unit: '', value: given } : undefined;
  if (typeof given !== 'string') return undefined;
  if (PLAIN.test(given)) return { unit: '', value: Number(given) };
  if (isTimeText(given)) return { unit: 's', value: toSeconds(milliseconds(given)) };
  const [, number, unit] = WITH_UNIT.exec(given) ?? [];
  if (unit === undefined) return undefined;
  const [prefix, factor] = DATA.find(([name]) => unit === name || unit === `${name}/s`) ?? [];
  if (prefix === undefined) return { unit, value: Number(number) };
  return { unit: unit.replace(prefix, 'MiB'), value: tidy(Number(number) * factor!) };
}

/** Writes an amount as scenarios have it: `1h 30min`, `1536 GiB`, `25%`, or the number where there is no unit. */
export function amountText({ unit, value }: Amount): AmountText {
  if (unit === '') return value;
  if (unit === 's') return timeText(value);
  if (unit !== 'MiB' && unit !== 'MiB/s') return `${value}${unit === '%' ? '' : ' '}${unit}`;
  const [name, factor] = DATA.find(([, size]) => value !== 0 && value % size === 0) ?? DATA.at(-1)!;
  return `${tidy(value / factor)} ${unit.replace('MiB', name)}`;
}

/** In all units that it takes, the longest first. */
function timeText(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const [unit, size] of Object.entries(SECONDS_PER_UNIT).sort(([, a], [, b]) => b - a)) {
    const many = unit === 's' ? tidy(rest) : Math.floor(rest / size);
    if (many > 0) parts.push(`${many}${unit}`);
    rest -= many * size;
  }
  return parts.join(' ') || '0s';
}

/** Twelve digits are all that anybody means: 0.1 + 0.2 is 0.3. Whole numbers have no others. */
export const tidy = (value: number): number => (Number.isSafeInteger(value) ? value : Number(value.toPrecision(12)));
