import { effectRows } from './effect-chart.ts';
import { heatRows } from './heat-chart.ts';
import { intervalRows } from './interval-chart.ts';
import { lineRows } from './line-chart.ts';
import { paretoRows } from './pareto-chart.ts';
import { isNumeric } from './places.ts';
import { planRows } from './plan-chart.ts';
import type { StudyPage } from './study-page.ts';

/** What the reader of the page has chosen, by index. */
export interface StudyChoice {
  readonly metric: number;
  /** The metric that the first one is held against. */
  readonly against: number;
  readonly axis: number;
  readonly second: number;
  readonly target: number;
}

export const FIRST_CHOICE: StudyChoice = { metric: 0, against: 1, axis: 0, second: 1, target: 0 };

export type StudyChartId = `chart-${'plan' | 'intervals' | 'line' | 'words' | 'pareto' | 'heat' | 'effects'}`;

/** When a chart is on the page, and what it draws; undefined where the choice is for another one to show. */
interface StudyChartRows {
  wanted(page: StudyPage): boolean;
  rows(page: StudyPage, choice: StudyChoice): object[] | undefined;
}

export const STUDY_CHARTS: Readonly<Record<StudyChartId, StudyChartRows>> = {
  'chart-plan': {
    wanted: ({ plan }) => plan !== null,
    rows: ({ plan }, { target }) => planRows(plan!.targets[target]!),
  },
  'chart-intervals': { wanted: ({ points, metrics }) => points === 1 && metrics.length > 0, rows: intervalRows },
  'chart-line': {
    wanted: ({ points, axes, metrics }) => points > 1 && metrics.length > 0 && axes.some(isNumeric),
    rows: (page, choice) => alongOf(page, choice, true),
  },
  'chart-words': {
    wanted: ({ points, axes, metrics }) => points > 1 && metrics.length > 0 && !axes.every(isNumeric),
    rows: (page, choice) => alongOf(page, choice, false),
  },
  'chart-pareto': {
    wanted: ({ points, metrics }) => points > 0 && metrics.length > 1,
    rows: (page, { metric, against }) => paretoRows(page, page.metrics[metric]!, page.metrics[against]!),
  },
  'chart-heat': {
    wanted: ({ points, axes, metrics }) => points > 1 && axes.length > 1 && metrics.length > 0,
    rows: (page, { metric, axis, second }) =>
      heatRows(page, page.axes[axis]!, page.axes[second]!, page.metrics[metric]!),
  },
  'chart-effects': {
    wanted: ({ effects }) => effects.length > 0,
    rows: (page, { metric }) => effectRows(page, page.metrics[metric]!),
  },
};

function alongOf(page: StudyPage, { axis, metric }: StudyChoice, numeric: boolean): object[] | undefined {
  const chosen = page.axes[axis]!;
  return isNumeric(chosen) === numeric ? lineRows(page, chosen, page.metrics[metric]!) : undefined;
}
