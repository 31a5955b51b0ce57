import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ORDERS } from '../../src/schedulers/orders.ts';
import { factsOf, firstDifference, run } from './facts.ts';
import { SETTINGS } from './variants.ts';
import { anyWorkload, check } from './workloads.ts';

/** Names for one and the same policy. The engine treats them alike only if its fast paths are right. */
const SAME: readonly (readonly [string, string])[] = [
  ['easy', 'backfill(depth=1)'],
  ['easy', 'fcfs(depth=1)'],
  ['fcfs', 'backfill(depth=none)'],
  ['conservative-rebuild', 'backfill(depth=all)'],
  ['easy-sjbf', 'backfill(depth=1,scan=sjf)'],
  ['easy++', 'backfill(depth=1,scan=sjf,predict=recent)'],
  ['relaxed(omega=0)', 'easy'],
  ...ORDERS.map(({ name }) => [`${name}(depth=2,scan=saf)`, `backfill(depth=2,order=${name},scan=saf)`] as const),
  ...ORDERS.map(({ name }) => [`${name}(depth=all)`, `backfill(depth=all,order=${name})`] as const),
  ...ORDERS.map(({ name }) => [`backfill(order=${name},scan=${name})`, `${name}(depth=1)`] as const),
];

test.each(SAME)('%s is %s', (one, other) => {
  check(
    fc.property(anyWorkload, (workload) => {
      for (const setting of SETTINGS) {
        expect(run(one, workload, setting).hash, setting.name).toBe(run(other, workload, setting).hash);
      }
    }),
    20,
  );
});

/** More reservations than there are jobs, counted one by one: the unlimited depth must be the limit of the others. */
test('a depth beyond the queue is unlimited', () => {
  check(
    fc.property(anyWorkload, (workload) => {
      for (const setting of SETTINGS) {
        const [all, many] = ['backfill(depth=all)', 'backfill(depth=41)'].map((spec) =>
          factsOf(spec, workload, setting),
        );
        expect(firstDifference(all!, many!), setting.name).toBeUndefined();
      }
    }),
    50,
  );
});
