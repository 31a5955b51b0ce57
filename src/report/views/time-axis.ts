import type { WallClock } from '../../model/wall-clock.ts';
import { formatDuration } from '../format.ts';

const [MINUTE, HOUR, DAY] = [60, 3600, 86_400];
const STEPS = [
  ...[1, 5, 15, 30].map((seconds) => seconds),
  ...[1, 5, 15, 30].map((minutes) => minutes * MINUTE),
  ...[1, 3, 6, 12].map((hours) => hours * HOUR),
  ...[1, 2, 7, 14, 28, 91, 182, 364, 1820, 3640].map((days) => days * DAY),
];

/** A place on the time axis, seconds of the workload, and what is written there. */
export interface Tick {
  readonly time: number;
  readonly label: string;
}

/** Round times between two others, at most so many; round on the clock on the wall, not on that of the workload. */
export function timeTicks(from: number, to: number, clock: WallClock, most: number): Tick[] {
  const step = STEPS.find((one) => (to - from) / one <= most) ?? (to - from) / most;
  const ticks: Tick[] = [];
  const first = Math.ceil((from + clock.offset) / step) * step - clock.offset;
  for (let time = first; time <= to; time += step) ticks.push({ time, label: label(time, step, clock) });
  return ticks;
}

function label(time: number, step: number, clock: WallClock): string {
  const second = Math.round(time + clock.offset - clock.day(time) * DAY);
  if (step >= DAY || second === 0) return dayName(time, clock);
  const parts = [Math.floor(second / HOUR), Math.floor(second / MINUTE) % 60, second % 60];
  return parts
    .slice(0, step < MINUTE ? 3 : 2)
    .map((part) => String(part).padStart(2, '0'))
    .join(':');
}

/** `1998-04-25`, or `day 3` where nobody knows the date of the first one. */
const dayName = (time: number, clock: WallClock): string => clock.date(time)?.slice(0, 10) ?? `day ${clock.day(time)}`;

/** A moment in full: `1998-04-25 13:05:00`, or `day 3, 13:05:00`. */
export function momentText(time: number, clock: WallClock): string {
  const date = clock.date(time);
  if (date !== undefined) return date;
  return `${dayName(time, clock)}, ${label(time, 1, clock).replace(/^day.*/, '00:00:00')}`;
}

/** A length of time in whole seconds, or how much earlier (negative) something is: `3 d 4 h`, `-5 min 20 s`, `0 s`. */
export function durationText(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  return `${seconds < 0 && whole > 0 ? '-' : ''}${formatDuration(whole)}`;
}
