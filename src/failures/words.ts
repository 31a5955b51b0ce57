import { type Duration, SECONDS_PER_UNIT, toSeconds } from '../model/time.ts';

/** A length of time as people write it, to the second from a second on: `1d 2h`, `5min 30s`, `0.25s`. */
export function spanText(span: Duration): string {
  if (span === Number.POSITIVE_INFINITY) return 'ever';
  const seconds = toSeconds(span);
  if (seconds > 0 && seconds < 1) return `${seconds}s`;
  let rest = Math.round(seconds);
  const parts: string[] = [];
  for (const unit of ['d', 'h', 'min', 's']) {
    const amount = Math.floor(rest / SECONDS_PER_UNIT[unit]!);
    rest -= amount * SECONDS_PER_UNIT[unit]!;
    if (amount > 0) parts.push(`${amount}${unit}`);
  }
  return parts.length === 0 ? '0s' : parts.join(' ');
}

/** `once`, `twice`, `3 times`. */
export const timesText = (times: number): string => ['never', 'once', 'twice'][times] ?? `${times} times`;
