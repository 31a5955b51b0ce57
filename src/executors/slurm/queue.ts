import { isLive, type QueuedTask } from './commands.ts';
import type { JobArray } from './job-array.ts';
import type { Status } from './status.ts';

/** Why tasks wait that will have their turn; any other reason may need somebody to do something. */
const ORDINARY = /^(None|Priority|Resources|BeginTime|Cleaning|Prolog|JobArrayTaskLimit|\(null\)|)$/;

/** What the queue says about some arrays. */
export class Queue {
  readonly #tasks = new Map<string, QueuedTask>();

  constructor(tasks: readonly QueuedTask[]) {
    // A task that Slurm has begun again may be there twice: the one that is alive counts.
    for (const task of [...tasks].sort((a, b) => Number(isLive(a)) - Number(isLive(b)))) {
      this.#tasks.set(`${task.job} ${task.index}`, task);
      this.#tasks.set(`${task.name} ${task.index}`, task);
    }
  }

  /**
   * A task of an array; undefined if the queue has forgotten it or never had it. An array whose id is not known, as its
   * submission was cut short, may be there all the same, under its name.
   */
  find({ name, job = name }: JobArray, index: number): QueuedTask | undefined {
    return this.#tasks.get(`${job} ${index}`);
  }

  /** Whether the task will yet do something. */
  live(array: JobArray, index: number): boolean {
    const task = this.find(array, index);
    return task !== undefined && isLive(task);
  }

  /** Why tasks wait that may wait for long, in words. */
  obstacles(): string[] {
    return [...new Set(this.#tasks.values())]
      .filter(({ state, reason }) => state === 'PENDING' && !ORDINARY.test(reason))
      .map(({ job, reason }) => `job ${job} waits, as Slurm says, for this reason: ${reason}`);
  }

  anyLive(array: JobArray): boolean {
    return array.chunks.some((_, index) => this.live(array, index));
  }
}

/**
 * The runs to which the end of a task is put down: the one it was at; if it was at none, the next one; and if it never
 * came to any, as where a node cannot start it, all. The others just have not had their turn.
 */
export function blamed(keys: readonly string[], { current, begun, done, failed }: Status): readonly string[] {
  if (current !== undefined) return [current];
  const left = keys.filter((key) => !done.has(key) && !failed.has(key));
  return begun.size === 0 && done.size === 0 ? left : left.slice(0, 1);
}

/** How a task ended that did not do all of its runs, in words. */
export function endingOf(array: JobArray, index: number, queue: Queue): string {
  const { state, nodes } = queue.find(array, index) ?? { state: undefined, nodes: '' };
  const where = `job ${array.job ?? array.name}_${index}${nodes ? ` on ${nodes}` : ''}`;
  if (state === undefined) return `it is gone from the queue (${where})`;
  const word = state === 'FAILED' ? array.lastWord(index) : undefined;
  return `${state} (${where})${word === undefined ? '' : `: ${word}`}`;
}
