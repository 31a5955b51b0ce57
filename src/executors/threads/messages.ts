import type { MessagePort } from 'node:worker_threads';
import type { Outcome, Task } from '../task.ts';

/** What the tasks of an assignment have in common; JSON, since threads share nothing. */
export interface Station {
  readonly module: string;
  readonly shared: unknown;
  readonly store: { readonly folder: string; readonly version: string };
}

/** What a thread is told when it begins with an assignment: what it is about, and where the tasks come from. */
export interface Shift {
  readonly station: Station;
  readonly port: MessagePort;
}

/** To a thread: the next task, or that there is none. */
export type Order = Task | null;

/** From a thread: the outcome of the task it was given, or that its record cannot be kept. */
export type Reply = { readonly outcome: Outcome } | { readonly full: string };
