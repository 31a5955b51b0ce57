import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import { PROFILES } from '../registry.ts';
import type { RunOptions } from './experiment.ts';

/** The values that each rule of a run can take; the first is the default of this project. */
export const OPTION_VALUES = {
  pass: ['instant', 'event'],
  order: ['completions-first', 'arrivals-first'],
  overrun: ['kill', 'extend'],
  estimate: ['requested', 'runtime'],
} as const;

type OptionName = keyof typeof OPTION_VALUES;

/** What the user said; everything else comes from the profile, then from the defaults. */
export type OptionChoices = {
  readonly [N in OptionName]?: (typeof OPTION_VALUES)[N][number] | undefined;
} & { readonly profile?: string | undefined };

/** The profile that is taken when none is named. */
const DEFAULT_PROFILE = 'makespan';

/**
 * Completes the choices: an explicit one wins over the profile's.
 * @throws InputError for an unknown profile
 */
export function resolveOptions(choices: OptionChoices = {}): RunOptions {
  const name = choices.profile ?? DEFAULT_PROFILE;
  const profile = PROFILES.find((known) => known.name === name);
  if (profile === undefined) {
    throw new InputError(
      `unknown profile '${name}'${suggestion(
        name,
        PROFILES.map((known) => known.name),
      )}`,
    );
  }
  return {
    profile: name,
    pass: choices.pass ?? profile.pass,
    order: choices.order ?? profile.order,
    overrun: choices.overrun ?? OPTION_VALUES.overrun[0],
    estimate: choices.estimate ?? profile.estimate ?? OPTION_VALUES.estimate[0],
  };
}

/**
 * Narrows a text to one of the allowed values.
 * @param what how the message calls it, such as `--overrun`
 * @throws InputError with the nearest value
 */
export function oneOf<T extends string>(what: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((known) => known === value);
  if (found === undefined) throw new InputError(`${what} '${value}' is not known${suggestion(value, allowed)}`);
  return found;
}
