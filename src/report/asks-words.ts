import type { Shape } from '../model/asks.ts';
import { CORES, GPUS, MEMORY, MIB_PER_GIB, RESOURCES, STORAGE } from '../model/resources.ts';
import { formatCount, formatCounted, formatNumber } from './format.ts';

/** What a job asks for: `4 tasks of 16 cores and 64 GiB on nodes with nvlink`. */
export function asksWords(shape: Shape): string {
  const amounts = amountsWords(shape.perTask, shape.wholeNodes);
  const of = amounts === '' ? '' : ` of ${amounts}`;
  const unit = shape.wholeNodes ? 'whole node' : 'task';
  const needs = [...(shape.gpuType === undefined ? [] : [`GPUs ${shape.gpuType}`]), ...shape.features];
  const layout = shape.layout === 'any' ? '' : `, ${shape.layout === 'spread' ? 'spread out' : 'packed'}`;
  return `${formatCounted(shape.tasks, unit)}${of}${needs.length > 0 ? ` with ${needs.join(' and ')}` : ''}${layout}`;
}

function amountsWords(amounts: readonly number[], wholeNodes: boolean): string {
  const told = RESOURCES.flatMap((_, r) => {
    // A whole node goes with all of its cores, however few it must have.
    const said = amounts[r]! > 0 && !(wholeNodes && r === CORES && amounts[r] === 1);
    return said ? [amountWords(r, amounts[r]!)] : [];
  });
  return told.length < 2 ? told.join('') : `${told.slice(0, -1).join(', ')} and ${told.at(-1)}`;
}

const SIZES = new Map([
  [MEMORY, ''],
  [STORAGE, ' of storage'],
]);

/** An amount of a resource: `4 cores`, `64 GiB`, `512 MiB of storage`. */
export function amountWords(resource: number, amount: number): string {
  if (resource === CORES) return formatCounted(amount, 'core');
  if (resource === GPUS) return formatCounted(amount, 'GPU');
  const size =
    amount % MIB_PER_GIB === 0 || amount > 10 * MIB_PER_GIB
      ? `${formatNumber(amount / MIB_PER_GIB)} GiB`
      : `${formatCount(amount)} MiB`;
  return `${size.replace(/\.0+ /, ' ')}${SIZES.get(resource)}`;
}
