import { setImmediate } from 'node:timers/promises';
import { attempt, performerOf } from './attempt.ts';
import type { Executor } from './task.ts';

/** One task after the other, in this process. */
export const inProcess: Executor = {
  name: 'in-process',
  async execute(assignment, { done, started, signal }) {
    const performer = performerOf(assignment);
    for (const task of assignment.tasks) {
      // A Ctrl-C pressed during the last task gets its turn.
      await setImmediate();
      signal.throwIfAborted();
      started?.(task);
      done(await attempt(performer, task, signal));
    }
  },
  async close() {},
};
