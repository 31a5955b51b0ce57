import type { RunStore } from './store.ts';

/** One run to be done. It is plain JSON throughout, so that it can be sent to a thread or to another machine. */
export interface Task {
  /** What the run is, as 64 hexadecimal digits: tasks of one key have the same record. */
  readonly key: string;
  readonly input: unknown;
  /** Tasks of a group share something that is costly to make, such as a workload, and are kept together if possible. */
  readonly group: string;
  /** For people. */
  readonly name: string;
}

/** Why a task has no record. */
export interface Failure {
  readonly message: string;
  /** `input`: what was asked for is wrong; `lost`: what did it died, more than once; `bug`: anything else. */
  readonly kind: 'input' | 'lost' | 'bug';
}

/** What became of a task. A record is JSON, exactly as the store keeps it, whoever made it. */
export type Outcome =
  | { readonly task: Task; readonly record: unknown; readonly reused?: true }
  | { readonly task: Task; readonly failure: Failure };

/**
 * Does one task: what a module that is given to an executor exports under the name `perform`. The same input must give
 * the same record; it may keep the last workload between calls.
 *
 * @param shared what all tasks of an assignment have in common
 * @param signal stops it early, where it runs in the process that may be interrupted
 * @returns a value that is JSON
 */
export type Perform = (shared: unknown, input: unknown, signal: AbortSignal) => Promise<unknown>;

/** Tasks to be done by one module, and where their records are kept. */
export interface Assignment {
  /** A module that exports `perform`; by its place, so that other threads and machines can load it too. */
  readonly module: URL;
  /** JSON; sent once to everyone who takes part. */
  readonly shared: unknown;
  readonly tasks: readonly Task[];
  readonly store: RunStore;
}

export interface Hooks {
  /** Called once for every task, in the order in which they end. */
  done(outcome: Outcome): void;
  /** Called when somebody begins with a task; again if it was lost. */
  started?(task: Task): void;
  /** Something that people may want to know and that changes no result: one sentence, without a full stop. */
  remark?(text: string): void;
  /** Something that went wrong and was made good, so that no result is another: one sentence, without a full stop. */
  warn?(text: string): void;
  readonly signal: AbortSignal;
}

/** Where tasks are done. */
export interface Executor {
  readonly name: 'in-process' | 'threads' | 'slurm';
  /**
   * Does tasks of different keys, none of which is in the store. What has been done is in the store before it is told.
   * @throws StoreError if a record cannot be kept, and the signal's reason if it fires; what is kept stays
   */
  execute(assignment: Assignment, hooks: Hooks): Promise<void>;
  /** Ends what it keeps ready between assignments, once none is under way. Whoever makes an executor closes it. */
  close(): Promise<void>;
}
