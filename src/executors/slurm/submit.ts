import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../model/errors.ts';
import { built, entryPoint } from '../../model/package.ts';
import type { Assignment, Task } from '../task.ts';
import { sbatch } from './commands.ts';
import { createArray, type JobArray } from './job-array.ts';

/**
 * How many tasks an array has at most unless it is said. Slurm starts about ten a second, so that more of them would
 * rather wait for it than for each other.
 */
const MOST_TASKS = 200;

export interface SubmitOptions {
  /** Options of sbatch, such as `--partition=short`, word by word. */
  readonly sbatch?: readonly string[];
  /** The interpreter on the nodes; that of this process unless given. */
  readonly node?: string;
  /** How many tasks an array has at most; 200 unless given. */
  readonly mostTasks?: number;
}

/** Options of sbatch that are makespan's own affair. */
const OWN = /^(--(array|job-name|output|error|open-mode|parsable|wait|wrap)(=|$)|-[aJoeW])/;

/** @throws InputError for an option that would keep the runs from being found again */
export function checkSbatchOptions(words: readonly string[]): void {
  const own = words.find((word) => OWN.test(word));
  if (own !== undefined) throw new InputError(`the option ${own} of sbatch is set by makespan itself`);
}

/** Submits runs as one job array. @throws InputError if Slurm refuses it */
export async function submit(
  root: string,
  assignment: Assignment,
  { sbatch: words = [], node = process.execPath, mostTasks = MOST_TASKS }: SubmitOptions,
  maxArraySize: number,
): Promise<JobArray> {
  const chunks = chunksOf(assignment.tasks, Math.min(mostTasks, maxArraySize));
  const array = createArray(root, assignment, chunks);
  const { folder, name } = array;
  const script = join(folder, 'script.sh');
  const worker = fileURLToPath(built(entryPoint('executors/slurm/worker')));
  writeFileSync(script, `#!/bin/sh\nexec ${[node, worker, folder].map(quoted).join(' ')} "$SLURM_ARRAY_TASK_ID"\n`);
  // A task whose node fails is begun again by Slurm itself, unless the user has it otherwise.
  const log = join(folder, 'log-').replaceAll('%', '%%');
  const own = [`--job-name=${name}`, `--array=0-${chunks.length - 1}`, `--output=${log}%a.txt`, '--open-mode=append'];
  try {
    array.submitted(await sbatch(['--requeue', ...words, ...own, script]));
  } catch (cause) {
    array.remove();
    throw cause;
  }
  return array;
}

/** Divides tasks into so many parts at most, of about the same size, with groups together as far as that goes. */
export function chunksOf(tasks: readonly Task[], most: number): Task[][] {
  const groups = new Map<string, Task[]>(tasks.map(({ group }) => [group, []]));
  for (const task of tasks) groups.get(task.group)!.push(task);
  const sorted = [...groups.values()].flat();
  const count = Math.min(most, sorted.length);
  return Array.from({ length: count }, (_, i) =>
    sorted.slice(Math.floor((i * sorted.length) / count), Math.floor(((i + 1) * sorted.length) / count)),
  );
}

const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
