import type { Random } from '../kernel/random.ts';
import type { Machine, NodeId } from '../model/machine.ts';
import type { Law } from './laws/law.ts';
import type { Failure, Stage } from './source.ts';

/** How the failure of a node spreads to those of its rack. */
export interface Cascades {
  /** That a given other node fails of it, 0 to 1. */
  readonly probability: number;
  /** How long after it. */
  readonly delay: Law;
  readonly repair: Law;
  /** How often at most it is handed on: 1 where those that fail of it make none fail themselves. */
  readonly generations: number;
}

/**
 * Makes the other nodes of a rack fail of a node that has, each at most once of one first failure. Each pair of nodes
 * has a stream of its own, `failures/cascade-FROM-TO`, so that a further node in the rack moves nothing.
 */
export function cascading(machine: Machine, options: Cascades, stage: Stage): (failure: Failure) => void {
  const streams = new Map<string, Random>();
  const streamOf = (from: NodeId, to: NodeId): Random => {
    const name = JSON.stringify([machine.nodes[from]!.name, machine.nodes[to]!.name]);
    const stream = streams.get(name) ?? stage.streams.stream(`failures/cascade-${name}`);
    streams.set(name, stream);
    return stream;
  };
  const inRack = machine.racks.map((): NodeId[] => []);
  for (const [node, { rack }] of machine.nodes.entries()) inRack[rack]!.push(node as NodeId);
  return ({ nodes: [from], cascade }) => {
    if (from === undefined || cascade === undefined || cascade.generation >= options.generations) return;
    for (const to of inRack[machine.nodes[from]!.rack]!) {
      if (cascade.hit.has(to)) continue;
      const random = streamOf(from, to);
      if (random() >= options.probability) continue;
      cascade.hit.add(to);
      const at = stage.now + options.delay.draw(random);
      const repair = options.repair.draw(random);
      const next = { generation: cascade.generation + 1, hit: cascade.hit };
      stage.plan(at, () => stage.fail({ nodes: [to], cause: 'cascade', repair, cascade: next }));
    }
  };
}
