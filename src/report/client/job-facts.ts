import { BOUNDED_SLOWDOWN, userOf } from '../../metrics/index.ts';
import { toSeconds } from '../../model/time.ts';
import { formatCount, formatNumber, NO_VALUE } from '../format.ts';
import { jobName } from '../views/stretch-words.ts';
import { durationText, momentText } from '../views/time-axis.ts';
import { byId, el } from './dom.ts';
import { lifeCells, lifeFacts, lifeTable } from './job-life.ts';
import type { Store } from './store.ts';

/** The job that is picked: what is known of it, and when it starts under every policy. */
export function showJobFacts(store: Store): void {
  const place = byId('job');
  store.watch(({ state: { job }, policy }, before) => {
    if (job === before?.state.job && policy === before?.policy) return;
    place.hidden = job === undefined;
    if (job !== undefined) place.replaceChildren(...factsOf(job, policy, store));
  });
}

/** A label as a shell takes it for one word. */
const shellWord = (label: string): string =>
  /^[\w=.-]+$/.test(label) ? label : `"${label.replaceAll(/["\\$`]/g, '\\$&')}"`;

function factsOf(job: number, policy: number, store: Store): HTMLElement[] {
  const { data } = store;
  const { jobs, clock } = data;
  const length = (time: number): string => durationText(toSeconds(time));
  const label = (value: number | string | undefined): string => (value === -1 ? 'not given' : String(value));
  const facts: [string, string][] = [
    ['User', label(userOf(jobs, data.centre, job))],
    ...(data.centre === undefined
      ? [['Processors', formatCount(jobs.procs[job]!)] as [string, string]]
      : lifeFacts(data.run(policy), job)),
    ['Submitted', momentText(toSeconds(jobs.submit[job]!), clock)],
    [data.centre === undefined ? 'Asked for' : 'For', length(jobs.estimate[job]!)],
    [
      data.centre === undefined ? 'Ran' : 'Run time',
      `${length(jobs.runtime[job]!)}${jobs.killed[job] === 1 ? ', killed at its estimate' : ''}`,
    ],
    ['Queue', label(jobs.queue[job])],
    ['Group', label(jobs.group[job])],
  ];
  const rows = data.report.policies.map(({ label: name }, i) => {
    const run = data.run(i);
    const ran = !Number.isNaN(run.end[job]! - run.start[job]!);
    const times = !ran
      ? ['never ran', NO_VALUE, NO_VALUE]
      : [
          momentText(toSeconds(run.start[job]!), clock),
          length(run.start[job]! - jobs.submit[job]!),
          formatNumber(BOUNDED_SLOWDOWN.of(run, job)),
        ];
    const cells = [...times, ...(run.centre === undefined ? [] : lifeCells(run, job))];
    return el(
      'tr',
      i === policy ? { class: 'picked' } : {},
      el('th', { scope: 'row' }, name),
      ...cells.map((text) => el('td', {}, text)),
    );
  });
  const close = el('button', { type: 'button' }, 'Close');
  close.addEventListener('click', () => {
    store.choose({ job: undefined });
    byId('gantt').focus();
  });
  const lived = data.centre === undefined ? [] : ['Preempted', 'How it left'];
  const head = ['Policy', 'Starts', 'Waits', 'Bounded slowdown', ...lived].map((text) =>
    el('th', { scope: 'col' }, text),
  );
  const table =
    data.centre === undefined ? null : lifeTable(data.run(policy), job, data.report.policies[policy]!.label, clock);
  return [
    el('h3', {}, `Job ${jobName(jobs, job)}`),
    el(
      'dl',
      { class: 'facts small' },
      ...facts.map(([name, value]) => el('div', {}, el('dt', {}, name), el('dd', {}, value))),
    ),
    el(
      'div',
      { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': 'The job under every policy' },
      el('table', { class: 'compare' }, el('thead', {}, el('tr', {}, ...head)), el('tbody', {}, ...rows)),
    ),
    ...(table === null ? [] : [table]),
    el(
      'p',
      { class: 'note' },
      'Why it starts when it does: ',
      el('code', {}, `makespan explain RUN ${jobs.id[job]} --policy ${shellWord(data.report.policies[policy]!.label)}`),
      ', with the folder of this report for RUN.',
    ),
    close,
  ];
}
