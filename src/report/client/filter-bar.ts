import { LENGTHS, SIZES, userOf } from '../../metrics/index.ts';
import { formatCount } from '../format.ts';
import type { PageData } from '../views/page-data.ts';
import type { ViewState } from '../views/state.ts';
import { momentText } from '../views/time-axis.ts';
import { byId, el } from './dom.ts';
import type { Shown, Store } from './store.ts';

const DAY = 86_400;
const ALL = '';

/** A choice of the bar: what it is called, what can be chosen, and how a choice reads on its chip. */
interface Choice {
  readonly key: 'policy' | 'user' | 'size' | 'length' | 'queue' | 'group';
  readonly label: string;
  readonly all: string;
  readonly options: readonly (readonly [value: string, text: string])[];
}

/** The bar that chooses what every view shows: native form controls, so that keys and screen readers know them. */
export function showFilterBar(store: Store): void {
  const { data } = store;
  const fields = choices(data)
    .filter(({ key, options }) => key === 'policy' || options.length > 1)
    .map((choice) => ({ choice, select: selectOf(choice, store) }));
  const [from, to] = (['from', 'to'] as const).map((key) => momentField(key, store));
  const status = el('p', { id: 'status', role: 'status' });
  const chips = el('div', { class: 'chips' });
  const labelled = (text: string, control: HTMLElement): HTMLElement => el('label', {}, el('span', {}, text), control);
  byId('filter-fields').replaceChildren(
    el(
      'div',
      { class: 'fields' },
      ...fields.map(({ choice, select }) => labelled(choice.label, select)),
      labelled('Submitted from', from!),
      labelled('and before', to!),
    ),
    el('div', { class: 'answer' }, status, chips),
  );
  byId('filters').hidden = false;
  store.watch((shown) => {
    for (const { choice, select } of fields) select.value = String(shown.state[choice.key] ?? ALL);
    for (const [key, input] of [
      ['from', from!],
      ['to', to!],
    ] as const)
      input.value = momentValue(shown.state[key], data);
    status.textContent = statusText(shown, data);
    chips.replaceChildren(...chipsOf(shown, data, store));
  });
}

function choices(data: PageData): Choice[] {
  const { jobs, report, centre } = data;
  const users = Array.from(jobs.submit, (_, job) => userOf(jobs, centre, job));
  const counted = (column: ArrayLike<number | string>): Choice['options'] =>
    [...tally(column)]
      .sort(([a, x], [b, y]) => y - x || Number(a) - Number(b) || 0)
      .map(([value, count]) => [String(value), `${value === -1 ? 'not given' : value} (${formatCount(count)} jobs)`]);
  const ranged = (steps: typeof SIZES, unit: string): Choice['options'] =>
    steps.map(({ name, range }) => [name, `${name} (${range}${unit})`]);
  return [
    {
      key: 'policy',
      label: 'Policy',
      all: 'all compared',
      options: report.policies.map(({ label }) => [label, label]),
    },
    { key: 'user', label: 'User', all: 'all users', options: counted(users) },
    { key: 'size', label: 'Size', all: 'all sizes', options: ranged(SIZES, ' proc.') },
    { key: 'length', label: 'Length', all: 'all lengths', options: ranged(LENGTHS, '') },
    { key: 'queue', label: 'Queue', all: 'all queues', options: counted(jobs.queue) },
    { key: 'group', label: 'Group', all: 'all groups', options: counted(jobs.group) },
  ];
}

function tally(column: ArrayLike<number | string>): Map<number | string, number> {
  const counts = new Map<number | string, number>();
  for (let row = 0; row < column.length; row++) counts.set(column[row]!, (counts.get(column[row]!) ?? 0) + 1);
  return counts;
}

function selectOf({ key, all, options }: Choice, store: Store): HTMLSelectElement {
  const select = el(
    'select',
    { name: key },
    ...[[ALL, all] as const, ...options].map(([value, text]) => el('option', { value }, text)),
  );
  const number = (key === 'user' && store.data.centre === undefined) || key === 'queue' || key === 'group';
  select.addEventListener('change', () => {
    const { value } = select;
    const chosen = number ? Number(value) : value;
    store.choose({ [key]: value === ALL ? undefined : chosen } as ViewState);
  });
  return select;
}

/** A date where the trace says when it began, else a number of days. */
function momentField(key: 'from' | 'to', store: Store): HTMLInputElement {
  const { data } = store;
  const input = data.clock.known
    ? el('input', { type: 'datetime-local', name: key })
    : el('input', { type: 'number', name: key, min: 0, step: 'any', placeholder: 'day' });
  input.addEventListener('change', () => {
    const time = data.clock.known ? data.clock.time(input.value) : daysToTime(input.value);
    store.choose({ [key]: time === undefined ? undefined : Math.max(time, 0) });
  });
  return input;
}

const daysToTime = (text: string): number | undefined => (text === '' ? undefined : Number(text) * DAY);

function momentValue(time: number | undefined, { clock }: PageData): string {
  if (time === undefined) return '';
  return clock.known ? clock.date(time)!.slice(0, 16).replace(' ', 'T') : String(Number((time / DAY).toFixed(4)));
}

function statusText({ runs }: Shown, { report }: PageData): string {
  const all = formatCount(report.workload.jobs);
  if (runs.rows === undefined) return `All ${all} jobs are shown.`;
  if (runs.jobs === 0) return `None of ${all} jobs is like that.`;
  return `${formatCount(runs.jobs)} of ${all} jobs are shown, in every view.`;
}

/** What is chosen, each with a button that takes it back. */
function chipsOf({ state }: Shown, data: PageData, store: Store): HTMLElement[] {
  const label = (value: number | string): string => (value === -1 ? 'not given' : String(value));
  const said: [keyof ViewState, string | undefined][] = [
    ['policy', state.policy],
    ['user', state.user === undefined ? undefined : `user ${label(state.user)}`],
    ['size', state.size],
    ['length', state.length],
    ['queue', state.queue === undefined ? undefined : `queue ${label(state.queue)}`],
    ['group', state.group === undefined ? undefined : `group ${label(state.group)}`],
    ['from', state.from === undefined ? undefined : `from ${momentText(state.from, data.clock)}`],
    ['to', state.to === undefined ? undefined : `before ${momentText(state.to, data.clock)}`],
  ];
  const set = said.filter(([, text]) => text !== undefined);
  const chip = (text: string, action: string, change: ViewState): HTMLElement => {
    const button = el('button', { type: 'button', class: 'chip', 'aria-label': action }, text, el('span', {}, ' ×'));
    button.addEventListener('click', () => {
      store.choose(change);
      // The button is gone; the reader should not be thrown back to the top of the page.
      byId('filters').querySelector('select')?.focus();
    });
    return button;
  };
  const chips = set.map(([key, text]) => chip(text!, `take back: ${text}`, { [key]: undefined }));
  if (set.length < 2) return chips;
  return [...chips, chip('all', 'take back all', Object.fromEntries(set.map(([key]) => [key, undefined])))];
}
