import { InputError } from '../model/errors.ts';

/** With what words the user's are refused, if they are. */
export function refusal(attempt: () => unknown): string | undefined {
  try {
    attempt();
    return undefined;
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return cause.message;
  }
}
