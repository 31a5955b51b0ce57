import type { TopLevelSpec } from 'vega-lite';
import { FADED } from '../../charts/theme.ts';
import { colorOf } from './interval-chart.ts';
import { panels } from './panels.ts';
import type { PageMetric, StudyPage } from './study-page.ts';

const REST = 'together, and chance';

/** How much of a metric's variance over the points each axis explains by itself: a panel per policy. */
export function effectChart({ policies, axes }: StudyPage): TopLevelSpec {
  return {
    ...panels(policies),
    spec: {
      width: 190,
      height: 24 * (axes.length + 1),
      mark: { type: 'bar', height: 14 },
      encoding: {
        y: { field: 'axis', sort: null, axis: { title: null, labelColor: 'var(--ink)', labelLimit: 140 } },
        x: {
          field: 'share',
          type: 'quantitative',
          scale: { domain: [0, 1] },
          axis: { title: null, format: '%', tickCount: 4 },
        },
        color: colorOf(policies),
        opacity: FADED,
        tooltip: [{ field: 'policy' }, { field: 'axis' }, { field: 'share', format: '.1%' }],
      },
    },
  } as TopLevelSpec;
}

export const effectRows = ({ effects, axes }: StudyPage, { name }: PageMetric): object[] =>
  effects
    .filter(({ metric }) => metric === name)
    .flatMap(({ policy, shares, rest }) => [
      ...shares.flatMap((share, i) => (share === null ? [] : [{ policy, axis: axes[i]!.title, share }])),
      ...(rest === null ? [] : [{ policy, axis: REST, share: rest }]),
    ]);
