import type { TopLevelSpec } from 'vega-lite';
import { formatNumber } from '../format.ts';
import type { Report } from '../report.ts';
import { type ChartData, CONFIG, FIGURES, PICKED } from './theme.ts';

/** Ratios to the best of a class from which on the colour gets no darker. */
const DARKEST = 10;
const ROW_PICKED = 'datum.policy === picked';
const CELL = { width: 57, height: 24 };

/**
 * Mean bounded slowdown by size and length of jobs, one row per policy. The number is the figure; the colour is its
 * ratio to the best policy of the same class, because the classes themselves differ by orders of magnitude.
 */
export function classChart(report: Report): TopLevelSpec {
  const { sizes, lengths } = report.classes;
  const title = (of: { name: string; range: string }): string => `${of.name} (${of.range})`;
  return {
    config: CONFIG,
    params: [PICKED],
    data: FIGURES,
    spacing: 14,
    facet: {
      column: {
        field: 'size',
        sort: sizes.map(({ name }) => name),
        title: null,
        header: { labelExpr: lookup(sizes.map(({ name, range }) => [name, title({ name, range: `${range} proc.` })])) },
      },
    },
    spec: {
      width: CELL.width * lengths.length,
      height: CELL.height * report.policies.length,
      encoding: {
        x: {
          field: 'length',
          sort: lengths.map(({ name }) => name),
          axis: {
            title: null,
            orient: 'top',
            labelAngle: 0,
            ticks: false,
            domain: false,
            labelExpr: lookup(lengths.map(({ name, range }) => [name, twoLines(range)])),
            labelFontSize: 10,
            labelPadding: 18,
            labelOverlap: false,
          },
        },
        y: {
          field: 'policy',
          sort: report.policies.map(({ label }) => label),
          axis: { title: null, ticks: false, domain: false, labelColor: 'var(--ink)', labelFontSize: 12 },
        },
        tooltip: [
          { field: 'policy' },
          { field: 'size' },
          { field: 'length' },
          { field: 'jobs', format: ',' },
          { field: 'shown', title: 'mean bounded slowdown' },
          { field: 'ratio', title: 'times the best', format: '.2f' },
        ],
      },
      layer: [
        {
          mark: { type: 'rect' },
          encoding: {
            // Faded cells would lie about their ratio, so the picked row gets a frame instead.
            stroke: { condition: { test: ROW_PICKED, value: 'var(--accent)' }, value: 'var(--page)' },
            strokeWidth: { condition: { test: ROW_PICKED, value: 2.5 }, value: 1 },
            color: {
              field: 'ratio',
              type: 'quantitative',
              scale: { type: 'log', domain: [1, DARKEST], range: ['#e9f1f8', '#0b3c6f'], clamp: true },
              legend: null,
            },
          },
        },
        {
          mark: { type: 'text', fontSize: 11 },
          encoding: {
            text: { field: 'shown' },
            color: { condition: { test: 'datum.ratio > 2.6', value: '#ffffff' }, value: '#10263c' },
          },
        },
      ],
    },
  };
}

/** Classes without jobs have no cell. */
export const classData: ChartData = (policies) =>
  policies.flatMap(({ label, classes }) =>
    classes.flatMap(({ size, length, jobs, mean_bounded_slowdown: figure }, i) => {
      if (figure === null) return [];
      const best = Math.min(
        ...policies.map((policy) => policy.classes[i]!.mean_bounded_slowdown ?? Number.POSITIVE_INFINITY),
      );
      return [{ policy: label, size, length, jobs: jobs ?? 0, shown: formatNumber(figure), ratio: figure / best }];
    }),
  );

/** `10 min - 1 h` is wider than a cell; the others stand on the second line too. */
const twoLines = (range: string): string[] => {
  const [from, to] = range.split(' - ');
  return to === undefined ? ['', range] : [`${from} -`, to];
};

/** A Vega expression that replaces one label by another; a list of texts stands for lines. */
const lookup = (pairs: readonly (readonly [string, string | string[]])[]): string =>
  `${JSON.stringify(Object.fromEntries(pairs))}[datum.label]`;
