import type { Better } from '../../metrics/metric.ts';
import { type Budget, OTHERS } from './budget.ts';

/** A figure of one policy's run that is not what it was. */
export interface Move {
  readonly metric: string;
  readonly better: Better;
  /** Null where the definition gives no value. */
  readonly was: number | null;
  readonly now: number | null;
}

/** Whether a move is allowed, and the budget that says so or is exceeded, if any is about it. */
export interface Judgement {
  readonly within: boolean;
  readonly budget: Budget | undefined;
}

/**
 * Holds a move against the budgets of a policy. The nearest ones count alone: of the metric under this policy, else of the
 * metric, else of all others under this policy, else of all others; of several for one way, the last. A move for the better
 * that none of these limits is allowed by any of them; a move without any budget is not allowed.
 */
export function judge(move: Move, policy: string, budgets: readonly Budget[]): Judgement {
  const near = nearestTo(move.metric, policy, budgets);
  const { was, now } = move;
  if (was === null || now === null) {
    const free = near.findLast(({ limit }) => limit === 'freely');
    return { within: free !== undefined, budget: free ?? near.at(-1) };
  }
  const up = now > was;
  const budget = near.findLast((one) => covers(one, up, move.better));
  if (budget !== undefined) return { within: isWithin(was, now, budget), budget };
  const improves = move.better === (up ? 'higher' : 'lower');
  return { within: near.length > 0 && improves, budget: near.at(-1) };
}

function nearestTo(metric: string, policy: string, budgets: readonly Budget[]): readonly Budget[] {
  for (const name of [metric, OTHERS]) {
    for (const label of [policy, undefined]) {
      const found = budgets.filter((budget) => budget.metric === name && budget.policy === label);
      if (found.length > 0) return found;
    }
  }
  return [];
}

function covers({ way }: Budget, up: boolean, better: Better): boolean {
  if (way === 'change') return true;
  if (way === 'worsen') return better !== (up ? 'higher' : 'lower');
  return way === (up ? 'rise' : 'fall');
}

/**
 * A limit that is just reached is kept. The farthest allowed figure is computed and compared, rather than the size of the
 * move: 0.714 is 2% over 0.7, and yet 0.714 - 0.7 is more than 0.7 * 2 / 100 in floating point.
 */
function isWithin(was: number, now: number, { limit }: Budget): boolean {
  if (limit === 'freely') return true;
  const room = 'percent' in limit ? (Math.abs(was) * limit.percent) / 100 : limit.size;
  return now > was ? now <= was + room : now >= was - room;
}
