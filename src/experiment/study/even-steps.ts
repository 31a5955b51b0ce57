import { tidy } from './amount.ts';

/** So far from a whole number of steps a range may be by rounding: nobody writes a third with more digits. */
const ROUNDING = 1e-6;

/** How many steps of one length lead from one number to another; undefined where they miss it. */
export function stepsBetween(first: number, last: number, apart: number): number | undefined {
  const steps = (last - first) / apart;
  const whole = Math.round(steps);
  return Math.abs(steps - whole) <= ROUNDING ? whole : undefined;
}

/**
 * The number so many steps from the first. Multiples rather than a running sum, so that steps of 0.1 stay what they are
 * written, and exactly the last one at the end, which a third with a few digits misses.
 */
export const stepAt = (
  place: number,
  { first, last, apart }: { readonly first: number; readonly last: number; readonly apart: number },
): number => (place === stepsBetween(first, last, apart) ? last : tidy(first + place * apart));
