import type { Outcome, Task } from '../task.ts';

/** What every thread is told when it begins; JSON, since threads share nothing. */
export interface Station {
  readonly module: string;
  readonly shared: unknown;
  readonly store: { readonly folder: string; readonly version: string };
}

/** To a thread: the next task, or that there is none. */
export type Order = Task | null;

/** From a thread: the outcome of the task it was given, or that its record cannot be kept. */
export type Reply = { readonly outcome: Outcome } | { readonly full: string };
