import type { Shape } from './asks.ts';
import type { NodeGroup } from './machine.ts';
import { CORES, GPUS } from './resources.ts';

/** Whether a group has all that a shape asks of a node, however much of it is in use. */
export function suits(group: NodeGroup, { features, gpuType, perTask }: Shape): boolean {
  return (
    features.every((feature) => group.features.includes(feature)) &&
    (gpuType === undefined || group.gpuType === gpuType) &&
    perTask.every((amount, r) => amount <= group.each[r]!)
  );
}

/** How fast jobs of a kind run on the nodes of a group; 1 is the machine of the workload. */
export const speedOf = ({ speed, speedOf: byKind }: NodeGroup, kind: string | undefined): number =>
  (kind === undefined ? undefined : byKind.get(kind)) ?? speed;

/** How much one task takes of a resource of its node: a whole node goes with all of its cores and GPUs. */
export const takes = ({ perTask, wholeNodes }: Shape, { each }: NodeGroup, resource: number): number =>
  wholeNodes && (resource === CORES || resource === GPUS) ? each[resource]! : perTask[resource]!;
