/**
 * Holm's step-down adjustment (S. Holm, Scandinavian Journal of Statistics 6, 1979): rejecting where the adjusted value
 * is at most alpha, the probability of any false rejection in the family is at most alpha, however the tests depend on
 * each other. Equal p-values get equal adjusted ones; the order of the family does not matter.
 *
 * @returns adjusted p-values in the order of the p-values, at most 1
 */
export function holm(p: readonly number[]): number[] {
  const order = [...p.keys()].sort((a, b) => p[a]! - p[b]! || a - b);
  const adjusted = new Array<number>(p.length);
  let least = 0;
  for (const [rank, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (p.length - rank) * p[index]!));
    adjusted[index] = least;
  }
  return adjusted;
}
