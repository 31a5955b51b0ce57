import { describe, expect, it } from 'vitest';
import type { JobId } from '../../src/model/jobs.ts';
import { ORDERS } from '../../src/schedulers/orders.ts';
import { jobTable, type SmallJob } from '../engine/jobs.ts';
import { orderNamed } from './oracles.ts';

/** @param now seconds */
const scoreOf = (name: string, job: SmallJob, now: number): number =>
  orderNamed(name).score(0 as JobId, jobTable([job]), now * 1000);

describe('the orders', () => {
  it('are the twelve, of which three vary', () => {
    expect(ORDERS.map(({ name }) => name).join(' ')).toBe('fcfs sjf ljf saf sqf lxf wfp3 unicef f1 f2 f3 f4');
    expect(ORDERS.filter(({ varies }) => varies).map(({ name }) => name)).toEqual(['lxf', 'wfp3', 'unicef']);
  });

  /** r = 100 s, n = 4, s = 1000 s, w = 500 s. */
  it.each([
    ['fcfs', 0],
    // Any unit orders alike: milliseconds here.
    ['sjf', 100_000],
    ['ljf', -100_000],
    ['saf', 400],
    ['sqf', 4],
    ['lxf', -6],
    // -(5 ^ 3) x 4
    ['wfp3', -500],
    // -500 / (log2(4) x 100)
    ['unicef', -2.5],
    // 2 x 4 + 870 x 3
    ['f1', 2618],
    // 10 x 4 + 25,600 x 3
    ['f2', 76_840],
    // 100 x 4 + 6.86e6 x 3
    ['f3', 20_580_400],
    // 100 x 2 + 5.3e5 x 3
    ['f4', 1_590_200],
  ])('%s scores the job of the pencil %d', (name, score) => {
    expect(scoreOf(name, { submit: 1000, run: 100, procs: 4 }, 1500)).toBeCloseTo(score, 6);
  });

  it.each([
    ['f1', 8],
    ['f2', 40],
    ['f3', 400],
    ['f4', 200],
  ])('%s takes a submission at 0 for one at 1 s, whose logarithm is 0', (name, score) => {
    for (const submit of [0, 1]) expect(scoreOf(name, { submit, run: 100, procs: 4 }, 5)).toBeCloseTo(score, 9);
  });

  it.each(['saf', 'lxf', 'wfp3', 'unicef', 'f1', 'f2', 'f3', 'f4'])('%s takes an estimate of 0 for 1 s', (name) => {
    const score = scoreOf(name, { submit: 10, run: 0, procs: 4 }, 25);
    expect(score).toBe(scoreOf(name, { submit: 10, run: 1, procs: 4 }, 25));
    expect(Number.isFinite(score)).toBe(true);
  });

  it('unicef puts a serial job that has waited a second before any parallel one, and one that has not behind', () => {
    const serial = (wait: number): number => scoreOf('unicef', { submit: 0, run: 1e5, procs: 1 }, wait);
    const parallel = scoreOf('unicef', { submit: 0, run: 1, procs: 2 }, 1e6);
    expect(parallel).toBe(-1e6);
    // -1 / (2 ^ -40 x 1e5) = -1.1e7
    expect(serial(1)).toBeLessThan(parallel);
    expect(serial(0)).toBeCloseTo(0, 12);
    // Among serial jobs the same ratio of wait to length decides.
    expect(serial(2)).toBe(2 * serial(1));
  });

  it('wfp3 prefers the wider of two jobs that waited alike, unicef the narrower', () => {
    const at = (name: string, procs: number): number => scoreOf(name, { submit: 0, run: 10, procs }, 30);
    expect(at('wfp3', 8)).toBeLessThan(at('wfp3', 2));
    expect(at('unicef', 2)).toBeLessThan(at('unicef', 8));
  });
});
