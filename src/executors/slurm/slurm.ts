import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { InputError } from '../../model/errors.ts';
import { RunStore, StoreError } from '../store.ts';
import type { Assignment, Executor, Hooks, Task } from '../task.ts';
import { maxArraySize, squeue } from './commands.ts';
import { type JobArray, openArrays, removeUnfinished } from './job-array.ts';
import { withLock } from './lock.ts';
import { blamed, endingOf, Queue } from './queue.ts';
import { checkSbatchOptions, type SubmitOptions, submit } from './submit.ts';

export interface SlurmOptions extends SubmitOptions {
  /** Milliseconds between two looks at the queue; 2000 unless given. */
  readonly interval?: number;
}

const INTERVAL = 2000;
/** How often a run is begun before it counts as lost. */
const TRIES = 3;

/**
 * Tasks on the nodes of a Slurm cluster, as job arrays with many tasks of ours in each of theirs. Everything that is
 * known of an array stands in a folder beside the kept runs, which the machines must share; nothing is remembered
 * elsewhere, so any process can watch an array that another one has submitted, and does so rather than submit its runs
 * again. What is lost with a node, a time limit, a preemption or a cancellation is submitted again.
 */
export function slurm(options: SlurmOptions = {}): Executor {
  checkSbatchOptions(options.sbatch ?? []);
  return {
    name: 'slurm',
    async execute(assignment, hooks) {
      // A job begins in the folder from which it was submitted, which need not be this one's when it is watched again.
      const { folder, version } = assignment.store;
      const store = new RunStore(resolve(folder), version);
      await new Watch({ ...assignment, store }, hooks, options, await maxArraySize()).run();
    },
    // What is at Slurm stays there.
    async close() {},
  };
}

class Watch {
  readonly #root: string;
  readonly #assignment: Assignment;
  readonly #hooks: Hooks;
  readonly #options: SlurmOptions;
  readonly #maxArraySize: number;
  /** Tasks whose outcome has not been told, by key. */
  readonly #pending: Map<string, Task>;
  readonly #started = new Set<string>();
  readonly #remarked = new Set<string>();
  /** Tasks of arrays that had ended for want of room before they were watched. */
  readonly #forgiven = new Set<string>();
  #arrays = new Map<string, JobArray>();
  /** What the queue last said. */
  #seen: Queue | undefined;

  constructor(assignment: Assignment, hooks: Hooks, options: SlurmOptions, size: number) {
    this.#root = join(assignment.store.folder, 'slurm');
    this.#assignment = assignment;
    this.#hooks = hooks;
    this.#options = options;
    this.#maxArraySize = size;
    this.#pending = new Map(assignment.tasks.map((task) => [task.key, task]));
  }

