import { formatNumber } from '../report/format.ts';
import type { Standing } from './pace.ts';

const BAR = 24;

/** What fits of a line of progress: the least important parts give way, and the name of the policy is cut at last. */
export function progressText(standing: Standing, columns: number, unicode: boolean): string {
  const { done, policy, index, policies, rate, left } = standing;
  const percent = `${Math.floor(done * 100)} %`.padStart(5);
  const count = policies > 1 ? `  ${index} of ${policies}` : '';
  const name = policy === '' ? '' : `  ${policy}`;
  const speed = rate === undefined ? '' : `  ${formatNumber(rate)} jobs/s`;
  const time = left === undefined ? '' : `  ${timeLeft(left)} left`;
  const lines = [
    `${bar(done, unicode)}${percent}${name}${count}${speed}${time}`,
    `${percent}${name}${count}${speed}${time}`,
    `${percent}${name}${count}${time}`,
    `${percent}${time}${count}${name}`,
  ];
  return lines.find((line) => line.length < columns) ?? lines.at(-1)!.slice(0, columns - 1);
}

/** A step whose end is known in parts of a whole, or not at all. */
export function stepText(step: string, part: number | undefined, columns: number, unicode: boolean): string {
  if (part === undefined) return step.slice(0, columns - 1);
  const percent = `${Math.floor(part * 100)} %`.padStart(5);
  const lines = [`${bar(part, unicode)}${percent}  ${step}`, `${percent}  ${step}`];
  return lines.find((line) => line.length < columns) ?? lines.at(-1)!.slice(0, columns - 1);
}

function bar(part: number, unicode: boolean): string {
  const [full, empty] = unicode ? ['█', '░'] : ['#', '.'];
  const filled = Math.round(Math.min(part, 1) * BAR);
  return full.repeat(filled) + empty.repeat(BAR - filled);
}

/** A measured guess, so in one or two units: `~8 s`, `~3 min`, `~2 h 10 min`. */
export function timeLeft(seconds: number): string {
  if (seconds < 90) return `~${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 90) return `~${minutes} min`;
  return `~${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
