import { CORES, GPUS, type ResourceVector } from '../model/resources.ts';

/** The tasks that might come next, as parts of a whole node in every resource; all are taken to be equally likely. */
const TASKS: readonly number[] = [1 / 8, 1 / 4, 1 / 2, 1];

/** By how much a placement changes the fragmentation of a node: parts of its GPUs, or of its cores if it has none. */
export const addedFragmentation = (before: ResourceVector, after: ResourceVector, capacity: ResourceVector): number =>
  fragmentation(after, capacity) - fragmentation(before, capacity);

/**
 * The part of a node's GPUs (of its cores, where it has none) that is free and that the next task cannot use, in the mean
 * over the tasks that may come: the measure of Weng et al., USENIX ATC 2023. They take those tasks from the workload; a
 * placement knows none, so here they are an eighth, a quarter, half and the whole of a node in every resource.
 */
export function fragmentation(free: ResourceVector, capacity: ResourceVector): number {
  const scarce = (capacity[GPUS] ?? 0) > 0 ? GPUS : CORES;
  const part = free[scarce]! / capacity[scarce]!;
  let sum = 0;
  for (const task of TASKS) {
    let fitting = Number.POSITIVE_INFINITY;
    for (const [r, amount] of free.entries()) {
      if (capacity[r]! > 0) fitting = Math.min(fitting, Math.floor(amount / (task * capacity[r]!)));
    }
    sum += part - fitting * task;
  }
  return sum / TASKS.length;
}
