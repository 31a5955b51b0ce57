import { execute } from '../../dist/executors/execute.js';
import { inProcess } from '../../dist/executors/in-process.js';
import { RunStore } from '../../dist/executors/store.js';
import { threads } from '../../dist/executors/threads/threads.js';

/**
 * Does tasks in a process of its own: `node batch.mjs '{"folder": ..., "executor": ..., "tasks": [...]}'`. A line for
 * each record that is made goes to standard output.
 */
const { folder, executor, tasks, shared } = JSON.parse(process.argv[2]);
const assignment = {
  module: new URL('perform.mjs', import.meta.url),
  shared: { salt: 'salt', ...shared },
  tasks,
  store: new RunStore(folder, '1.2.3'),
};
await execute(executor === 'threads' ? threads(2) : inProcess, assignment, {
  done({ task, reused, failure }) {
    if (!reused) process.stdout.write(`${failure === undefined ? task.name : `${task.name}: ${failure.message}`}\n`);
  },
  signal: new AbortController().signal,
});
