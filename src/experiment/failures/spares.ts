import type { NodeId } from '../../model/machine.ts';
import type { Selection } from '../centre/cluster-form.ts';
import type { NodesByName } from '../centre/machine.ts';
import type { Path, Problem } from '../problem.ts';

const AT: Path = ['recovery', 'spares'];

/**
 * The nodes that a scenario keeps as spares: these, or the last so many of those that are there from the beginning.
 * @param problems gets what is wrong
 */
export function sparesOf(spares: number | Selection, named: NodesByName, problems: Problem[]): NodeId[] {
  const { nodes, partitions } = named.machine;
  const isThere = (node: NodeId): boolean => nodes[node]!.status === 'online';
  const there = nodes.map((_, node) => node as NodeId).filter(isThere);
  const before = problems.length;
  const chosen =
    typeof spares === 'number' ? there.slice(Math.max(0, there.length - spares)) : named.select(spares, AT);
  if (problems.length > before) return chosen;
  const late = chosen.find((node) => !isThere(node));
  if (late !== undefined)
    problems.push({ path: AT, message: `${nodes[late]!.name} is not there from the beginning, as a spare must be` });
  const taken = new Set(chosen);
  for (const { name, nodes: of } of partitions) {
    const working = of.filter(isThere);
    if (working.length === 0 || working.some((node) => !taken.has(node))) continue;
    problems.push({ path: AT, message: `all ${working.length} nodes of the partition ${name} would be spares` });
  }
  return chosen;
}
