import type { Path, Problem } from '../problem.ts';
import { ClaimError } from './syntax.ts';

/** What is wrong in a text of a scenario that is read like a claim, with its place in the text; nothing if it is right. */
export function problemsIn(path: Path, read: () => unknown): Problem[] {
  try {
    read();
    return [];
  } catch (cause) {
    if (!(cause instanceof ClaimError)) throw cause;
    return [{ path, message: cause.message, offset: cause.at }];
  }
}
