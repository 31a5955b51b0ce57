import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import type { CommandSpec } from '../registry.ts';

/** How long a program may take to answer unless the user says otherwise, ms. */
export const DEFAULT_TIMEOUT = 10_000;

/** Longer than any answer is worth waiting for, and short enough for a timer. */
const LONGEST_TIMEOUT = 24 * 3600 * 1000;

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };

/** A program that decides, as it is to be run. */
export interface Command {
  readonly words: readonly string[];
  /** ms */
  readonly timeout: number;
}

/** @throws InputError for a command without words, a time-out that is no time, or an unknown key */
export function readCommand(spec: CommandSpec): Command {
  const known = ['command', 'timeout', 'label'];
  const wrong = Object.keys(spec).find((key) => !known.includes(key));
  if (wrong !== undefined) throw new InputError(`unknown key ${wrong} beside command${suggestion(wrong, known)}`);
  return {
    words: commandWords(spec.command),
    timeout: spec.timeout === undefined ? DEFAULT_TIMEOUT : readTimeout(spec.timeout),
  };
}

/** How tables and files call it if nobody has given it a label: the command line itself. */
export const commandText = ({ command }: CommandSpec): string =>
  typeof command === 'string' ? command.trim() : command.join(' ');

/** A list stands for itself; a text is cut at its blanks, and quotes hold words together. No shell is involved. */
function commandWords(command: unknown): readonly string[] {
  const words: unknown = typeof command === 'string' ? splitWords('command', command) : command;
  const isWord = (word: unknown): boolean => typeof word === 'string' || typeof word === 'number';
  if (Array.isArray(words) && words.length > 0 && words.every(isWord) && words[0] !== '') return words.map(String);
  throw new InputError('command must be a program and its arguments, as a text or as a list of texts');
}

/** Cuts a text at its blanks; quotes hold words together. @throws InputError, beginning with `what`, for an open quote */
export function splitWords(what: string, text: string): string[] {
  if (!/^(\s+|"[^"]*"|'[^']*'|[^\s"'])*$/.test(text)) throw new InputError(`${what} has an open quote: ${text}`);
  const words = text.match(/("[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, '$1$2'));
}

/** @throws InputError for anything but a positive time with its unit, such as `10s` or `2min` */
export function readTimeout(given: unknown): number {
  const [, amount, unit = ''] = (typeof given === 'string' && /^(\d+(?:\.\d+)?)\s*([a-z]+)$/.exec(given.trim())) || [];
  const timeout = Math.round(Number(amount) * (UNITS[unit] ?? Number.NaN));
  if (timeout > 0 && timeout <= LONGEST_TIMEOUT) return timeout;
  throw new InputError(`timeout is ${String(given)}; expected a time of at most 24h, such as 500ms, 10s or 2min`);
}
