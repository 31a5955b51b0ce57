import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoffBefore } from '../../../src/failures/coordinator/backoff.ts';
import { quarantineBy } from '../../../src/failures/coordinator/quarantine.ts';
import { COORDINATORS } from '../../../src/failures/coordinator/registry.ts';
import type { RecoveryRules } from '../../../src/failures/coordinator/rules.ts';
import type { Incident } from '../../../src/model/coordinator.ts';
import type { JobId } from '../../../src/model/jobs.ts';
import type { NodeId } from '../../../src/model/machine.ts';

const HOUR = 3_600_000;
const MANY = Number.POSITIVE_INFINITY;
const RULES: RecoveryRules = {
  retries: { all: 2, own: MANY, nodes: MANY },
  retryLimit: false,
  backoff: { first: 60_000, factor: 2, most: HOUR },
  from: 'checkpoint',
  place: 'head',
  keepsPartial: () => true,
  onWarning: 'migrate',
};
const made = (name: string, rules: Partial<RecoveryRules> = {}) =>
  COORDINATORS.find((entry) => entry.name === name)!.create({ ...RULES, ...rules });
const crash = (times: number, more: Partial<Incident> = {}): Incident => ({
  time: times * HOUR,
  job: 4 as JobId,
  cause: 'crash',
  nodes: [],
  times,
  checkpointed: true,
  unreadable: 0,
  ...more,
});

describe('the standard coordinator', () => {
  it('retries a job that always fails up to the bound, then gives it up and says what happened', () => {
    const one = made('standard');
    expect(one.afterFault(crash(1))).toEqual({
      then: 'requeue',
      from: 'checkpoint',
      place: 'head',
      after: 60_000,
      why: 'stopped by crash: retry 1 of at most 2, from its last checkpoint, at the head of the queue in 1min',
    });
    expect(one.afterFault(crash(2))).toMatchObject({ then: 'requeue', after: 120_000 });
    expect(one.afterFault(crash(3))).toEqual({
      then: 'fail',
      keep: true,
      why: 'given up after 2 retries: stopped 3 times (crash 3 times), the last time at 3h; what its last checkpoint holds is kept',
    });
  });

  it('counts what a job brings upon itself and what befalls its nodes apart, where asked to', () => {
    const one = made('standard', { retries: { all: MANY, own: 1, nodes: 5 } });
    const node = { cause: 'rack', nodes: [3 as NodeId] };
    for (let times = 1; times <= 4; times += 1) expect(one.afterFault(crash(times, node)).then).toBe('requeue');
    expect(one.afterFault(crash(5)).then).toBe('requeue');
    expect(one.afterFault(crash(6)).why).toBe(
      'given up after 1 retry for faults of its own: stopped 6 times (rack 4 times, crash twice), the last time at 6h; what its last checkpoint holds is kept',
    );
  });

  it('starts over without a checkpoint, and keeps nothing then', () => {
    const one = made('standard', { retries: { all: 1, own: MANY, nodes: MANY } });
    expect(one.afterFault(crash(1, { checkpointed: false }))).toMatchObject({ then: 'requeue', from: 'start' });
    expect(one.afterFault(crash(2, { checkpointed: false }))).toMatchObject({ then: 'fail', keep: false });
  });

  it('does not retry a job that ran into its limit unless told to', () => {
    expect(made('standard').afterFault(crash(1, { cause: 'limit' })).then).toBe('fail');
    expect(made('standard', { retryLimit: true }).afterFault(crash(1, { cause: 'limit' })).then).toBe('requeue');
  });

  it('of name none retries nothing and heeds nothing', () => {
    const one = made('none', { keepsPartial: () => false });
    expect(one.afterFault(crash(1))).toEqual({
      then: 'fail',
      keep: false,
      why: 'stopped by crash: nothing is retried',
    });
    expect(one.onWarning({ time: 0, node: 1 as NodeId, expected: HOUR, jobs: [] }).then).toBe('ignore');
  });
});

it('back-off never shrinks, and stays between its first delay and its most', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 1, max: 5, noNaN: true }), (retry, factor) => {
      const rule = { first: 1000, factor, most: HOUR };
      const delay = backoffBefore(rule, retry);
      expect(delay).toBeGreaterThanOrEqual(1000);
      expect(delay).toBeLessThanOrEqual(HOUR);
      expect(backoffBefore(rule, retry + 1)).toBeGreaterThanOrEqual(delay);
    }),
  );
});

describe('quarantine', () => {
  const rule = { failures: 3, within: 7 * HOUR, lasts: 2 * HOUR, factor: 2, most: MANY };

  it('begins with the third failure in time, is kept up by another, and is longer the next time', () => {
    const judged = quarantineBy(rule);
    const node = 5 as NodeId;
    const at = (...hours: number[]) => hours.map((hour) => hour * HOUR);
    expect(judged({ time: 1 * HOUR, node, failures: at(1) }).then).toBe('return');
    expect(judged({ time: 2 * HOUR, node, failures: at(1, 2) }).then).toBe('return');
    expect(judged({ time: 3 * HOUR, node, failures: at(1, 2, 3) })).toMatchObject({
      then: 'quarantine',
      until: 5 * HOUR,
    });
    expect(judged({ time: 4 * HOUR, node, failures: at(1, 2, 3, 4) })).toMatchObject({ until: 5 * HOUR });
    // Those of 4, 6 and 7 h are three since it began; 2 h twice over.
    expect(judged({ time: 6 * HOUR, node, failures: at(1, 2, 3, 4, 6) }).then).toBe('return');
    expect(judged({ time: 7 * HOUR, node, failures: at(1, 2, 3, 4, 6, 7) })).toMatchObject({ until: 11 * HOUR });
  });

  it('comes for failures that are close to each other, however long repairs take', () => {
    const judged = quarantineBy({ ...rule, failures: 2 });
    const failures = [1 * HOUR, 6 * HOUR];
    // They are 5 h apart, and the second is mended 30 h later.
    expect(judged({ time: 36 * HOUR, node: 0 as NodeId, failures })).toMatchObject({
      then: 'quarantine',
      until: 38 * HOUR,
    });
  });

  it('never comes for failures that are further apart', () => {
    const judged = quarantineBy(rule);
    const failures: number[] = [];
    for (let time = 0; time < 100 * HOUR; time += 4 * HOUR) {
      failures.push(time);
      expect(judged({ time, node: 0 as NodeId, failures }).then).toBe('return');
    }
  });
});
