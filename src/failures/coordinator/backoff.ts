import type { Duration } from '../../model/time.ts';
import type { Backoff } from './rules.ts';

/** How long a job waits before its n-th retry is queued, n from 1: exponential back-off, ms. */
export const backoffBefore = ({ first, factor, most }: Backoff, retry: number): Duration =>
  Math.min(most, Math.round(first * factor ** (retry - 1)));
