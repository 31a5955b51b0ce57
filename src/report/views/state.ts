import { LENGTHS, SIZES } from '../../metrics/index.ts';
import type { Selection } from './selection.ts';

/** Everything that the reader has chosen. It is in the address of the page, so a view can be kept and passed on. */
export interface ViewState extends Selection {
  /** The policy that is picked out, by its label. */
  readonly policy?: string | undefined;
  /** The two policies that stand side by side. */
  readonly a?: string | undefined;
  readonly b?: string | undefined;
  /** The job whose facts are shown, by its row. */
  readonly job?: number | undefined;
}

type Key = keyof ViewState;

/** What a number in the address may be: a label can be anything, a time or a row cannot be negative. */
const NUMBERS = ['group', 'queue'] as const;
const NOT_NEGATIVE = ['from', 'to'] as const;
const ORDER: readonly Key[] = [
  ...(['policy', 'user', 'size', 'length', 'queue', 'group', 'from', 'to', 'a', 'b', 'job'] as const),
];

/** The part of an address behind `#`, without it; empty where nothing is chosen. */
export function formatState(state: ViewState): string {
  const parameters = new URLSearchParams();
  for (const key of ORDER) if (state[key] !== undefined) parameters.set(key, String(state[key]));
  return parameters.toString();
}

/**
 * Reads it back. What this report does not know (a policy of another one, a word for a number) is left out: whoever
 * follows an old link sees what is left of it, and which filters are on stands at the top.
 * @param users their names, on a machine of nodes, where they have names instead of numbers
 */
export function parseState(
  hash: string,
  policies: readonly string[],
  jobs: number,
  users?: readonly string[],
): ViewState {
  const given = new URLSearchParams(hash.replace(/^#/, ''));
  const known = (key: Key, names: readonly string[]): object => {
    const value = given.get(key);
    return value !== null && names.includes(value) ? { [key]: value } : {};
  };
  const number = (key: Key, holds: (value: number) => boolean): object => {
    const text = given.get(key);
    const value = Number(text);
    return text !== null && text.trim() !== '' && Number.isFinite(value) && holds(value) ? { [key]: value } : {};
  };
  return Object.assign(
    {},
    ...(['policy', 'a', 'b'] as const).map((key) => known(key, policies)),
    known(
      'size',
      SIZES.map(({ name }) => name),
    ),
    known(
      'length',
      LENGTHS.map(({ name }) => name),
    ),
    users === undefined ? number('user', () => true) : known('user', users),
    ...NUMBERS.map((key) => number(key, () => true)),
    ...NOT_NEGATIVE.map((key) => number(key, (value) => value >= 0)),
    number('job', (row) => Number.isInteger(row) && row >= 0 && row < jobs),
  ) as ViewState;
}
