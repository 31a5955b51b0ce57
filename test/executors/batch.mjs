import { readFileSync } from 'node:fs';
import { execute } from '../../dist/executors/execute.js';
import { inProcess } from '../../dist/executors/in-process.js';
import { slurm } from '../../dist/executors/slurm/slurm.js';
import { RunStore } from '../../dist/executors/store.js';
import { threads } from '../../dist/executors/threads/threads.js';

/**
 * Does tasks in a process of its own: `node batch.mjs FILE` with `{"folder": ..., "executor": ..., "tasks": [...]}`. A line for
 * each record that is made goes to standard output, remarks to standard error.
 */
const { folder, executor, tasks, shared } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const assignment = {
  module: new URL('perform.mjs', import.meta.url),
  shared: { salt: 'salt', ...shared },
  tasks,
  store: new RunStore(folder, '1.2.3'),
};
const interruption = new AbortController();
process.once('SIGINT', () => interruption.abort());
const executors = { threads: () => threads(2), 'in-process': () => inProcess, slurm: () => slurm({ interval: 100 }) };
const chosen = executors[executor]();
await execute(chosen, assignment, {
  done({ task, reused, failure }) {
    if (!reused) process.stdout.write(`${failure === undefined ? task.name : `${task.name}: ${failure.message}`}\n`);
  },
  remark: (text) => process.stderr.write(`${text}\n`),
  warn: (text) => process.stderr.write(`${text}\n`),
  signal: interruption.signal,
});
await chosen.close();
