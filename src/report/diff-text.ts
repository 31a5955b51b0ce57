import type { RunDiff } from '../experiment/diff.ts';
import type { DiffSide } from '../experiment/diff-side.ts';
import type { Shifts } from '../experiment/parting.ts';
import { toSeconds } from '../model/time.ts';
import { type DiffTold, type DiffWording, diffWording } from './diff-words.ts';
import { heading, layOut, type TextForm } from './explain-layout.ts';
import { durationText, moments } from './explain-words.ts';
import { formatCount, formatCounted } from './format.ts';
import { wrap } from './wrap.ts';

/** How the two runs are called. */
export type RunNames = readonly [a: string, b: string];

/** Where two runs part and by how much they differ, in words. */
export function diffText(told: DiffTold, names: RunNames, { parting, shifts }: RunDiff, form: TextForm): string {
  const lines = shiftLines(shifts, names, told, form);
  return `${partingText(told, names, parting, form)}\n${[heading('All in all', form), ...lines].join('\n')}\n`;
}

/** What both runs do at the moment at which they part, and why. */
export function partingText(told: DiffTold, [a, b]: RunNames, parting: RunDiff['parting'], form: TextForm): string {
  if (parting === undefined) {
    const same =
      `${a} and ${b} start and preempt every job alike; what differs is the order within a moment, or what became of ` +
      'jobs that did not run';
    return `${wrap(same, form.columns, '  ').join('\n')}\n`;
  }
  const to = diffWording(told);
  const { time } = parting;
  const when = `${moments(told.origin).long(time)}, ${toSeconds(time)} s on the clock of the workload`;
  return `${[
    ...wrap(`${form.colors.bold(`${a} and ${b} part`)} at ${when}`, form.columns, '  '),
    '',
    ...sideLines(a, parting.a, to, form),
    ...sideLines(b, parting.b, to, form),
  ].join('\n')}\n`;
}

function sideLines(
  name: string,
  { starts, stops, leaves, decision, noReasons }: DiffSide,
  to: DiffWording,
  form: TextForm,
): string[] {
  const rows = [
    ...stops.map((one) => ['stops', to.job(one.job), to.stop(one)]),
    ...starts.map((one) => ['starts', to.job(one.job), to.start(one)]),
    ...leaves.map((one) => [
      one.state === 'running' ? 'leaves alone' : 'does not start',
      to.job(one.job),
      to.left(one),
    ]),
  ];
  const shown = rows.slice(0, SHOWN);
  const more = rows.length - shown.length;
  const after = noReasons === undefined ? [['after that', '', to.standing(decision)]] : [];
  const notes = [
    ...(more === 0 ? [] : [`and ${formatCount(more)} more; --json has them all`]),
    ...(noReasons === undefined ? [] : [`no reasons: ${noReasons}`]),
  ];
  return [
    heading(`Under ${name}`, form),
    layOut([...shown, ...after], form),
    ...notes.flatMap((note) => wrap(`  ${note}`, form.columns, '  ')).map((line) => form.colors.dim(line)),
  ];
}

/** How many jobs of a decision are shown. */
const SHOWN = 12;

function shiftLines(shifts: Shifts, names: RunNames, told: DiffTold, form: TextForm): string[] {
  const { onlyA, onlyB } = shifts;
  const alone = [onlyA, onlyB].flatMap((only, i) =>
    only === 0 ? [] : [`${formatCounted(only, 'job')} ${only === 1 ? 'runs' : 'run'} under ${names[i]} alone`],
  );
  const lines = [...movedWords(shifts, names, told), ...alone];
  return lines.flatMap((line) => wrap(`  ${line}`, form.columns, '    '));
}

/** How many jobs start at another time, and by how much. */
function movedWords({ earlier, later, mean, meanSize, greatest }: Shifts, [a, b]: RunNames, told: DiffTold): string[] {
  if (greatest === undefined) return ['no job that runs under both starts at another time'];
  const moved = earlier + later;
  const of = `${formatCount(moved)} of ${formatCounted(told.jobs.length, 'job')}`;
  const than = `under ${b} than under ${a}`;
  const { job, by } = greatest;
  const most = `${diffWording(told).job(job)}, ${by < 0 ? 'earlier' : 'later'} under ${b}`;
  const longer = `${durationText(Math.abs(mean))} ${mean < 0 ? 'shorter' : 'longer'} ${than}`;
  return [
    `${of} ${moved === 1 ? 'starts' : 'start'} at another time: ${formatCount(earlier)} earlier ${than}, ${formatCount(later)} later`,
    `by ${durationText(meanSize)} on average of those, at most by ${durationText(Math.abs(by))} (${most})`,
    `over all jobs the mean wait is ${mean === 0 ? 'the same' : longer}`,
  ];
}
