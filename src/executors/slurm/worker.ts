import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt, performerOf } from '../attempt.ts';
import { RunStore, StoreError } from '../store.ts';
import type { Task } from '../task.ts';
import type { Common } from './job-array.ts';
import { type StatusLine, writeStatus } from './status.ts';

/** A task of a job array, on a node: `node worker.js FOLDER INDEX` does the runs of that task, one after the other. */
async function work(folder: string, index: string): Promise<void> {
  const { module, shared, store: place } = read<Common>('common.json');
  const store = new RunStore(place.folder, place.version);
  const performer = performerOf({ module: new URL(module), shared, store });
  const file = join(folder, `status-${index}.jsonl`);
  const tell = (line: StatusLine): void => writeStatus(file, line);
  // A task that Slurm begins again goes on after what its first life may have left of a line.
  if (existsSync(file)) appendFileSync(file, '\n');
  for (const task of read<Task[]>(`tasks-${index}.json`)) {
    const found = store.get(task.key);
    if (found !== undefined && 'record' in found) tell({ done: task.key });
    else {
      tell({ begun: task.key });
      tell(await finished(task));
    }
  }

  async function finished(task: Task): Promise<StatusLine> {
    try {
      const outcome = await attempt(performer, task, new AbortController().signal);
      return 'failure' in outcome ? { failed: task.key, failure: outcome.failure } : { done: task.key };
    } catch (cause) {
      if (cause instanceof StoreError) tell({ full: cause.message });
      throw cause;
    }
  }

  function read<T>(name: string): T {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')) as T;
  }
}

await work(process.argv[2]!, process.argv[3]!);
