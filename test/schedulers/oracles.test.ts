import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Simultaneity } from '../../src/model/scheduler.ts';
import { toSeconds } from '../../src/model/time.ts';
import { ORDERS } from '../../src/schedulers/orders.ts';
import { anyDeepWorkload, anyWorkload, type SmallWorkload, startsOf, timesOver } from '../engine/jobs.ts';
import { backfillOracle, listOracle, ORACLES, type Oracle, orderNamed, relaxedOracle, slackOracle } from './oracles.ts';

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
    equals(name, ORACLES.get(name)!, rules, anyDeepWorkload, name === 'conservative' || name === 'slack' ? 8 : 2);
  });

  it.each(['fcfs', 'sjf', 'easy', 'easy-sjbf', 'easy++', 'relaxed', 'conservative-rebuild'])(
    '%s does so where jobs overrun',
    (name) => {
      equals(name, ORACLES.get(name)!, rules, anyWorkload('extend'), 150);
    },
  );

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
    ['backfill(predict=recent)', 1, 'fcfs', 'fcfs'],
    ['backfill(depth=3,predict=recent)', 3, 'fcfs', 'fcfs'],
    ['saf(depth=2,scan=lxf,predict=recent)', 2, 'saf', 'lxf'],
    ['wfp3(depth=1,predict=recent)', 1, 'wfp3', 'wfp3'],
  ] as const)('%s plans with predictions', (spec, depth, order, scan) => {
    const oracle = backfillOracle(depth, orderNamed(order), orderNamed(scan), true);
    equals(spec, oracle, rules, timesOver(anyWorkload('extend'), 60), 100);
    equals(spec, oracle, rules, timesOver(anyWorkload('kill'), 20), 50);
  });

  /** Where a second is a minute long, predictions are corrected several times before they reach the estimate. */
  it.each([20, 60])('easy++ corrects its predictions (times x %d)', (factor) => {
    for (const overrun of ['kill', 'extend'] as const) {
      equals('easy++', ORACLES.get('easy++')!, rules, timesOver(anyWorkload(overrun), factor), 100);
    }
  });

  it.each([0, 0.3, 2])('relaxed delays no head by more than %d times its expected wait', (omega) => {
    equals(`relaxed(omega=${omega})`, relaxedOracle(omega), rules, anyWorkload('kill'), 100);
    equals(`relaxed(omega=${omega})`, relaxedOracle(omega), rules, anyWorkload('extend'), 50);
  });

  it.each([0, 0.3, 4])('slack promises a latest start with %d times the mean wait', (factor) => {
    equals(`slack(factor=${factor})`, slackOracle(factor), rules, anyWorkload('kill'), 100);
  });

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
