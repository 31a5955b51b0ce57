import type { Entity, Intervention } from './centre.ts';

/** Who is entitled to what once an intervention has changed it; the same list for one that changes nothing of it. */
export function entitiesAfter(entities: readonly Entity[], one: Intervention): readonly Entity[] {
  if (one.kind !== 'shares' && one.kind !== 'guarantee') return entities;
  const change = one.kind === 'shares' ? { shares: one.shares } : { guarantee: one.guarantee };
  return entities.map((entity, i) => (i === one.entity ? { ...entity, ...change } : entity));
}
