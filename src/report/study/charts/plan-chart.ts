import type { TopLevelSpec } from 'vega-lite';
import { CONFIG, FADED, FIGURES, PICKED } from '../../charts/theme.ts';
import { colorOf } from './interval-chart.ts';
import type { PageTarget, StudyPage } from './study-page.ts';

/** A target's figure over the sizes that were tried; the dashed line is what it must not pass, the ring what was chosen. */
export function planChart({ policies }: StudyPage): TopLevelSpec {
  const names = [...policies, 'all'];
  const x = {
    field: 'size',
    type: 'quantitative' as const,
    scale: { zero: false },
    axis: { title: null, tickCount: 8, grid: false },
  };
  const y = { field: 'value', type: 'quantitative' as const, axis: { title: null, tickCount: 6 } };
  const color = colorOf(names);
  return {
    config: CONFIG,
    params: [PICKED],
    width: 900,
    height: 320,
    data: FIGURES,
    layer: [
      {
        mark: { type: 'line', strokeDash: [5, 4], color: 'var(--ink)' },
        encoding: { x, y: { ...y, field: 'target' } },
      },
      { mark: { type: 'line', strokeWidth: 1.5 }, encoding: { x, y, color, opacity: FADED } },
      {
        mark: { type: 'rule', strokeWidth: 2 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' }, color, opacity: FADED },
      },
      {
        mark: { type: 'point', filled: true, size: 60 },
        encoding: {
          ...{ x, y, color, opacity: FADED },
          shape: {
            field: 'meets',
            scale: { domain: ['met', 'undecided', 'not met'], range: ['circle', 'triangle', 'cross'] },
            legend: null,
          },
          tooltip: [
            { field: 'policy' },
            { field: 'tried', title: 'size' },
            { field: 'shown', title: 'value' },
            { field: 'meets', title: 'target' },
          ],
        },
      },
      {
        transform: [{ filter: 'datum.chosen' }],
        mark: { type: 'point', size: 320, strokeWidth: 2.5 },
        encoding: { x, y, color, opacity: FADED },
      },
    ],
  } as TopLevelSpec;
}

export const planRows = ({ rows }: PageTarget): object[] => [...rows];
