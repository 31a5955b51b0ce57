import { type CentreGrouping, namesOf, placeIn } from '../../metrics/index.ts';
import type { Stretch } from '../../model/centre-run.ts';
import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import type { WallClock } from '../../model/wall-clock.ts';
import { formatCounted, NO_VALUE } from '../format.ts';
import { nodeNames } from '../machine-lines.ts';
import { livesOf } from '../views/lives.ts';
import { afterWords, asksWords, endingWords, fateWords, spentWords } from '../views/stretch-words.ts';
import { durationText, momentText } from '../views/time-axis.ts';
import { el } from './dom.ts';

/** To whom a job on a machine of nodes belongs, and what it asks for. */
export function lifeFacts(run: FinishedRun, job: number): [string, string][] {
  const { jobs } = run;
  const name = (grouping: CentreGrouping): string =>
    namesOf(grouping, run.centre!.centre)[placeIn(grouping, run, job)]!;
  return [
    ['Account', name('account')],
    ['QOS', name('qos')],
    ['Partition', name('partition')],
    ['Asks for', asksWords(jobs.asks!.shapes[jobs.asks!.shape[job]!]!)],
  ];
}

/** How a job fared under a policy: how often it was stopped, and how it left. */
export const lifeCells = (run: FinishedRun, job: number): string[] => [
  formatCounted(run.centre!.preemptions[job]!, 'time'),
  fateWords(run, job),
];

/** The stretches of a job in a table, with the times for which it was suspended; nothing for a job that never ran. */
export function lifeTable(run: FinishedRun, job: number, policy: string, clock: WallClock): HTMLElement | null {
  const { stretches, centre } = run.centre!;
  const lives = livesOf(run);
  const own = lives.stretches(job);
  if (own.length === 0) return null;
  const span = (from: number, until: number): string[] => [
    momentText(toSeconds(from), clock),
    momentText(toSeconds(until), clock),
    durationText(toSeconds(until - from)),
  ];
  const faulty = run.centre!.faults !== undefined;
  /** A column that only a run under faults has. */
  const wastes = (one: Stretch): string[] => (faulty ? [spentWords(one) || NO_VALUE] : []);
  const rows = own.flatMap((place) => {
    const { start, end, allocation } = stretches[place]!;
    const where = nodeNames(allocation.nodes as Parameters<typeof nodeNames>[0], centre.machine);
    const pause = lives.pauses.find(({ stretch }) => stretch === place);
    return [
      ['runs', ...span(start, end), where, ...wastes(stretches[place]!), endingWords(run, stretches[place]!)],
      ...(pause === undefined
        ? []
        : [
            [
              'suspended',
              ...span(pause.from, pause.until),
              NO_VALUE,
              ...wastes(stretches[place]!).map(() => NO_VALUE),
              afterWords(pause),
            ],
          ]),
    ];
  });
  const head = ['Stretch', 'From', 'Until', 'Lasts', 'Nodes', ...(faulty ? ['Of it no computing'] : []), 'Ended'];
  return el(
    'div',
    { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': `Its stretches under ${policy}` },
    el(
      'table',
      { class: 'compare lives' },
      el('caption', {}, `Its stretches under ${policy}`),
      el('thead', {}, el('tr', {}, ...head.map((text, i) => el('th', { scope: 'col', class: textual(i) }, text)))),
      el(
        'tbody',
        {},
        ...rows.map(([what, ...cells]) =>
          el(
            'tr',
            {},
            el('th', { scope: 'row' }, what!),
            ...cells.map((text, i) => el('td', { class: textual(i + 1) }, text)),
          ),
        ),
      ),
    ),
  );
}

/** Columns of words are set to the left. */
const textual = (column: number): string => (column >= 4 ? 'text' : '');
