export { BOUNDED_SLOWDOWN, TAU } from './bounded-slowdown.ts';
export { byClass, type ClassFigures, type ClassStep, LENGTHS, SIZES } from './classes.ts';
export { type Distribution, distribution } from './distribution.ts';
export { headline, orNull } from './headline.ts';
export type { Metric } from './metric.ts';
export { METRICS } from './registry.ts';
export { queueSeries, type Series, utilizationSeries } from './series.ts';
export { byUser, type UserFigures } from './users.ts';
export { WAIT } from './wait.ts';
