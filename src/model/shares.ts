import type { Entity } from './centre.ts';

/** What a fair share is computed from: anything in a tree with shares. */
export type Shareholder = Pick<Entity, 'parent' | 'shares'>;

/** By entity: the shares of all children of its parent, itself included. */
export function siblingShares(entities: readonly Shareholder[]): number[] {
  const sums = new Map<number, number>();
  for (const { parent, shares } of entities) sums.set(parent, (sums.get(parent) ?? 0) + shares);
  return entities.map(({ parent }) => sums.get(parent)!);
}

/** By entity: its part of the machine, the product of its parts of what each of its ancestors has; 0 to 1. */
export function normalizedShares(entities: readonly Shareholder[]): Float64Array {
  const siblings = siblingShares(entities);
  const parts = new Float64Array(entities.length);
  for (const [i, { parent, shares }] of entities.entries()) {
    parts[i] = shares === 0 ? 0 : (shares / siblings[i]!) * (parent < 0 ? 1 : parts[parent]!);
  }
  return parts;
}
