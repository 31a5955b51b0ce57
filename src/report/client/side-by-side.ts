import { toSeconds } from '../../model/time.ts';
import { type FigureColumn, figureColumn, formatCount, NO_VALUE, scaleOf } from '../format.ts';
import type { Comparison } from '../report.ts';
import { type Differences, differences } from '../views/differences.ts';
import { durationText } from '../views/time-axis.ts';
import { byId, el } from './dom.ts';
import type { Shown, Store } from './store.ts';

/** Jobs that each of the two lists shows. */
const MOST = 20;

/** Two policies, figure by figure and job by job. */
export function showSideBySide(store: Store): void {
  const { policies } = store.data.report;
  if (policies.length < 2) {
    byId('compare').replaceChildren(el('p', { class: 'note' }, 'One policy alone has nothing to stand beside it.'));
    return;
  }
  const select = (key: 'a' | 'b'): HTMLSelectElement => {
    const element = el('select', { name: key }, ...policies.map(({ label }) => el('option', { value: label }, label)));
    element.addEventListener('change', () => store.choose({ [key]: element.value }));
    return element;
  };
  const [a, b] = [select('a'), select('b')];
  const figures = el('div', { class: 'half' });
  const moves = el('div', { class: 'half' });
  const lists = el('div', { class: 'pair' });
  byId('compare').replaceChildren(
    el(
      'p',
      { class: 'controls' },
      el('label', {}, el('span', {}, 'From'), a),
      el('label', {}, el('span', {}, 'to'), b),
    ),
    el('div', { class: 'pair' }, figures, moves),
    lists,
  );
  let drawn = '';
  store.watch((shown, before) => {
    const pair = pairOf(shown, store);
    const key = pair.join();
    if (key === drawn && shown.runs === before?.runs) return;
    drawn = key;
    [a.value, b.value] = pair.map((policy) => policies[policy]!.label) as [string, string];
    const [x, y] = pair;
    const found = differences(shown.runs.run(x), shown.runs.run(y), MOST);
    figures.replaceChildren(figureTable(shown, pair, store));
    moves.replaceChildren(moveTable(found, policies[y]!.label));
    lists.replaceChildren(
      jobTable(`Start earliest, compared with ${policies[x]!.label}`, found.earlier, shown, pair, store),
      jobTable(`Start latest, compared with ${policies[x]!.label}`, found.later, shown, pair, store),
    );
  });
}

/** The chosen ones; at first the first policy, the baseline as a rule, and the one picked out or else the second. */
function pairOf({ state, policy }: Shown, store: Store): [number, number] {
  const place = (label: string | undefined): number =>
    store.data.report.policies.findIndex((other) => other.label === label);
  const a = Math.max(place(state.a), 0);
  const b = place(state.b);
  if (b !== -1) return [a, b];
  if (policy !== a) return [a, policy];
  return [a, a === 0 ? 1 : 0];
}

function figureTable({ runs }: Shown, [x, y]: readonly [number, number], { data }: Store): HTMLElement {
  const { report } = data;
  const pair: Comparison = { ...report, policies: [runs.figures(x), runs.figures(y)] };
  const rows = report.main.map((name) => {
    const column = figureColumn(pair, name);
    const { metric, unit, texts } = column;
    const { by, text, better } = differenceOf(column);
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, metric.label, el('span', { class: 'note' }, unit === '' ? '' : ` ${unit}`)),
      el('td', {}, texts[0]!),
      el('td', {}, texts[1]!),
      el('td', { class: better ? 'best' : '', 'data-metric': name, 'data-value': by ?? '' }, text, better ? ' ★' : ''),
    );
  });
  return tableOf(['Figure', report.policies[x]!.label, report.policies[y]!.label, 'Difference'], rows, 'figures');
}

/** From the first figure of a column to the second. */
function differenceOf({ metric, values }: FigureColumn): { by: number | null; text: string; better: boolean } {
  const [from = null, to = null] = values;
  if (from === null || to === null) return { by: null, text: NO_VALUE, better: false };
  const by = to - from;
  const sign = by > 0 ? '+' : '';
  const share = from === 0 ? '' : ` (${sign}${((by / from) * 100).toFixed(1)} %)`;
  const better = by !== 0 && metric.better !== 'neither' && by < 0 === (metric.better === 'lower');
  return { by, text: `${sign}${scaleOf(metric.unit, values).show(by)}${share}`, better };
}

/** How far starts move, as bars: one line per distance. */
function moveTable({ moves }: Differences, label: string): HTMLElement {
  const most = Math.max(...moves.map(({ jobs }) => jobs), 1);
  const rows = moves.map(({ name, direction, jobs }) => {
    const bar = el('span', { class: `bar ${direction}` });
    bar.style.width = `${(jobs / most) * 100}%`;
    const text = direction === 'same' ? name : `${name} ${direction}`;
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, text),
      el('td', { class: 'bars', 'aria-hidden': 'true' }, bar),
      el('td', { 'data-jobs': jobs }, formatCount(jobs)),
    );
  });
  return tableOf([`Under ${label}, starts`, '', 'Jobs'], rows, 'moves');
}

function jobTable(
  title: string,
  jobs: readonly number[],
  { runs }: Shown,
  [x, y]: readonly [number, number],
  store: Store,
): HTMLElement {
  const [a, b] = [runs.run(x), runs.run(y)];
  const rows = jobs.map((row) => {
    const button = el('button', { type: 'button', class: 'link' }, String(a.jobs.id[row]));
    button.addEventListener('click', () => {
      store.choose({ job: runs.rows === undefined ? row : runs.rows[row]! });
      byId('schedule').scrollIntoView({ behavior: 'auto' });
    });
    const wait = (run: typeof a): string => durationText(toSeconds(run.start[row]! - run.jobs.submit[row]!));
    const by = toSeconds(b.start[row]! - a.start[row]!);
    return el(
      'tr',
      {},
      el('th', { scope: 'row' }, button),
      el('td', {}, formatCount(a.jobs.procs[row]!)),
      el('td', {}, durationText(toSeconds(a.jobs.runtime[row]!))),
      el('td', {}, wait(a)),
      el('td', {}, wait(b)),
      el('td', { 'data-value': by }, `${by > 0 ? '+' : ''}${durationText(by)}`),
    );
  });
  const half = el('div', { class: 'half' }, el('h3', {}, title));
  if (rows.length === 0) half.append(el('p', { class: 'note' }, 'No job does.'));
  else half.append(tableOf(['Job', 'Proc.', 'Runs', 'Waits', 'then waits', 'Moves by'], rows, 'jobs'));
  return half;
}

function tableOf(head: readonly string[], rows: readonly HTMLElement[], kind: string): HTMLElement {
  const cells = head.map((text) => el(text === '' ? 'td' : 'th', text === '' ? {} : { scope: 'col' }, text));
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': head[0]! },
    el('table', { class: `compare ${kind}` }, el('thead', {}, el('tr', {}, ...cells)), el('tbody', {}, ...rows)),
  );
}