  async run(): Promise<void> {
    const { signal } = this.#hooks;
    signal.throwIfAborted();
    try {
      await this.#locked(() => this.#begin());
      while (this.#pending.size > 0) {
        await pause(this.#options.interval ?? INTERVAL, undefined, { signal });
        await this.#look();
      }
    } catch (cause) {
      if (signal.aborted) this.#sayWhatGoesOn();
      throw cause;
    }
    await this.#locked(async () => this.#sweep(await this.#queue()));
  }

  #locked(work: () => Promise<void>): Promise<void> {
    return withLock(this.#root, this.#hooks.signal, work);
  }

  /** Takes over what is under way and submits the rest. What earlier commands have lost is tried anew. */
  async #begin(): Promise<void> {
    const queue = await this.#queue();
    if (queue === undefined) throw new InputError('Slurm does not answer');
    this.#sweep(queue);
    removeUnfinished(this.#root);
    this.#forgive();
    this.#collect();
    for (const { job } of this.#watched()) this.#remark(`runs of this study are under way already, as job ${job}`);
    await this.#submitIdle(queue);
  }

  /** The disk may have been full for an array that is taken over, and have room again. */
  #forgive(): void {
    for (const array of this.#watched()) {
      for (const index of array.chunks.keys()) {
        if (array.status(index).full !== undefined) this.#forgiven.add(`${array.name} ${index}`);
      }
    }
  }

  /** One look at the queue and at what the tasks have written. */
  async #look(): Promise<void> {
    // The queue first: what has ended by then has written all that it ever will.
    const queue = await this.#queue();
    this.#collect();
    if (queue === undefined) return;
    for (const text of queue.obstacles()) this.#remark(text);
    if (this.#idle(queue).length === 0) return;
    await this.#locked(async () => {
      // Another process that watches the same array may have been faster.
      const fresh = await this.#queue();
      this.#collect();
      await this.#submitIdle(fresh);
    });
  }

  /** What the queue says of all arrays; undefined if Slurm does not answer, which may pass. */
  async #queue(): Promise<Queue | undefined> {
    const opened = openArrays(this.#root).map((array) => [array.name, this.#arrays.get(array.name) ?? array] as const);
    this.#arrays = new Map(opened);
    const answer = await squeue([...this.#arrays.keys()]);
    if (!('complaint' in answer)) {
      this.#seen = new Queue(answer);
      return this.#seen;
    }
    this.#remark(`Slurm does not answer, and is asked again: ${answer.complaint}`);
    return undefined;
  }

  /** Arrays that have a part in what is pending. */
  #watched(): JobArray[] {
    return [...this.#arrays.values()].filter(({ chunks }) => chunks.some((keys) => keys.some((key) => this.#has(key))));
  }

  #has(key: string): boolean {
    return this.#pending.has(key);
  }

  /** Tells what the tasks of the arrays have done since it was last called. */
  #collect(): void {
    for (const array of this.#watched()) {
      for (const [index, keys] of array.chunks.entries()) {
        if (keys.some((key) => this.#has(key))) this.#collectFrom(array, index);
      }
    }
  }

  #collectFrom(array: JobArray, index: number): void {
    const { begun, done, failed, full } = array.status(index);
    for (const key of begun) this.#start(key);
    for (const key of done) this.#finish(key);
    for (const [key, failure] of failed) {
      const task = this.#pending.get(key);
      if (task === undefined) continue;
      this.#pending.delete(key);
      this.#hooks.done({ task, failure });
    }
    if (full !== undefined && !this.#forgiven.has(`${array.name} ${index}`)) throw new StoreError(full);
  }

  #start(key: string): void {
    const task = this.#pending.get(key);
    if (task === undefined || this.#started.has(key)) return;
    this.#started.add(key);
    this.#hooks.started?.(task);
  }

  /** Tells a record that is in the store; one that a slow file system does not show yet is looked for again later. */
  #finish(key: string): boolean {
    const task = this.#pending.get(key);
    const found = task && this.#assignment.store.get(key);
    if (task === undefined || found === undefined || !('record' in found)) return false;
    this.#pending.delete(key);
    this.#hooks.done({ task, record: found.record });
    return true;
  }

  /** Pending tasks that nobody will do. */
  #idle(queue: Queue): Task[] {
    const busy = new Set<string>();
    for (const array of this.#watched()) {
      for (const [index, keys] of array.chunks.entries()) {
        if (queue.live(array, index)) for (const key of keys) busy.add(key);
      }
    }
    return [...this.#pending.values()].filter(({ key }) => !busy.has(key));
  }

  /** Submits what is pending and not under way, as long as it has not been lost too often. */
  async #submitIdle(queue: Queue | undefined): Promise<void> {
    if (queue === undefined) return;
    const losses = this.#losses(queue);
    const idle = this.#idle(queue).filter(({ key }) => !this.#finish(key) && !this.#giveUp(key, losses.get(key)));
    if (idle.length === 0) return;
    this.#sayWhatWasLost(idle, losses);
    const array = await submit(this.#root, { ...this.#assignment, tasks: idle }, this.#options, this.#maxArraySize);
    this.#arrays.set(array.name, array);
    this.#seen = undefined;
    this.#remark(`${idle.length === 1 ? 'one run is' : `${idle.length} runs are`} submitted as job ${array.job}`);
  }

  #sayWhatWasLost(tasks: readonly Task[], losses: ReadonlyMap<string, readonly string[]>): void {
    const byReason = new Map<string, Task[]>();
    for (const task of tasks) {
      const reason = losses.get(task.key)?.at(-1);
      if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), task]);
    }
    for (const [reason, [first, ...more]] of byReason) {
      const who = more.length === 0 ? first!.name : `${first!.name} and ${more.length} more`;
      this.#hooks.warn?.(`${who} went unfinished, to be submitted again: ${reason}`);
    }
  }

  /** How each pending task was lost, as often as it was, in words. */
  #losses(queue: Queue): Map<string, string[]> {
    const losses = new Map<string, string[]>();
    for (const array of this.#watched()) {
      for (const [index, keys] of array.chunks.entries()) {
        if (queue.live(array, index)) continue;
        for (const key of blamed(keys, array.status(index))) {
          if (!this.#has(key)) continue;
          const reasons = losses.get(key) ?? [];
          losses.set(key, [...reasons, endingOf(array, index, queue)]);
        }
      }
    }
    return losses;
  }

  #giveUp(key: string, reasons: readonly string[] = []): boolean {
    if (reasons.length < TRIES) return false;
    const task = this.#pending.get(key)!;
    this.#pending.delete(key);
    const message = `it was lost ${TRIES} times, the last time: ${reasons.at(-1)}`;
    this.#hooks.done({ task, failure: { kind: 'lost', message } });
    return true;
  }

  /** Removes the folders of arrays that are over. */
  #sweep(queue: Queue | undefined): void {
    if (queue === undefined) return;
    for (const array of this.#arrays.values()) {
      if (queue.anyLive(array)) continue;
      array.remove();
      this.#arrays.delete(array.name);
    }
  }

  #sayWhatGoesOn(): void {
    const live = this.#watched().filter((array) => this.#seen?.anyLive(array) ?? true);
    const ids = live.flatMap(({ job }) => job ?? []).join(' ');
    if (ids === '') return;
    this.#hooks.remark?.(
      `what is under way at Slurm goes on: the same command will watch it again, and scancel ${ids} ends it`,
    );
  }

  /** Says something once. */
  #remark(text: string): void {
    if (this.#remarked.has(text)) return;
    this.#remarked.add(text);
    this.#hooks.remark?.(text);
  }
}
