import { userOf } from '../../metrics/index.ts';
import type { FinishedRun } from '../../model/run.ts';
import { toSeconds } from '../../model/time.ts';
import type { WallClock } from '../../model/wall-clock.ts';
import { formatCount, formatCounted, NO_VALUE } from '../format.ts';
import { livesOf } from '../views/lives.ts';
import { endingWords, jobName } from '../views/stretch-words.ts';
import { durationText, momentText } from '../views/time-axis.ts';
import { byId, el } from './dom.ts';
import type { Parts } from './gantt-levels.ts';

/** Jobs that the table of what is drawn holds. */
const LISTED = 50;

/** The facts of a job in a line each, for the pointer. */
export function jobTip(run: FinishedRun, job: number, clock: WallClock): string {
  const { jobs } = run;
  const moment = (time: number): string => momentText(toSeconds(time), clock);
  const length = (time: number): string => durationText(toSeconds(time));
  const user = jobs.user[job] === -1 ? '' : `, user ${jobs.user[job]}`;
  return [
    `Job ${jobs.id[job]}${user}, ${formatCount(jobs.procs[job]!)} processors`,
    `submitted ${moment(jobs.submit[job]!)}`,
    `started ${moment(run.start[job]!)} after ${length(run.start[job]! - jobs.submit[job]!)}`,
    `ran ${length(jobs.runtime[job]!)} of ${length(jobs.estimate[job]!)} asked for${jobs.killed[job] ? ', killed' : ''}`,
  ].join('\n');
}

/** What the picture shows of a policy, in words. */
export function statusText(
  label: string,
  { run, rows, waiting, window, points, shadesLeft }: Parts,
  single: boolean,
  clock: WallClock,
): string {
  const [from, to] = [toSeconds(window.from), toSeconds(window.to)];
  const waits = waiting > 0 ? ` ${formatCount(waiting)} more wait throughout.` : '';
  const how = single ? '' : ' They are drawn as shades; zoom in to see single jobs.';
  const hold = run.centre === undefined ? 'hold processors' : 'are on nodes';
  return (
    `${label}: ${formatCount(rows.length)} jobs ${hold} between ${momentText(Math.floor(from), clock)} and ` +
    `${momentText(Math.ceil(to), clock)} (${durationText(to - from)}).${waits}${how}${leftText(points.left, shadesLeft)}`
  );
}

/** How many faults are not drawn. */
function leftText(points: number, shades: number): string {
  const left = [
    ...(points > 0 ? [formatCounted(points, 'fault')] : []),
    ...(shades > 0 ? [formatCounted(shades, 'time in which nodes are away', 'times in which nodes are away')] : []),
  ];
  return left.length === 0 ? '' : ` ${left.join(' and ')} not drawn for want of room, those that cost least; zoom in.`;
}

/** Fills the table of the jobs that are drawn. */
export function listJobs({ run, rows }: Parts, clock: WallClock, pick: (job: number) => void): void {
  byId('gantt-list').replaceChildren(...rows.slice(0, LISTED).map((job) => listRow(run, job, clock, pick)));
}

function listRow(run: FinishedRun, job: number, clock: WallClock, pick: (job: number) => void): HTMLElement {
  const { jobs } = run;
  const button = el('button', { type: 'button', class: 'link' }, jobName(jobs, job));
  button.addEventListener('click', () => pick(job));
  const user = userOf(jobs, run.centre?.centre, job);
  const cells = [
    user === -1 ? NO_VALUE : String(user),
    formatCount(jobs.procs[job]!),
    momentText(toSeconds(jobs.submit[job]!), clock),
    durationText(toSeconds(run.start[job]! - jobs.submit[job]!)),
    momentText(toSeconds(run.start[job]!), clock),
    ...(run.centre === undefined ? [durationText(toSeconds(jobs.runtime[job]!))] : lifeCells(run, job)),
  ];
  return el('tr', {}, el('th', { scope: 'row' }, button), ...cells.map((text) => el('td', {}, text)));
}

/** How long a job ran in all, in how many stretches, and how the last one ended. */
function lifeCells(run: FinishedRun, job: number): string[] {
  const own = livesOf(run)
    .stretches(job)
    .map((place) => run.centre!.stretches[place]!);
  const ran = own.reduce((sum, { start, end }) => sum + end - start, 0);
  return [durationText(toSeconds(ran)), String(own.length), endingWords(run, own.at(-1)!)];
}
