import type { Change } from '../experiment/what-if.ts';
import { type JobId, type JobTable, NO_JOB } from '../model/jobs.ts';
import { type Duration, MS_PER_SECOND, type Time, toSeconds } from '../model/time.ts';
import { type TraceOrigin, wallClock } from '../model/wall-clock.ts';
import type { Blocker } from '../observers/blockers.ts';
import type { Standing, Wait, WaitRule } from '../observers/explain.ts';
import type { Wording } from '../observers/words.ts';
import { formatDuration } from './format.ts';

/** A length of time in its two largest units: `2 h 12 min`, `4 h`, `0.5 s`. */
export const durationText = (duration: Duration): string => formatDuration(toSeconds(duration));

/** How moments are shown: by the calendar if the workload says when it began, else by the day since its time 0. */
export interface Moments {
  long(time: Time): string;
  short(time: Time): string;
}

export function moments(origin: TraceOrigin | undefined): Moments {
  const clock = wallClock(origin);
  const fraction = (time: Time): string => {
    const rest = time % MS_PER_SECOND;
    return rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`;
  };
  const byDay = (time: number): string => `day ${clock.day(time)} ${ofDay(time - clock.day(time) * 86_400)}`;
  const whole = (time: Time): string => clock.date(toSeconds(time)) ?? byDay(toSeconds(time));
  return {
    long: (time) => `${whole(time)}${fraction(time)}`,
    // Within one life the year goes without saying.
    short: (time) => `${clock.known ? whole(time).slice(5) : whole(time)}${fraction(time)}`,
  };
}

const ofDay = (seconds: number): string =>
  [seconds / 3600, (seconds / 60) % 60, seconds % 60]
    .map((part) => String(Math.floor(part)).padStart(2, '0'))
    .join(':');

/** Calls jobs by their labels, and by their rows too where a label is not unique; moments in their short form. */
export function wordingOf({ id, procs }: JobTable, origin: TraceOrigin | undefined): Wording {
  const seen = new Set<number>();
  const repeated = new Set<number>();
  for (const label of Array.from(id)) (seen.has(label) ? repeated : seen).add(label);
  const job = (row: JobId): string => `job ${id[row]}${repeated.has(id[row]!) ? ` (row ${row})` : ''}`;
  return { procs, job, time: moments(origin).short };
}

/** Each reason in a few words, for totals. */
export const RULE_WORDS: Readonly<Record<WaitRule, string>> = {
  head: 'first of the queue without enough processors',
  'no-room': 'without enough processors',
  'in-order': 'behind others whom nobody passes',
  'would-delay': 'not to delay a reservation',
  'own-place': 'for a place of its own',
  left: 'left by the policy although it could have started',
};

/** Why a job waited during a stretch, in words. */
export function waitWords(wait: Wait, job: JobId, planned: Duration, to: Wording): string {
  const { rule, by, first, last, holders } = wait;
  const needs = `needs ${to.procs[job]}`;
  const held = heldBy(holders, to);
  switch (rule) {
    case 'head':
      return `first of the queue: ${needs}, ${freeWords(first, last)}; expected to start by ${to.time(first.expected!)}${held}`;
    case 'no-room':
      return `${needs}, ${freeWords(first, last)}${placeWords(first, to)}${held}`;
    case 'in-order': {
      const lack = `needs ${to.procs[by]}, ${freeWords(first, last)}`;
      return `behind ${to.job(by)}, which is first and ${lack}; nobody passes it${held}`;
    }
    case 'would-delay': {
      const { at, left } = first.obstacle!;
      const end = to.time(wait.from + planned);
      const claim = by === NO_JOB ? '' : ` of ${to.job(by)}`;
      return (
        `${needs}, ${freeWords(first, last)}, but would end at ${end} and delay the reservation${claim} at ${to.time(at)}, ` +
        `beside which ${left} ${left === 1 ? 'processor is' : 'processors are'} left${placeWords(first, to)}`
      );
    }
    case 'own-place':
      return `holds a place at ${to.time(first.place!)}; an earlier one came free after its turn to move (${needs}, ${freeWords(first, last)})`;
    default:
      return `could have started (${needs}, ${freeWords(first, last)}); the policy did not start it`;
  }
}

const freeWords = (first: Standing, last: Standing): string =>
  first.free === last.free ? `${first.free} free` : `${first.free} free, at the end ${last.free}`;

const placeWords = ({ place }: Standing, to: Wording): string =>
  place === undefined ? '' : `; holds a place at ${to.time(place)}`;

/** How many of those who held processors are named. */
const NAMED = 2;

function heldBy(holders: readonly Blocker[], to: Wording): string {
  if (holders.length === 0) return '';
  const names = holders.slice(0, NAMED).map(({ job }) => `${to.job(job)} (${to.procs[job]})`);
  const rest = holders.length - names.length;
  return `; held by ${names.join(', ')}${rest === 0 ? '' : ` and ${rest} more`}`;
}

/** What was changed, in words: `without job 7`. */
export function changeWords(change: Change, to: Wording): string {
  if (change.kind === 'without') return `without ${to.job(change.job)} (${to.procs[change.job]} processors)`;
  if (change.kind === 'estimate') return `asking for ${durationText(change.estimate)}`;
  return `on ${change.procs} ${change.procs === 1 ? 'processor' : 'processors'}`;
}
