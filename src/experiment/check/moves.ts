import { NAMED_METRICS } from '../../metrics/registry.ts';
import type { BaselineRun } from './baseline.ts';
import type { Budget } from './budget.ts';
import { type Judgement, judge, type Move } from './judge.ts';

/** A metric of one policy at one point that is not what it was, as the mean over its replications. */
export interface JudgedMove extends Move, Judgement {
  readonly unit: string;
}

/** A run of now and the same run of the baseline. */
export interface RunPair {
  readonly now: BaselineRun;
  readonly was: BaselineRun;
}

/** Whether a figure that both have is another one now. A metric that one of them did not know has not moved. */
export const hasMoved = ({ now, was }: RunPair): boolean =>
  Object.entries(now.metrics).some(([name, value]) => name in was.metrics && was.metrics[name] !== value);

/** The metrics whose means over these replications of one policy have moved, held against its budgets. */
export function movesOf(pairs: readonly RunPair[], label: string, budgets: readonly Budget[]): JudgedMove[] {
  return NAMED_METRICS.flatMap(({ name, better, unit }): JudgedMove[] => {
    const both = pairs.filter(({ now, was }) => name in now.metrics && name in was.metrics);
    const { was, now } = means(both.map((pair) => [pair.was.metrics[name]!, pair.now.metrics[name]!] as const));
    // Both are without a mean where one replication has lost its value and another has won one.
    if (was === now && (was !== null || both.every((pair) => pair.was.metrics[name] === pair.now.metrics[name])))
      return [];
    const move = { metric: name, better, was, now };
    return [{ ...move, unit, ...judge(move, label, budgets) }];
  });
}

/**
 * The means of then and now over the replications in which the figure has a value both times. One that has lost or won
 * its value in a replication has no mean on the side that lacks it: a mean over fewer would hide that.
 */
function means(pairs: readonly (readonly [number | null, number | null])[]): Pick<Move, 'was' | 'now'> {
  const mean = (side: 0 | 1): number | null => {
    const values = pairs.map((pair) => pair[side]).filter((value) => value !== null);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
  };
  const lost = pairs.some(([was, now]) => was !== null && now === null);
  const won = pairs.some(([was, now]) => was === null && now !== null);
  return { was: won ? null : mean(0), now: lost ? null : mean(1) };
}
