import type { TopLevelSpec } from 'vega-lite';
import { chartDigits } from '../../charts/theme.ts';
import { panels } from './panels.ts';
import { placesOf } from './places.ts';
import type { PageAxis, PageMetric, StudyPage } from './study-page.ts';

/** Cells of all panels together: more marks make a page slow to draw. */
const MOST_CELLS = 4000;
const MOST_SIDE = 24;
/** Up to so many places on either axis there is room for the figure in each cell. */
const ROOM_FOR_TEXT = 8;

/** A metric over two axes: a panel per policy, the darker, the higher. */
export function heatChart({ policies }: StudyPage): TopLevelSpec {
  return {
    ...panels(policies),
    spec: {
      width: 290,
      height: 240,
      encoding: {
        x: {
          field: 'x',
          type: 'ordinal',
          sort: null,
          axis: { title: null, labelAngle: -40, labelOverlap: true, ticks: false, domain: false },
        },
        // The second axis grows upwards, as it would on paper.
        y: {
          field: 'y',
          type: 'ordinal',
          sort: { field: 'row', order: 'descending' },
          axis: { title: null, labelOverlap: true, ticks: false, domain: false },
        },
        tooltip: [{ field: 'policy' }, { field: 'x' }, { field: 'y' }, { field: 'value' }, { field: 'points' }],
      },
      layer: [
        {
          mark: { type: 'rect' },
          encoding: {
            stroke: { condition: { test: 'datum.policy === picked', value: 'var(--accent)' }, value: 'var(--page)' },
            color: {
              field: 'value',
              type: 'quantitative',
              scale: { range: ['#e9f1f8', '#0b3c6f'], zero: false },
              legend: { title: null, labelColor: 'var(--muted)', gradientLength: 200 },
            },
          },
        },
        {
          mark: { type: 'text', fontSize: 10 },
          encoding: {
            text: { field: 'text' },
            color: { condition: { test: 'datum.dark', value: '#ffffff' }, value: '#10263c' },
          },
        },
      ],
    },
  };
}

/** One row per policy and pair of places; several points at one pair are averaged. */
export function heatRows({ policies }: StudyPage, across: PageAxis, up: PageAxis, metric: PageMetric): object[] {
  const side = Math.min(MOST_SIDE, Math.floor(Math.sqrt(MOST_CELLS / Math.max(1, policies.length))));
  const [columns, rows] = [placesOf(across, side), placesOf(up, side)];
  const small = columns.at.length <= ROOM_FOR_TEXT && rows.at.length <= ROOM_FOR_TEXT;
  const known = metric.value.flat().filter((value) => value !== null);
  const middle =
    (known.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY) +
      known.reduce((most, one) => Math.max(most, one), Number.NEGATIVE_INFINITY)) /
    2;
  return policies.flatMap((policy, i) => {
    const cells = new Map<number, { sum: number; points: number }>();
    for (const [point, column] of columns.of.entries()) {
      const value = metric.value[i]![point] ?? null;
      if (value === null) continue;
      const key = rows.of[point]! * columns.at.length + column;
      const cell = cells.get(key);
      if (cell === undefined) cells.set(key, { sum: value, points: 1 });
      else {
        cell.sum += value;
        cell.points += 1;
      }
    }
    return [...cells]
      .sort(([a], [b]) => (a % columns.at.length) - (b % columns.at.length) || a - b)
      .map(([key, { sum, points }]) => {
        const [row, column] = [Math.floor(key / columns.at.length), key % columns.at.length];
        const value = chartDigits(sum / points);
        const shown = Number(value.toPrecision(3));
        return {
          policy,
          x: columns.labels[column],
          y: rows.labels[row],
          row,
          value,
          points,
          text: small ? String(shown) : '',
          dark: value > middle,
        };
      });
  });
}
