import type { Scheduler } from '../model/scheduler.ts';

/**
 * Conservative backfilling with memory: every job keeps a reservation, given on arrival without moving anybody; when
 * jobs end, one sweep in order of arrival moves each to its earliest hole, and none ever gets later (Mu'alem and
 * Feitelson, IEEE TPDS 12(6), 2001).
 */
export const conservative = (): Scheduler => ({
  name: 'conservative',
  promises: true,
  needsKill: true,
  remembers: 'queue',
  decide({ arrivals, endings }, plan) {
    if (endings.length > 0) plan.compress();
    for (const job of arrivals) plan.keep(job);
    plan.startKept();
  },
});
