import { parse } from 'yaml';
import { canonical } from '../digest.ts';
import { amountOf } from './amount.ts';
import { shortened } from './short-values.ts';
import type { Axis } from './study.ts';

/**
 * The value of an axis that a text means, in a claim as on the command line: by its name, if it has one; else as it is
 * written, in YAML; as tables show it, with fewer digits; or as the same amount in other words (`90min` for `1h 30min`).
 * @returns one of the axis' own values; undefined if none of them is meant
 */
export function valueMeant(
  { values, named = {} }: Pick<Axis, 'values' | 'named'>,
  text: string,
): { readonly value: unknown } | undefined {
  const read = readAs(text);
  const name = [text, read].find((one) => typeof one === 'string' && Object.hasOwn(named, one));
  if (name !== undefined) return { value: named[name as string] };
  const written = canonical(read);
  const short = shortened(values);
  const amount = amountOf(read);
  const ways: readonly ((value: unknown) => boolean)[] = [
    (value) => value === text,
    (value) => canonical(value) === written,
    (value) => short(value) === read,
    (value) => {
      const other = amount && amountOf(value);
      return other !== undefined && other.unit === amount!.unit && other.value === amount!.value;
    },
  ];
  for (const isMeant of ways) {
    const place = values.findIndex(isMeant);
    if (place >= 0) return { value: values[place] };
  }
  return undefined;
}

/** A text as a value of a scenario; one that is no YAML is only a text. */
export function readAs(text: string): unknown {
  try {
    return parse(text);
  } catch {
    return text;
  }
}
