import type { Better } from '../metrics/metric.ts';
import { formatNumber, scaleOf } from './format.ts';

/** A difference between two policies in one metric, with its confidence interval. */
export interface Effect {
  /** Policy - baseline, in the metric's unit. */
  readonly value: number;
  /** null where one replication gives no interval. */
  readonly low: number | null;
  readonly high: number | null;
}

/** What is said of. */
export interface EffectOf {
  readonly policy: string;
  readonly baseline: string;
  readonly metric: { readonly name: string; readonly label: string; readonly unit: string; readonly better: Better };
}

/**
 * An effect as a sentence, in the unit that suits it: `easy-sjbf waits 12.0 min less [8.00, 16.0] per job than easy`,
 * `Utilization is 1.20 percentage points higher [0.800, 1.60] under easy-sjbf than under easy`. The bounds are of the
 * size that is spoken of, so that those of `less` are positive where both are less; a bound below 0 is on the other side.
 */
export function effectWords({ value, low, high }: Effect, { policy, baseline, metric }: EffectOf): string {
  const waits = metric.name === 'mean_wait';
  if (value === 0 && low === 0 && high === 0) {
    return waits
      ? `${policy} waits exactly as long as ${baseline}`
      : `${metric.label} is exactly the same under ${policy} and ${baseline}`;
  }
  const { factor, unit } = unitOf(metric.unit, Math.max(...[value, low ?? 0, high ?? 0].map(Math.abs)));
  const sign = value < 0 ? -1 : 1;
  const show = (bound: number): string => signed((bound / factor) * sign);
  const bounds =
    low === null || high === null ? '' : ` [${(sign < 0 ? [high, low] : [low, high]).map(show).join(', ')}]`;
  const size = `${show(value)}${unit === '' ? '' : ` ${unit}`}`;
  if (waits) return `${policy} waits ${size} ${sign < 0 ? 'less' : 'more'}${bounds} per job than ${baseline}`;
  return `${metric.label} is ${size} ${sign < 0 ? 'lower' : 'higher'}${bounds} under ${policy} than under ${baseline}`;
}

const signed = (value: number): string => (value < 0 ? `-${formatNumber(-value)}` : formatNumber(value));

const SECONDS: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, d: 86_400 };

/** The unit in which differences of a size are told, and how much of the metric's own it is. */
function unitOf(unit: string, size: number): { factor: number; unit: string } {
  if (unit === 'share') return { factor: 0.01, unit: 'percentage points' };
  const scale = scaleOf(unit, [size]);
  return { factor: unit === 's' ? SECONDS[scale.unit]! : 1, unit: scale.unit };
}
