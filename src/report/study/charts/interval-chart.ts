import type { TopLevelSpec } from 'vega-lite';
import { CONFIG, FADED, FIGURES, lineStyle, PICKED } from '../../charts/theme.ts';
import type { StudyPage } from './study-page.ts';

/** Means with their intervals: a panel per metric, a line per policy. */
export function intervalChart({ policies, metrics }: StudyPage): TopLevelSpec {
  return {
    config: CONFIG,
    params: [PICKED],
    data: FIGURES,
    facet: {
      field: 'metric',
      sort: metrics.map(({ title }) => title),
      title: null,
      header: { labelOrient: 'top', labelAnchor: 'start' },
    },
    columns: 2,
    spacing: { row: 28, column: 36 },
    resolve: { scale: { x: 'independent' }, axis: { x: 'independent' } },
    spec: {
      width: 400,
      height: Math.max(60, 26 * policies.length),
      encoding: {
        y: { field: 'policy', sort: [...policies], axis: { title: null, labelColor: 'var(--ink)', grid: true } },
        color: colorOf(policies),
        opacity: FADED,
        tooltip: [{ field: 'policy' }, { field: 'value' }, { field: 'low' }, { field: 'high' }],
      },
      layer: [
        {
          mark: { type: 'rule', strokeWidth: 2 },
          encoding: {
            x: { field: 'low', type: 'quantitative', scale: { zero: false }, axis: { title: null, tickCount: 5 } },
            x2: { field: 'high' },
          },
        },
        { mark: { type: 'tick', thickness: 2, size: 10 }, encoding: { x: { field: 'low', type: 'quantitative' } } },
        { mark: { type: 'tick', thickness: 2, size: 10 }, encoding: { x: { field: 'high', type: 'quantitative' } } },
        {
          mark: { type: 'point', filled: true, size: 70, opacity: 1 },
          encoding: { x: { field: 'value', type: 'quantitative' } },
        },
      ],
    },
  };
}

/** The colours of the policies, as in every chart of the page. */
export const colorOf = (policies: readonly string[]): object => ({
  field: 'policy',
  scale: { domain: [...policies], range: policies.map((_, i) => lineStyle(i).color) },
  legend: null,
});

/** Of the only point; where one run gives no interval its ends are where the figure is. */
export const intervalRows = ({ policies, metrics }: StudyPage): object[] =>
  metrics.flatMap(({ title, value, low, high }) =>
    policies.flatMap((policy, i) => {
      const figure = value[i]![0] ?? null;
      if (figure === null) return [];
      return [{ metric: title, policy, value: figure, low: low?.[i]?.[0] ?? figure, high: high?.[i]?.[0] ?? figure }];
    }),
  );
