import type { TopLevelSpec } from 'vega-lite';
import { compile } from 'vega-lite';
import type { ChartPlace } from '../../page/sections.ts';
import { effectChart } from './effect-chart.ts';
import { heatChart } from './heat-chart.ts';
import { intervalChart } from './interval-chart.ts';
import { lineChart } from './line-chart.ts';
import { paretoChart } from './pareto-chart.ts';
import { planChart } from './plan-chart.ts';
import type { StudyPage } from './study-page.ts';
import { STUDY_CHARTS, type StudyChartId } from './study-rows.ts';

/** A chart of a study: its place on the page, and its drawing, whose data set is empty. */
export interface StudyChart extends ChartPlace {
  readonly id: StudyChartId;
  spec(page: StudyPage): TopLevelSpec;
}

const ALL: readonly StudyChart[] = [
  {
    id: 'chart-plan',
    title: 'Capacity: targets over size',
    caption:
      'The figure of the chosen target at every size that was tried, with its interval. A cross misses the target, a ring is the size that was found, the dashed line is the target.',
    wide: true,
    spec: planChart,
  },
  {
    id: 'chart-intervals',
    title: 'Means and their intervals',
    caption:
      'By policy, each metric on its own scale. Where the intervals of two policies overlap they may still differ: verdicts compare run by run.',
    wide: true,
    spec: intervalChart,
  },
  {
    id: 'chart-line',
    title: 'Along one axis',
    caption:
      'The chosen metric along the chosen axis under each policy. The band is the interval of the mean; where several points share a place, the line is their mean and the band spans their means.',
    wide: false,
    spec: (page) => lineChart(page, true),
  },
  {
    id: 'chart-words',
    title: 'Along one axis',
    caption:
      'The chosen metric at each value of the chosen axis under each policy. The bar is the interval of the mean; where several points share a value, the dot is their mean and the bar spans their means.',
    wide: false,
    spec: (page) => lineChart(page, false),
  },
  {
    id: 'chart-pareto',
    title: 'What is paid for what',
    caption:
      'Every policy at every point by two metrics, the chosen one across. Diamonds on the dashed line are the front: nothing beats them in one without losing in the other.',
    wide: false,
    spec: paretoChart,
  },
  {
    id: 'chart-heat',
    title: 'Over two axes',
    caption:
      'The chosen metric over the chosen axis (across) and the second one (up): the darker, the higher. Several points in one cell are averaged.',
    wide: true,
    spec: heatChart,
  },
  {
    id: 'chart-effects',
    title: 'What matters',
    caption:
      "How much of the chosen metric's variance over the points each axis explains by itself; the rest is what axes do together, and chance.",
    wide: true,
    spec: effectChart,
  },
];

/** The charts that this study has something to show in. */
export const chartsOfStudy = (page: StudyPage): StudyChart[] => ALL.filter(({ id }) => STUDY_CHARTS[id].wanted(page));

/** Vega specifications by the id of their chart: Vega-Lite is compiled here, so the page need not carry it. */
export const compiledStudyCharts = (page: StudyPage): Record<string, ReturnType<typeof compile>['spec']> =>
  Object.fromEntries(chartsOfStudy(page).map(({ id, spec }) => [id, compile(spec(page)).spec]));
