import type { TraceOrigin } from '../model/wall-clock.ts';
import { headerNumber } from './swf-header.ts';

/**
 * When a trace began, if its header says so: `UnixStartTime` is the moment of its time 0 and `TimeZone` the seconds to add
 * for local time, which archives give without daylight saving time.
 */
export function traceOrigin(header: readonly string[]): TraceOrigin | undefined {
  const unixStartTime = headerNumber(header, 'UnixStartTime');
  const timeZone = headerNumber(header, 'TimeZone');
  if (unixStartTime === undefined) return undefined;
  return timeZone === undefined ? { unixStartTime } : { unixStartTime, timeZone };
}
