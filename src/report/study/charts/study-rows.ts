import { effectRows } from './effect-chart.ts';
import { heatRows } from './heat-chart.ts';
import { intervalRows } from './interval-chart.ts';
import { lineRows } from './line-chart.ts';
import { paretoRows } from './pareto-chart.ts';
import { isNumeric } from './places.ts';
import { planRows } from './plan-chart.ts';
import type { PageAxis, PageMetric, PageTarget, StudyPage } from './study-page.ts';

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
  /** What is across and what is up, which depends on the choice; nothing where the drawing says so itself. */
  shown?(page: StudyPage, choice: StudyChoice): { readonly across: string; readonly up: string };
}

export const STUDY_CHARTS: Readonly<Record<StudyChartId, StudyChartRows>> = {
  'chart-plan': {
    wanted: ({ plan }) => plan !== null,
    rows: ({ plan }, { target }) => planRows(plan!.targets[target]!),
    shown: ({ plan }, { target }) => ({ across: plan!.axis, up: titled(plan!.targets[target]!) }),
  },
  'chart-intervals': { wanted: ({ points, metrics }) => points === 1 && metrics.length > 0, rows: intervalRows },
  'chart-line': {
    wanted: ({ points, axes, metrics }) => points > 1 && metrics.length > 0 && axes.some(isNumeric),
    rows: (page, choice) => alongOf(page, choice, true),
    shown: alongShown,
  },
  'chart-words': {
    wanted: ({ points, axes, metrics }) => points > 1 && metrics.length > 0 && !axes.every(isNumeric),
    rows: (page, choice) => alongOf(page, choice, false),
    shown: alongShown,
  },
  'chart-pareto': {
    wanted: ({ points, metrics }) => points > 0 && metrics.length > 1,
    rows: (page, choice) => paretoRows(page, ...pairOf(page, choice)),
    shown: (page, choice) => {
      const [across, up] = pairOf(page, choice);
      return { across: across.title, up: up.title };
    },
  },
  'chart-heat': {
    wanted: ({ points, axes, metrics }) => points > 1 && axes.length > 1 && metrics.length > 0,
    rows: (page, { metric, axis, second }) => heatRows(page, ...axesOf(page, axis, second), page.metrics[metric]!),
    shown: (page, { axis, second }) => {
      const [across, up] = axesOf(page, axis, second);
      return { across: across.path, up: up.path };
    },
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

function alongShown({ axes, metrics }: StudyPage, { axis, metric }: StudyChoice): { across: string; up: string } {
  return { across: axes[axis]!.path, up: metrics[metric]!.title };
}

const titled = ({ text, unit }: PageTarget): string => (unit === '' ? text : `${text}, in ${unit}`);

/** Nothing is held against itself: the next one takes its place. */
const otherThan = (one: number, other: number, count: number): number => (one === other ? (one + 1) % count : other);

const pairOf = ({ metrics }: StudyPage, { metric, against }: StudyChoice): [PageMetric, PageMetric] => [
  metrics[metric]!,
  metrics[otherThan(metric, against, metrics.length)]!,
];

const axesOf = ({ axes }: StudyPage, axis: number, second: number): [PageAxis, PageAxis] => [
  axes[axis]!,
  axes[otherThan(axis, second, axes.length)]!,
];
