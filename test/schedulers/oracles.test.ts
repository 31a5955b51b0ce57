import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Simultaneity } from '../../src/model/scheduler.ts';
import { toSeconds } from '../../src/model/time.ts';
import { ORDERS } from '../../src/schedulers/orders.ts';
import { anyDeepWorkload, anyWorkload, type SmallWorkload, startsOf } from '../engine/jobs.ts';
import { backfillOracle, listOracle, ORACLES, type Oracle, orderNamed } from './oracles.ts';

const RULES: readonly Simultaneity[] = [
  { pass: 'instant', order: 'completions-first' },
  { pass: 'instant', order: 'arrivals-first' },
  { pass: 'event', order: 'completions-first' },
  { pass: 'event', order: 'arrivals-first' },
];

function equals(
  spec: string,
  oracle: Oracle,
  rules: Simultaneity,
  workloads: fc.Arbitrary<SmallWorkload>,
  numRuns: number,
): void {
  fc.assert(
    fc.property(workloads, ({ procs, jobs }) => {
      expect(startsOf(spec, procs, jobs, rules)).toEqual(Array.from(oracle(jobs, procs, rules), toSeconds));
    }),
    // To shrink a failing crowd would take hours.
    { numRuns, endOnFailure: workloads === anyDeepWorkload },
  );
}

describe.each(RULES)('with a pass per $pass and $order', (rules) => {
  it.each([...ORACLES.keys()])('%s equals its definition, job for job', (name) => {
    equals(name, ORACLES.get(name)!, rules, anyWorkload('kill'), 200);
  });

  it.each([...ORACLES.keys()])('%s does so where hundreds wait', (name) => {
    equals(name, ORACLES.get(name)!, rules, anyDeepWorkload, name === 'conservative' ? 8 : 2);
  });

  it.each(['fcfs', 'sjf', 'easy', 'easy-sjbf', 'conservative-rebuild'])('%s does so where jobs overrun', (name) => {
    equals(name, ORACLES.get(name)!, rules, anyWorkload('extend'), 150);
  });

  it.each(ORDERS.map(({ name }) => name))(
    'the order %s equals its definition, with and without backfilling',
    (name) => {
      const order = orderNamed(name);
      equals(name, listOracle(order), rules, anyWorkload('kill'), 25);
      equals(`${name}(depth=1)`, backfillOracle(1, order), rules, anyWorkload('extend'), 25);
      equals(
        `${name}(depth=2, scan=saf)`,
        backfillOracle(2, order, orderNamed('saf')),
        rules,
        anyWorkload('extend'),
        25,
      );
    },
  );

  it.each([
    ['backfill(depth=0)', 0],
    ['backfill', 1],
    ['backfill(depth=2)', 2],
    ['backfill(depth=3)', 3],
    ['backfill(depth=all)', Number.POSITIVE_INFINITY],
  ])('%s reserves for %d', (spec, depth) => {
    equals(spec, backfillOracle(depth, orderNamed('fcfs')), rules, anyWorkload('extend'), 150);
  });
});
