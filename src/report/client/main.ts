import type * as Vega from 'vega';
import { chartsOf } from '../charts/index.ts';
import type { Report } from '../report.ts';
import { PageData, type PageRun } from '../views/page-data.ts';
import { showArrivals } from './arrivals.ts';
import { Charts } from './charts.ts';
import { byId, dataBlock, pause } from './dom.ts';
import { listenToLegend, showFigures } from './figures.ts';
import { showFilterBar } from './filter-bar.ts';
import { Gantt } from './gantt.ts';
import { showHeatMap } from './heat-map.ts';
import { showJobFacts } from './job-facts.ts';
import { showSideBySide } from './side-by-side.ts';
import { Store } from './store.ts';

/** Views appear from the top of the page down, so that what is seen first is there first. */
async function start(): Promise<void> {
  const data = new PageData(dataBlock('report') as Report, dataBlock('run') as PageRun);
  for (const section of document.querySelectorAll<HTMLElement>('[data-needs-script]')) section.hidden = false;
  // A page of no policies or no jobs has nothing to look at closer.
  if (data.report.workload.jobs === 0 || data.report.policies.length === 0) {
    for (const section of document.querySelectorAll<HTMLElement>('[data-needs-jobs]')) section.hidden = true;
  }
  const charts = new Charts(dataBlock('charts') as Record<string, Vega.Spec>);
  if (data.report.policies.length === 0) return;
  const store = new Store(data);
  showFilterBar(store);
  showArrivals(store);
  listenToLegend(store);
  showFigures(store, charts);
  await charts.done();
  document.documentElement.dataset['drawn'] = String(chartsOf(data.report).length);
  for (const view of [showHeatMap, showSideBySide, showJobFacts, (one: Store) => new Gantt(one)]) {
    await pause();
    view(store);
  }
  byId('main').dataset['ready'] = '';
}

void start();
