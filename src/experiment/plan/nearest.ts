import type { Probe } from './probe.ts';
import type { TargetFigures } from './target.ts';

/**
 * Of sizes none of which meets, the one that comes nearest: whose figure is least beyond its target, as a part of that
 * target; with several targets, whose worst one is. Of those that are equally near in this the one with the nearer bound
 * of its interval, then the one that comes first. Sizes for which jobs are too wide, or that lack a figure, come last.
 */
export function nearest(probes: readonly Probe[]): Probe {
  const first = probes[0]!;
  const scales = first.targets.map((_, i) => scaleOf(probes.map(({ targets }) => targets[i]!)));
  const ranks = probes.map((probe) => rankOf(probe, scales));
  const best = ranks.reduce((least, rank, i) => (isLess(rank, ranks[least]!) ? i : least), 0);
  return probes[best]!;
}

/** What a distance from a target is a part of: the target, or where that is 0 the largest figure that was found. */
function scaleOf(figures: readonly TargetFigures[]): number {
  const targets = Math.max(...figures.map(({ target }) => Math.abs(target ?? 0)));
  return targets || Math.max(...figures.map(({ value }) => Math.abs(value ?? 0))) || 1;
}

const rankOf = ({ too_wide, targets }: Probe, scales: readonly number[]): readonly number[] => [
  too_wide > 0 ? 1 : 0,
  targets.some(({ value, target }) => value === null || target === null) ? 1 : 0,
  Math.max(...targets.map((one, i) => beyond(one, one.value) / scales[i]!)),
  Math.max(...targets.map((one, i) => beyond(one, wrongEnd(one)) / scales[i]!)),
];

const isMost = ({ comparator }: TargetFigures): boolean => comparator === '<' || comparator === '<=';

/** The bound of the interval by which a target is judged. */
const wrongEnd = (figures: TargetFigures): number | null =>
  (isMost(figures) ? figures.high : figures.low) ?? figures.value;

/** How far a figure is on the wrong side of its target; 0 on the right one. */
function beyond(figures: TargetFigures, figure: number | null): number {
  const { target } = figures;
  if (figure === null || target === null) return 0;
  return Math.max(0, isMost(figures) ? figure - target : target - figure);
}

function isLess(one: readonly number[], other: readonly number[]): boolean {
  const at = one.findIndex((part, i) => part !== other[i]);
  return at >= 0 && one[at]! < other[at]!;
}
