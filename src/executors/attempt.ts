import { InputError } from '../model/errors.ts';
import { type RunStore, StoreError } from './store.ts';
import type { Assignment, Failure, Outcome, Perform, Task } from './task.ts';

/** Who does the tasks of an assignment, at any place. */
export interface Performer {
  readonly perform: Perform;
  readonly shared: unknown;
  readonly store: RunStore;
}

/** Loads the module with the first task, so that what is wrong with it is the outcome of tasks. */
export function performerOf({ module, shared, store }: Omit<Assignment, 'tasks'>): Performer {
  let loaded: Promise<Perform> | undefined;
  const perform: Perform = async (...parts) => {
    loaded ??= load(module);
    return (await loaded)(...parts);
  };
  return { perform, shared, store };
}

async function load(module: URL): Promise<Perform> {
  const { perform } = (await import(module.href)) as { perform?: unknown };
  if (typeof perform !== 'function') throw new TypeError(`${module.href} exports no function named perform`);
  return perform as Perform;
}

/**
 * Does one task and keeps its record. What goes wrong in the task is its outcome.
 * @throws StoreError if the record cannot be kept, and the signal's reason if it has fired
 */
export async function attempt(performer: Performer, task: Task, signal: AbortSignal): Promise<Outcome> {
  const { perform, shared, store } = performer;
  try {
    return { task, record: store.put(task, await perform(shared, task.input, signal)) };
  } catch (cause) {
    if (cause instanceof StoreError) throw cause;
    signal.throwIfAborted();
    return { task, failure: failureOf(cause) };
  }
}

const INPUT_ERROR = new InputError().name;

/** What is told of an error, wherever it is sent. */
export function failureOf(cause: unknown): Failure {
  // By its name, since a module of its own may bring another copy of the class.
  if (cause instanceof Error && cause.name === INPUT_ERROR) return { kind: 'input', message: cause.message };
  const message = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
  return { kind: 'bug', message };
}
