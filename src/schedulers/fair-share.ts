import { normalizedShares, type Shareholder, siblingShares } from '../model/shares.ts';

/** By entity: its children, in their order. */
const childrenOf = (entities: readonly Shareholder[]): readonly (readonly number[])[] => {
  const children: number[][] = entities.map(() => []);
  for (const [i, { parent }] of entities.entries()) children[parent]?.push(i);
  return children;
};

/**
 * The classic fair-share factor of each entity, 0 to 1: F = 2^(-U_E / S), where S are its normalized shares and U_E its
 * effective usage: at the top its own part U of all usage, below U + (U_E,parent - U) shares / shares of all siblings
 * (Slurm's documentation, "Classic Fairshare Algorithm", 2019). Whoever has no shares gets 0.
 * @param usage by entity, that of its descendants included
 * @param total what counts as all usage; that of the entities at the top unless given
 */
export function classicFairShare(
  entities: readonly Shareholder[],
  usage: readonly number[],
  total: number = usage.reduce((sum, used, i) => (entities[i]!.parent < 0 ? sum + used : sum), 0),
): Float64Array {
  const siblings = siblingShares(entities);
  const parts = normalizedShares(entities);
  const effective = new Float64Array(entities.length);
  for (const [i, { parent, shares }] of entities.entries()) {
    const own = total === 0 ? 0 : usage[i]! / total;
    const inherited = parent < 0 || shares === 0 ? 0 : ((effective[parent]! - own) * shares) / siblings[i]!;
    effective[i] = own + inherited;
  }
  return parts.map((part, i) => (part === 0 ? 0 : 2 ** (-effective[i]! / part)));
}

/**
 * Level fair share of each entity: its part of its siblings' shares by its part of their usage. Infinite for one that
 * has used nothing, 0 for one without shares.
 */
export function levelFairShares(entities: readonly Shareholder[], usage: readonly number[]): Float64Array {
  const siblings = siblingShares(entities);
  const used = new Map<number, number>();
  for (const [i, { parent }] of entities.entries()) used.set(parent, (used.get(parent) ?? 0) + usage[i]!);
  // Products first: equal ratios of whole numbers then give equal numbers, and are seen as ties.
  return Float64Array.from(entities, ({ parent, shares }, i) => {
    if (shares === 0) return 0;
    return usage[i] === 0 ? Number.POSITIVE_INFINITY : (shares * used.get(parent)!) / (usage[i]! * siblings[i]!);
  });
}

/**
 * The Fair Tree factor of each leaf, NaN for entities that have children: the tree is walked depth first, siblings by
 * level fair share from the highest; the leaves found are ranked from N down to 1, and the factor is rank / N. Ties
 * share a rank, and accounts that tie have their children merged (Cox and Morrison, Slurm's documentation, "Fair Tree
 * Fairshare Algorithm", 2019).
 * @param usage by entity, that of its descendants included
 */
export function fairTree(entities: readonly Shareholder[], usage: readonly number[]): Float64Array {
  const children = childrenOf(entities);
  const level = levelFairShares(entities, usage);
  const isLeaf = (i: number): boolean => children[i]!.length === 0;
  const leaves = entities.filter((_, i) => isLeaf(i)).length;
  const factors = new Float64Array(entities.length).fill(Number.NaN);
  let next = leaves;
  let rank = leaves;

  /** @param tied whether the first found has the rank of whoever was found before */
  const visit = (siblings: readonly number[], tied: boolean): void => {
    // Those of the same level fair share: leaves first, whose rank the best of the tied accounts then shares.
    const sorted = [...siblings].sort((a, b) => descending(level[a]!, level[b]!) || rankOf(a) - rankOf(b) || a - b);
    let shared = tied;
    for (let at = 0; at < sorted.length; ) {
      const one = sorted[at]!;
      if (at > 0) shared = level[one] === level[sorted[at - 1]!];
      if (isLeaf(one)) {
        if (!shared) rank = next;
        factors[one] = rank / leaves;
        next -= 1;
        at += 1;
      } else {
        const merged = sorted.slice(at).filter((other) => level[other] === level[one]);
        visit(
          merged.flatMap((account) => children[account]!),
          shared,
        );
        at += merged.length;
      }
    }
  };
  const rankOf = (i: number): number => (isLeaf(i) ? 0 : 1);
  visit(
    entities.flatMap(({ parent }, i) => (parent < 0 ? [i] : [])),
    false,
  );
  return factors;
}

/** Infinity less infinity is no number, hence not by subtraction. */
const descending = (a: number, b: number): number => Number(b > a) - Number(a > b);
