import { setImmediate } from 'node:timers/promises';
import type { RunStore } from './store.ts';
import type { Assignment, Executor, Hooks, Outcome, Task } from './task.ts';

/** So many entries are looked up before other events get a turn. */
const AT_ONCE = 64;

/**
 * Does an assignment: what the store has is reused, and the rest is left to an executor. Nothing is done twice, also
 * where several tasks have one key. Of a damaged entry is warned, and it is made again.
 *
 * @throws StoreError if a record cannot be kept, and the signal's reason if it fires; what is kept stays
 */
export async function execute(executor: Executor, assignment: Assignment, hooks: Hooks): Promise<void> {
  const pending = await missing(assignment, hooks);
  if (pending.size === 0) return;
  const tasks = [...pending.values()].map(([first]) => first!);
  const done = (outcome: Outcome): void => {
    for (const task of pending.get(outcome.task.key)!) hooks.done({ ...outcome, task });
  };
  await executor.execute({ ...assignment, tasks }, { ...hooks, done });
}

/** Reports what is kept. @returns the tasks whose record has to be made, by key */
async function missing({ tasks, store }: Assignment, hooks: Hooks): Promise<Map<string, Task[]>> {
  const pending = new Map<string, Task[]>();
  for (const [index, task] of tasks.entries()) {
    if (index % AT_ONCE === 0) await setImmediate();
    hooks.signal.throwIfAborted();
    const waiting = pending.get(task.key);
    if (waiting !== undefined) waiting.push(task);
    else if (!reuse(store, task, hooks)) pending.set(task.key, [task]);
  }
  return pending;
}

function reuse(store: RunStore, task: Task, { done, warn }: Hooks): boolean {
  const found = store.get(task.key);
  if (found === undefined) return false;
  if ('damage' in found) {
    warn?.(`the kept run of ${task.name} is made again: ${found.file}: ${found.damage}`);
    return false;
  }
  done({ task, record: found.record, reused: true });
  return true;
}
