/** The first and the last of neighbouring nodes, by row. */
export type NodeRange = readonly [first: number, last: number];

/** A list of nodes as ranges, in its order: jobs and windows hold neighbours as a rule. */
export function rangesOf(nodes: readonly number[]): NodeRange[] {
  const found: [number, number][] = [];
  for (const node of nodes) {
    const last = found.at(-1);
    if (last !== undefined && node === last[1] + 1) last[1] = node;
    else found.push([node, node]);
  }
  return found;
}

/**
 * The nodes of ranges.
 * @throws Error for one that the machine does not have
 */
export function nodesOf(ranges: readonly NodeRange[], machine: number): number[] {
  return ranges.flatMap(([first, last]) => {
    if (!(Number.isInteger(first) && Number.isInteger(last) && first >= 0 && first <= last && last < machine)) {
      throw new Error(`nodes: expected ranges from 0 to ${machine - 1}, found ${first} to ${last}`);
    }
    return Array.from({ length: last - first + 1 }, (_, i) => first + i);
  });
}
