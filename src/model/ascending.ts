import type { JobId } from './job-id.ts';

/** Where a row stands in a list of rows in ascending order, or would. */
export function placeOf(list: readonly JobId[], job: JobId): number {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (list[middle]! < job) low = middle + 1;
    else high = middle;
  }
  return low;
}
