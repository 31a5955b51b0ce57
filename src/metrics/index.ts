export { type BorrowingHistory, borrowingHistory } from './borrowing.ts';
export { BOUNDED_SLOWDOWN, TAU } from './bounded-slowdown.ts';
export {
  byCentreGroup,
  CENTRE_GROUPINGS,
  type CentreGroupFigures,
  type CentreGrouping,
  namesOf,
  placeIn,
} from './centre-groups.ts';
export { CENTRE_METRICS } from './centre-metrics.ts';
export { byClass, type ClassFigures, type ClassStep, LENGTHS, lengthOf, SIZES, sizeOf } from './classes.ts';
export { type Distribution, distribution } from './distribution.ts';
export type { GroupFigures } from './groups.ts';
export { headline, orNull } from './headline.ts';
export { byHourOfWeek } from './hours.ts';
export type { Metric } from './metric.ts';
export { type FateCount, fates, onlyRows, thoseThatRan } from './ran.ts';
export { METRICS, metricsOf, NAMED_METRICS } from './registry.ts';
export { queueSeries, type Series, utilizationSeries } from './series.ts';
export { usageAt } from './usage-history.ts';
export { byUser, type UserFigures } from './users.ts';
export { WAIT } from './wait.ts';
