import { byHourOfWeek, type GroupFigures } from '../../metrics/index.ts';
import { formatCount, scaleOf } from '../format.ts';
import { byId, el } from './dom.ts';
import type { Shown, Store } from './store.ts';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Shades from light to dark; each has its own colour of text, in `style.ts`. */
const SHADES = 7;

/** The figures that the map can show. */
const SHOWN = [
  { name: 'mean_wait', label: 'mean wait' },
  { name: 'p95_wait', label: '95th percentile of wait' },
  { name: 'max_wait', label: 'longest wait' },
] as const;

/** Waits by hour of the day and day of the week: a table whose cells are shaded, so that it is read as one too. */
export function showHeatMap(store: Store): void {
  const select = el(
    'select',
    { id: 'heat-figure' },
    ...SHOWN.map(({ name, label }) => el('option', { value: name }, label)),
  );
  const table = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'Waits by hour and day' });
  const note = el('p', { class: 'note', role: 'status' });
  byId('heat').replaceChildren(
    el('p', { class: 'controls' }, el('label', {}, el('span', {}, 'Show'), select)),
    table,
    note,
  );
  const draw = ({ runs, policy }: Shown): void => {
    const figures = byHourOfWeek(runs.run(policy), store.data.clock);
    const shown = SHOWN.find(({ name }) => name === select.value) ?? SHOWN[0];
    const values = figures.map((day) => day.map((hour) => hour[shown.name]));
    const { unit, show } = scaleOf('s', values.flat());
    table.replaceChildren(tableOf(figures, values, show, store.data.clock.known));
    const { label } = store.data.report.policies[policy]!;
    note.textContent =
      `${label}: ${shown.label} in ${unit} of the jobs submitted in each hour` +
      `${store.data.clock.known ? ', local time of the trace.' : '; days since time 0, modulo 7, since the trace does not say when it began.'}`;
  };
  select.addEventListener('change', () => draw(store.shown));
  store.watch((shown, before) => {
    if (shown.runs !== before?.runs || shown.policy !== before.policy) draw(shown);
  });
}

function tableOf(
  figures: readonly (readonly GroupFigures[])[],
  values: readonly (readonly number[])[],
  show: (value: number | null) => string,
  known: boolean,
): HTMLElement {
  const shade = shades(values.flat());
  const hours = Array.from({ length: 24 }, (_, hour) => el('th', { scope: 'col' }, String(hour)));
  const rows = values.map((day, i) => {
    const name = known ? DAYS[i]! : `day ${i}`;
    const cells = day.map((value, hour) => {
      const { jobs } = figures[i]![hour]!;
      if (jobs === 0) return el('td', { class: 'none' }, '');
      const title = `${name} ${hour} h: ${formatCount(jobs)} jobs`;
      return el('td', { class: `heat-${shade(value)}`, title, 'data-value': value }, show(value));
    });
    return el('tr', {}, el('th', { scope: 'row' }, name), ...cells);
  });
  return el(
    'table',
    { class: 'heat pin' },
    el('thead', {}, el('tr', {}, el('th', { scope: 'col' }, 'hour'), ...hours)),
    el('tbody', {}, ...rows),
  );
}

/** Shades by rank, so that one terrible hour does not bleach all others. */
function shades(values: readonly number[]): (value: number) => number {
  const sorted = Float64Array.from(values.filter((value) => !Number.isNaN(value))).sort();
  return (value) => {
    const below = sorted.findIndex((one) => one >= value);
    return Math.min(Math.floor((below / sorted.length) * SHADES), SHADES - 1);
  };
}
