import { InputError } from '../model/errors.ts';
import { systemReason } from '../model/system-reason.ts';
import { InvariantViolation } from '../observers/invariants.ts';
import { EXIT } from './terminal.ts';

/** What the user is told about a failure, and the exit code that goes with it. */
export function explain(failure: unknown): { text: string; code: number } {
  if (failure instanceof InputError) {
    // The lines of a broken scenario begin with their place in the file, as editors and terminals expect.
    const placed = 'lines' in failure;
    return { text: `${placed ? '' : 'makespan: '}${failure.message}\n`, code: EXIT.wrongInput };
  }
  if (failure instanceof InvariantViolation) {
    return { text: `makespan: check failed: ${failure.message}\n`, code: EXIT.unmet };
  }
  // Loading and drawing a workload are stopped by an error; a simulation that is stopped keeps what has finished.
  if (failure instanceof Error && failure.name === 'AbortError') {
    return { text: 'makespan: interrupted; nothing was written\n', code: EXIT.interrupted };
  }
  if (isSystemError(failure)) {
    return { text: `makespan: ${failure.path ?? failure.syscall}: ${systemReason(failure)}\n`, code: EXIT.wrongInput };
  }
  if (failure instanceof RangeError && /allocation|array length/i.test(failure.message)) {
    return { text: `makespan: not enough memory: ${failure.message}\n`, code: EXIT.wrongInput };
  }
  const stack = failure instanceof Error ? failure.stack : String(failure);
  return {
    text: `makespan: this is a bug in makespan, please report it with the lines below\n${stack}\n`,
    code: EXIT.bug,
  };
}

function isSystemError(failure: unknown): failure is NodeJS.ErrnoException {
  return failure instanceof Error && 'code' in failure && 'syscall' in failure;
}
