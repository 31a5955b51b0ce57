import type { Task } from '../task.ts';

/**
 * Which task is next for whom. Whoever has begun with a group goes on with it, so that what its tasks share is made
 * once; who has none begins with the largest group that nobody has begun; and when all are begun, helps where most is
 * left, so that all end together. Asking takes a step for each group at worst.
 */
export class Agenda {
  readonly #groups = new Map<string, { readonly left: Task[]; begun: boolean }>();
  readonly #groupOf = new Map<number, string>();
  #left: number;

  constructor(tasks: readonly Task[]) {
    this.#left = tasks.length;
    for (const task of tasks) {
      const group = this.#groups.get(task.group);
      if (group === undefined) this.#groups.set(task.group, { left: [task], begun: false });
      else group.left.push(task);
    }
    // From the end, which costs nothing, in the order in which they were given.
    for (const { left } of this.#groups.values()) left.reverse();
  }

  /** Tasks that nobody has taken. */
  get left(): number {
    return this.#left;
  }

  /** @param worker a number that stands for whoever asks; @returns undefined if nothing is left */
  take(worker: number): Task | undefined {
    const name = this.#choose(this.#groupOf.get(worker));
    if (name === undefined) return undefined;
    const group = this.#groups.get(name)!;
    group.begun = true;
    this.#groupOf.set(worker, name);
    this.#left -= 1;
    const task = group.left.pop();
    if (group.left.length === 0) this.#groups.delete(name);
    return task;
  }

  /** Takes a task back that was lost. */
  again(task: Task): void {
    const group = this.#groups.get(task.group);
    if (group === undefined) this.#groups.set(task.group, { left: [task], begun: true });
    else group.left.push(task);
    this.#left += 1;
  }

  #choose(own: string | undefined): string | undefined {
    if (own !== undefined && this.#groups.has(own)) return own;
    let best: string | undefined;
    let most = 0;
    let fresh = false;
    for (const [name, { left, begun }] of this.#groups) {
      if (fresh && begun) continue;
      if (left.length > most || (!begun && !fresh)) [best, most, fresh] = [name, left.length, !begun];
    }
    return best;
  }
}
