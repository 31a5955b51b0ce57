import { queueSeries } from '../metrics/index.ts';
import type { ReportedRun } from './report.ts';

/**
 * The jobs waiting over time under each policy, as one value per character of a sparkline. All share one axis, which
 * the policy that takes longest fills; the others end earlier.
 * @param width characters of the longest
 */
export function queueLines(runs: readonly Pick<ReportedRun, 'run'>[], width: number): readonly (readonly number[])[] {
  const lengths = runs.map(({ run }) => queueSeries(run, 1).step);
  const longest = Math.max(...lengths);
  if (!(longest > 0)) return runs.map(() => []);
  return runs.map(({ run }, i) => queueSeries(run, Math.max(1, Math.round((width * lengths[i]!) / longest))).values);
}
