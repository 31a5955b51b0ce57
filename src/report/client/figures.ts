import { ALL_CHARTS } from '../charts/index.ts';
import { faultFiguresHtml, hasFaults } from '../page/faults.ts';
import { allMetricsTable, mainTable, userTable } from '../page/policies.ts';
import type { PolicyReport, Report } from '../report.ts';
import type { Charts } from './charts.ts';
import { byId, pause } from './dom.ts';
import { pick } from './pick.ts';
import type { Shown, Store } from './store.ts';

/** Tables and charts of figures: they are made by the code that made the page, of the jobs that are chosen. */
export function showFigures(store: Store, charts: Charts): void {
  let turn = 0;
  store.watch((shown, before) => {
    if (before === undefined && shown.runs.rows === undefined) {
      // The tables of all jobs are in the page already.
      charts.fill(rowsOf(store.data.report.policies, since(store.data.report.policies)));
    } else if (shown.runs !== before?.runs) {
      turn += 1;
      const mine = turn;
      void refill(store, charts, shown, () => mine === turn);
    }
    if (shown.state.policy !== before?.state.policy) pick(charts, shown.state.policy);
  });
}

async function refill(store: Store, charts: Charts, { runs, state }: Shown, wanted: () => boolean): Promise<void> {
  const { report } = store.data;
  const main = byId('main');
  main.setAttribute('aria-busy', 'true');
  const policies: PolicyReport[] = [];
  for (const [policy] of report.policies.entries()) {
    policies.push(runs.figures(policy));
    if (runs.rows !== undefined) await pause();
    if (!wanted()) return;
  }
  const chosen: Report = { ...report, policies };
  byId('view-main').innerHTML = mainTable(chosen);
  byId('view-metrics').innerHTML = allMetricsTable(chosen);
  byId('view-users').innerHTML = userTable(chosen);
  if (hasFaults(report)) byId('view-faults').innerHTML = faultFiguresHtml(chosen);
  charts.fill(rowsOf(policies, since(report.policies)));
  pick(charts, state.policy);
  main.removeAttribute('aria-busy');
  main.dataset['jobs'] = String(runs.jobs);
}

/** What each chart draws of these figures. */
const rowsOf =
  (policies: readonly PolicyReport[], from: number) =>
  (id: string): object[] | undefined =>
    ALL_CHARTS.find((chart) => chart.id === id)?.data(policies, from);

/** Time is counted from the first submission of all, also where only later jobs are chosen. */
const since = (policies: readonly PolicyReport[]): number => policies[0]?.series.utilization.from ?? 0;

/** The buttons of the legend pick a policy, and let go of it again. */
export function listenToLegend(store: Store): void {
  for (const button of document.querySelectorAll<HTMLElement>('button[data-policy]')) {
    button.addEventListener('click', () => {
      const { policy } = button.dataset;
      store.choose({ policy: store.shown.state.policy === policy ? undefined : policy });
    });
  }
}
