import { MessageChannel } from 'node:worker_threads';
import type { Piscina } from 'piscina';
import { built } from '../../model/package.ts';
import { StoreError } from '../store.ts';
import type { Assignment, Hooks, Outcome, Task } from '../task.ts';
import { Agenda } from './agenda.ts';
import type { Order, Reply, Shift, Station } from './messages.ts';

/** How often a task is begun before it counts as lost. */
const TRIES = 2;

/** The threads at work on one assignment. */
export class Crew {
  readonly #pool: Piscina;
  readonly #assignment: Assignment;
  readonly #station: Station;
  readonly #hooks: Hooks;
  readonly #agenda: Agenda;
  readonly #lost = new Map<Task, number>();
  /** What each worker is at. */
  readonly #current = new Map<number, Task>();

  constructor(pool: Piscina, assignment: Assignment, hooks: Hooks) {
    this.#pool = pool;
    this.#assignment = assignment;
    this.#station = stationOf(assignment);
    this.#hooks = hooks;
    this.#agenda = new Agenda(assignment.tasks);
  }

  /** Keeps one place in the pool busy for as long as there are tasks; if its thread dies, with another one. */
  async employ(worker: number): Promise<void> {
    while (this.#agenda.left > 0) await this.#shift(worker);
  }

  /** Clears up after threads that were ended in the middle of something. */
  clear(): void {
    for (const { key } of this.#current.values()) this.#assignment.store.clear(key);
  }

  /** The working life of one thread. */
  async #shift(worker: number): Promise<void> {
    const { signal } = this.#hooks;
    const { port1, port2 } = new MessageChannel();
    const next = (): void => port1.postMessage(this.#next(worker) satisfies Order);
    const failed = new Promise<never>((_, reject) => {
      port1.on('message', (reply: Reply) => {
        const task = this.#current.get(worker)!;
        try {
          if ('full' in reply) throw new StoreError(reply.full);
          this.#hooks.done({ ...reply.outcome, task });
          next();
        } catch (cause) {
          reject(cause);
        }
      });
    });
    // Whoever is no longer waited for may fail.
    failed.catch(() => {});
    next();
    try {
      await Promise.race([this.#work(port2), failed]);
    } catch (cause) {
      signal.throwIfAborted();
      if (!(cause instanceof Death)) throw cause;
      const task = this.#current.get(worker);
      if (task !== undefined) this.#bury(task, cause);
    } finally {
      port1.close();
    }
  }

  #next(worker: number): Order {
    const task = this.#agenda.take(worker);
    if (task === undefined) {
      this.#current.delete(worker);
      return null;
    }
    this.#current.set(worker, task);
    this.#hooks.started?.(task);
    return task;
  }

  async #work(port: MessageChannel['port2']): Promise<void> {
    try {
      await this.#pool.run({ port, station: this.#station } satisfies Shift, { transferList: [port] });
    } catch (cause) {
      throw new Death((cause as Error).message, { cause });
    }
  }

  /** A thread has died while it did a task: the record may have been kept; else the task is tried once more. */
  #bury(task: Task, { message }: Death): void {
    this.#assignment.store.clear(task.key);
    const found = this.#assignment.store.get(task.key);
    const lost = (this.#lost.get(task) ?? 0) + 1;
    this.#lost.set(task, lost);
    if (found !== undefined && 'record' in found) this.#hooks.done({ task, record: found.record });
    else if (lost < TRIES) {
      this.#hooks.warn?.(`the thread that did ${task.name} has died and the run is tried again: ${message}`);
      this.#agenda.again(task);
    } else this.#hooks.done(lostOutcome(task, message));
  }
}

function stationOf({ module, shared, store: { folder, version } }: Assignment): Station {
  return { module: built(module).href, shared, store: { folder, version } };
}

/** A thread has ended before its work was done. */
class Death extends Error {}

const lostOutcome = (task: Task, reason: string): Outcome => ({
  task,
  failure: { kind: 'lost', message: `the thread that did it died, ${TRIES} times: ${reason}` },
});
