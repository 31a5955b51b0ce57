import type { TopLevelSpec } from 'vega-lite';
import { CONFIG, chartDigits, FADED, FIGURES, lineStyle, PICKED } from '../../charts/theme.ts';
import { colorOf } from './interval-chart.ts';
import { placesOf } from './places.ts';
import type { PageAxis, PageMetric, StudyPage } from './study-page.ts';

/** Places of an axis that a chart of its width can tell apart. */
const MOST_PLACES = 60;

/** A metric along one axis under each policy, with a band. Axes of words need another scale than those of numbers. */
export function lineChart({ policies }: StudyPage, numeric: boolean): TopLevelSpec {
  const styles = policies.map((_, policy) => lineStyle(policy));
  const band = numeric
    ? { type: 'area' as const, opacity: 0.18, interpolate: 'linear' as const }
    : { type: 'rule' as const, strokeWidth: 2, opacity: 0.7 };
  return {
    config: CONFIG,
    params: [PICKED],
    width: 480,
    height: 320,
    data: FIGURES,
    encoding: {
      x: numeric
        ? {
            field: 'x',
            type: 'quantitative',
            scale: { zero: false, nice: false },
            axis: { title: null, tickCount: 8, grid: false },
          }
        : { field: 'x', type: 'ordinal', sort: null, axis: { title: null, labelAngle: -30 } },
      color: colorOf(policies),
      opacity: FADED,
      tooltip: [{ field: 'policy' }, { field: 'x' }, { field: 'value' }, { field: 'low' }, { field: 'high' }],
    },
    layer: [
      {
        mark: band,
        encoding: {
          y: { field: 'low', type: 'quantitative', axis: { title: null, tickCount: 6 } },
          y2: { field: 'high' },
          // The band is paler than the line by itself; a condition of the whole chart would make it as strong.
          opacity: {
            condition: { test: 'picked === null || datum.policy === picked', value: numeric ? 0.18 : 0.8 },
            value: 0.04,
          },
        },
      },
      {
        mark: { type: 'line', strokeWidth: 2 },
        encoding: {
          y: { field: 'value', type: 'quantitative' },
          strokeDash: {
            field: 'policy',
            scale: { domain: [...policies], range: styles.map(({ dash }) => [...dash]) },
            legend: null,
          },
        },
      },
      { mark: { type: 'point', filled: true, size: 34 }, encoding: { y: { field: 'value', type: 'quantitative' } } },
    ],
  } as TopLevelSpec;
}

/**
 * One row per policy and place of the axis. A place with one point has its mean and interval; one with several, their
 * mean, and the least and greatest of their means.
 */
export function lineRows({ policies }: StudyPage, axis: PageAxis, metric: PageMetric): object[] {
  const places = placesOf(axis, MOST_PLACES);
  return policies.flatMap((policy, i) => {
    const at: number[][] = places.at.map(() => []);
    for (const [point, place] of places.of.entries())
      if (typeof metric.value[i]![point] === 'number') at[place]!.push(point);
    return at.flatMap((points, place) => {
      if (points.length === 0) return [];
      const values = points.map((point) => metric.value[i]![point]!);
      const value = chartDigits(values.reduce((sum, one) => sum + one, 0) / values.length);
      const alone = points.length === 1 ? points[0] : undefined;
      const low =
        alone === undefined ? values.reduce((least, one) => Math.min(least, one)) : (metric.low?.[i]?.[alone] ?? value);
      const high =
        alone === undefined ? values.reduce((most, one) => Math.max(most, one)) : (metric.high?.[i]?.[alone] ?? value);
      return [{ policy, x: places.at[place], value, low, high, points: points.length }];
    });
  });
}
