import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execute } from '../../src/executors/execute.ts';
import { RunStore } from '../../src/executors/store.ts';
import type { Assignment, Executor, Hooks, Outcome, Task } from '../../src/executors/task.ts';

export const MODULE: URL = new URL('perform.mjs', import.meta.url);

export const keyOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A task for the module beside this file. */
export const task = (n: number, more: Record<string, unknown> = {}, group = `g${n % 3}`): Task => ({
  key: keyOf(String(n)),
  input: { n, ...more },
  group,
  name: `run ${n}`,
});

export const tasks = (count: number): Task[] => Array.from({ length: count }, (_, n) => task(n));

export const assignment = (folder: string, given: readonly Task[], shared: object = {}): Assignment => ({
  module: MODULE,
  shared: { salt: 'salt', ...shared },
  tasks: given,
  store: new RunStore(folder, '1.2.3'),
});

/** What an executor told. */
export interface Told {
  readonly outcomes: Outcome[];
  readonly started: string[];
  readonly remarks: string[];
  readonly warnings: string[];
}

/** Does an assignment and gathers what is told; the executor is closed then, and begins anew if it is used again. */
export async function carryOut(executor: Executor, given: Assignment, hooks: Partial<Hooks> = {}): Promise<Told> {
  const told: Told = { outcomes: [], started: [], remarks: [], warnings: [] };
  try {
    await execute(executor, given, {
      done: (outcome) => told.outcomes.push(outcome),
      started: ({ name }) => told.started.push(name),
      remark: (text) => told.remarks.push(text),
      warn: (text) => told.warnings.push(text),
      signal: new AbortController().signal,
      ...hooks,
    });
    return told;
  } finally {
    await executor.close();
  }
}

/** The outcomes in a form to compare, in the order of their names. */
export const summary = ({ outcomes }: Told): string[] =>
  outcomes
    .map((outcome) =>
      'failure' in outcome
        ? `${outcome.task.name}: ${outcome.failure.kind}: ${outcome.failure.message.split('\n')[0]}`
        : `${outcome.task.name}: ${JSON.stringify(outcome.record)}${outcome.reused ? ' reused' : ''}`,
    )
    .sort();

/** Every file under a folder with its content. */
export function filesIn(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}

/** What `batch.mjs` is told to do. */
export interface Batch {
  readonly folder: string;
  readonly executor: Executor['name'];
  readonly tasks: readonly Task[];
  readonly shared?: object;
}

/** The words after `node` that do tasks in a process of its own; they name a file, for a command line has its limits. */
export function batchWords(file: string, batch: Batch): string[] {
  writeFileSync(file, JSON.stringify(batch));
  return [fileURLToPath(new URL('batch.mjs', import.meta.url)), file];
}
