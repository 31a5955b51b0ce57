import { availableParallelism } from 'node:os';
import { Piscina } from 'piscina';
import { built, entryPoint } from '../../model/package.ts';
import type { Executor } from '../task.ts';
import { Crew } from './crew.ts';

/**
 * Tasks in threads of this process. Each thread is given one task at a time and keeps its record itself, so that the
 * end of a thread loses one run, and the end of the process those under way; no more than one task a thread is in
 * between, so memory does not grow with their number.
 *
 * The threads stay between assignments, with all that they have loaded and read, until the executor is closed. One that
 * was stopped leaves none behind, since they may be in the middle of a task.
 *
 * @param workers threads at most; as many as the machine runs at once unless given
 */
export function threads(workers: number = availableParallelism()): Executor {
  let idle: Piscina | undefined;
  /** A pool that is nobody else's, of so many threads at least. */
  async function taken(size: number): Promise<Piscina> {
    const found = idle;
    idle = undefined;
    if (found !== undefined && found.maxThreads >= size) return found;
    await found?.destroy();
    return started(size);
  }
  async function close(): Promise<void> {
    const pool = idle;
    idle = undefined;
    await pool?.destroy();
  }
  return {
    name: 'threads',
    close,
    async execute(assignment, hooks) {
      hooks.signal.throwIfAborted();
      const size = Math.min(workers, assignment.tasks.length);
      const pool = await taken(size);
      const stop = new AbortController();
      const { signal } = stop;
      const interrupt = (): void => stop.abort(hooks.signal.reason);
      hooks.signal.addEventListener('abort', interrupt);
      let ended: Promise<void> | undefined;
      signal.addEventListener('abort', () => {
        ended = pool.destroy();
      });
      const crew = new Crew(pool, assignment, { ...hooks, signal });
      try {
        await Promise.all(Array.from({ length: size }, (_, worker) => crew.employ(worker)));
        await close();
        idle = pool;
      } catch (cause) {
        stop.abort();
        await ended;
        crew.clear();
        throw cause;
      } finally {
        hooks.signal.removeEventListener('abort', interrupt);
      }
    },
  };
}

function started(size: number): Piscina {
  const pool = new Piscina({
    filename: built(entryPoint('executors/threads/worker')).href,
    name: 'work',
    minThreads: size,
    maxThreads: size,
    idleTimeout: Number.POSITIVE_INFINITY,
  });
  // A thread that dies while it has no task loses nothing, and the pool starts another one.
  pool.on('error', () => {});
  return pool;
}
