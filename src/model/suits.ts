import type { Shape } from './asks.ts';
import type { NodeGroup } from './machine.ts';
import { CORES, GPUS, MEMORY, RESOURCES, STORAGE } from './resources.ts';

/** Whether a group has all that a shape asks of a node, however much of it is in use. */
export function suits(group: NodeGroup, { features, gpuType, perTask }: Shape): boolean {
  return (
    features.every((feature) => group.features.includes(feature)) &&
    (gpuType === undefined || group.gpuType === gpuType) &&
    perTask.every((amount, r) => amount <= group.each[r]!)
  );
}

/** What keeps tasks of a shape from every node of these groups, in a few words; undefined if one suits. */
export function lackingOn(groups: readonly NodeGroup[], shape: Shape): string | undefined {
  if (groups.some((group) => suits(group, shape))) return undefined;
  const { features, gpuType, perTask, wholeNodes } = shape;
  const needs = wholeNodes ? 'each of its whole nodes needs' : 'each of its tasks needs';
  for (const [r, amount] of perTask.entries()) {
    const most = Math.max(0, ...groups.map(({ each }) => each[r]!));
    if (amount > most) return `${needs} ${amountWords(amount, r)}, and no node has more than ${amountWords(most, r)}`;
  }
  const missing = features.find((feature) => !groups.some((group) => group.features.includes(feature)));
  if (missing !== undefined) return `no node has the feature ${missing}`;
  if (gpuType !== undefined && !groups.some((group) => group.gpuType === gpuType))
    return `no node has GPUs of type ${gpuType}`;
  return `no node has all that ${needs} at once`;
}

const amountWords = (amount: number, resource: number): string =>
  resource === MEMORY || resource === STORAGE
    ? `${amount} MiB of ${RESOURCES[resource]}`
    : `${amount} ${resource === GPUS ? 'GPUs' : 'cores'}`;

/** How fast jobs of a kind run on the nodes of a group; 1 is the machine of the workload. */
export const speedOf = ({ speed, speedOf: byKind }: NodeGroup, kind: string | undefined): number =>
  (kind === undefined ? undefined : byKind.get(kind)) ?? speed;

/** How much one task takes of a resource of its node: a whole node goes with all of its cores and GPUs. */
export const takes = ({ perTask, wholeNodes }: Shape, { each }: NodeGroup, resource: number): number =>
  wholeNodes && (resource === CORES || resource === GPUS) ? each[resource]! : perTask[resource]!;
