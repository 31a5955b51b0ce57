import type { TopLevelSpec } from 'vega-lite';
import { type Aim, paretoFront } from '../../../experiment/statistics/pareto.ts';
import { CONFIG, FADED, FIGURES, PICKED } from '../../charts/theme.ts';
import { colorOf } from './interval-chart.ts';
import type { PageMetric, StudyPage } from './study-page.ts';

/** Points off the front that are drawn; of more, one of each small cell of the plane. */
const MOST_POINTS = 1500;
const CELLS = 60;
/** Parts of the plane, across and up, within which two names would lie upon each other. */
const NAME = { across: 0.4, up: 0.06 };

/** All policies at all points by two metrics; those that nothing beats in both are joined and named. */
export function paretoChart({ policies }: StudyPage): TopLevelSpec {
  const x = { field: 'x', type: 'quantitative' as const, scale: { zero: false }, axis: { title: null, tickCount: 7 } };
  const y = { field: 'y', type: 'quantitative' as const, scale: { zero: false }, axis: { title: null, tickCount: 7 } };
  const color = colorOf(policies);
  const tooltip = [{ field: 'policy' }, { field: 'point' }, { field: 'x' }, { field: 'y' }];
  return {
    config: CONFIG,
    params: [PICKED],
    width: 480,
    height: 320,
    data: FIGURES,
    layer: [
      {
        transform: [{ filter: 'datum.front' }],
        mark: { type: 'line', interpolate: 'linear', strokeDash: [4, 3], color: 'var(--muted)' },
        encoding: { x, y, order: { field: 'x' } },
      },
      {
        transform: [{ filter: '!datum.front' }],
        mark: { type: 'point', size: 28, strokeWidth: 1.2 },
        encoding: { x, y, color, opacity: FADED, tooltip },
      },
      {
        transform: [{ filter: 'datum.front' }],
        mark: { type: 'point', shape: 'diamond', filled: true, size: 110 },
        encoding: { x, y, color, opacity: FADED, tooltip },
      },
      {
        transform: [{ filter: "datum.name !== ''" }],
        mark: { type: 'text', align: 'left', dx: 8, dy: -7, fontSize: 11, color: 'var(--ink)' },
        encoding: { x, y, text: { field: 'name' } },
      },
    ],
  } as TopLevelSpec;
}

/** Metrics that are no merit are read as if less of them were better, so that there is a front at all. */
const aimOf = ({ better }: PageMetric): Aim => (better === 'higher' ? 'higher' : 'lower');

interface ParetoRow {
  readonly policy: string;
  readonly point: string;
  readonly x: number;
  readonly y: number;
}

export function paretoRows({ policies, points, axes }: StudyPage, across: PageMetric, up: PageMetric): object[] {
  const all = policies.flatMap((policy, i) =>
    Array.from({ length: points }, (_, point) => point).flatMap((point): ParetoRow[] => {
      const [x, y] = [across.value[i]![point] ?? null, up.value[i]![point] ?? null];
      if (x === null || y === null) return [];
      return [{ policy, point: axes.map(({ title, values }) => `${title} ${values[point]}`).join(', '), x, y }];
    }),
  );
  const front = new Set(
    paretoFront(
      all.map(({ x, y }) => [x, y]),
      [aimOf(across), aimOf(up)],
    ),
  );
  const shown = thinned(all.map((row, i) => ({ ...row, front: front.has(i) })));
  const named = withRoom(
    shown.filter((row) => row.front),
    [partOf(all, 'x'), partOf(all, 'y')],
  );
  return shown.map((row) => ({ ...row, name: named.has(row) ? nameOf(row) : '' }));
}

const nameOf = ({ policy, point }: ParetoRow): string => (point === '' ? policy : `${policy}, ${point}`);

/** Where a row is between the least and the greatest of all, from 0 to 1. */
function partOf(rows: readonly ParetoRow[], of: 'x' | 'y'): (row: ParetoRow) => number {
  const least = rows.reduce((min, row) => Math.min(min, row[of]), Number.POSITIVE_INFINITY);
  const most = rows.reduce((max, row) => Math.max(max, row[of]), Number.NEGATIVE_INFINITY);
  return (row) => (row[of] - least) / (most - least || 1);
}

/** Rows whose names lie upon no other's, the first coming first. */
function withRoom<Row extends ParetoRow>(rows: readonly Row[], [x, y]: readonly ((row: Row) => number)[]): Set<Row> {
  const kept = new Set<Row>();
  const near = (a: Row, b: Row): boolean => Math.abs(x!(a) - x!(b)) < NAME.across && Math.abs(y!(a) - y!(b)) < NAME.up;
  for (const row of rows) if (![...kept].some((other) => near(row, other))) kept.add(row);
  return kept;
}

/** The front as it is; of the others as many as can be told apart. */
function thinned<Row extends ParetoRow & { readonly front: boolean }>(rows: readonly Row[]): readonly Row[] {
  if (rows.length <= MOST_POINTS) return rows;
  const [x, y] = [partOf(rows, 'x'), partOf(rows, 'y')];
  const cellOf = (row: Row): string => `${row.policy} ${Math.floor(CELLS * x(row))} ${Math.floor(CELLS * y(row))}`;
  const taken = new Set<string>();
  const kept = rows.filter((row) => {
    const cell = cellOf(row);
    if (!row.front && taken.has(cell)) return false;
    taken.add(cell);
    return true;
  });
  // Whoever fills the whole plane is sampled evenly.
  const step = Math.ceil(kept.length / MOST_POINTS);
  return kept.filter((row, i) => row.front || i % step === 0);
}
