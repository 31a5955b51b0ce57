import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import type { Fact } from '../../src/model/facts.ts';
import { createScheduler } from '../../src/registry.ts';
import { jobTable, type SmallJob, startsOf } from '../engine/jobs.ts';

const job = (submit: number, run: number, procs: number, est = run): SmallJob => ({ submit, run, procs, est });

/** The reservations as they are made on arrival, by job, in seconds. */
function reservations(procs: number, jobs: readonly SmallJob[]): number[] {
  const made: number[] = [];
  const on = (fact: Fact): void => {
    if (fact.kind === 'reserve') made[fact.job] = fact.at / 1000;
  };
  simulate(jobTable(jobs), procs, createScheduler('conservative'), { observers: [{ name: 'reservations', on }] });
  return made;
}

describe('conservative', () => {
  it('reserves for each arrival the first hole that the others leave, now included', () => {
    /*
     *   4 |...DDDDD.|BBBBBBBBBB|CCCCC|
     *   3 |AAAAAAAAA|BBBBBBBBBB|CCCCC|EEEE
     *   2 |AAAAAAAAA|BBBBBBBBBB|CCCCC|EEEE
     *   1 |AAAAAAAAA|BBBBBBBBBB|.....|EEEE
     *     0  3     10         20    25
     */
    const jobs = [job(0, 10, 3), job(1, 10, 4), job(2, 5, 3), job(3, 5, 1), job(4, 6, 3)];
    expect(reservations(4, jobs)).toEqual([0, 10, 20, 3, 25]);
    expect(startsOf('conservative', 4, jobs)).toEqual([0, 10, 20, 3, 25]);
  });

  it('uses a hole to the second', () => {
    // One processor is free in [1, 10) beside A, with B on all from 10 on.
    const jobs = (length: number): SmallJob[] => [job(0, 10, 3), job(0, 10, 4), job(1, length, 1)];
    expect(startsOf('conservative', 4, jobs(9))).toEqual([0, 10, 1]);
    expect(startsOf('conservative', 4, jobs(10))).toEqual([0, 10, 20]);
  });

  it('moves everybody up, in order of arrival, when a job ends early', () => {
    // A is planned to last 100 s and lasts 20.
    const jobs = [job(0, 20, 4, 100), job(1, 10, 3), job(2, 10, 3), job(3, 10, 1)];
    expect(reservations(4, jobs)).toEqual([0, 100, 110, 100]);
    expect(startsOf('conservative', 4, jobs)).toEqual([0, 20, 30, 20]);
  });

  /**
   * When R1 ends at 20 instead of 100, J1 (all 4) is moved first, from 100 to 90, behind J2's reservation [50, 90); then
   * J2 moves from 50 to 20. That J1 could now have 60 is left for a later sweep: in between, J3 arrives and takes
   * [60, 70). At 50 R2 ends when planned, which is a completion too, and J1 moves from 90 to 70.
   *
   *   4 |R2R2R2R2R2R2R2R2R2R2|.........|J3J3|J1J1|
   *   3 |R1R1R1R1|.......... |.........|J3J3|J1J1|
   *   2 |R1R1R1R1|...........|.........|J3J3|J1J1|
   *   1 |R1R1R1R1|J2J2J2J2J2J2J2J2J2J2J|J3J3|J1J1|
   *     0        20          50        60   70   80
   */
  it('sweeps once, not until nothing moves', () => {
    const jobs = [job(0, 20, 3, 100), job(0, 50, 1), job(1, 10, 4), job(2, 40, 1), job(30, 10, 4)];
    expect(reservations(4, jobs)).toEqual([0, 0, 100, 50, 60]);
    expect(startsOf('conservative', 4, jobs)).toEqual([0, 0, 70, 20, 60]);
    // Without memory J1 takes 50 and J2, though it had 50 first, has to wait for its end.
    expect(startsOf('conservative-rebuild', 4, jobs)).toEqual([0, 0, 50, 60, 100]);
  });

  it('sweeps when a job ends just as planned, too', () => {
    // As above, but nobody arrives at 30: the sweep at 50 lets J1 move from 90 to 60, where J2 ends.
    const jobs = [job(0, 20, 3, 100), job(0, 50, 1), job(1, 10, 4), job(2, 40, 1)];
    expect(startsOf('conservative', 4, jobs)).toEqual([0, 0, 60, 20]);
  });

  it('gives nobody a place before the sweep, nor lets an arrival move anybody', () => {
    // At 20 A ends early and D arrives: B and C move up first, then D gets what is left.
    const jobs = [job(0, 20, 4, 50), job(1, 10, 3), job(2, 10, 2), job(20, 10, 2), job(20, 5, 1)];
    expect(startsOf('conservative', 4, jobs)).toEqual([0, 20, 30, 30, 20]);
  });

  it('starts a job of no length at its reservation and goes on at the same instant', () => {
    // B is planned to last a second, so C is planned at 11; B ends at 10 at once, and C starts at 10 as well.
    const jobs = [job(0, 10, 2), job(1, 0, 2), job(2, 5, 2)];
    expect(reservations(2, jobs)).toEqual([0, 10, 11]);
    expect(startsOf('conservative', 2, jobs)).toEqual([0, 10, 10]);
  });

  it('keeps a hundred reservations in a row', () => {
    const jobs = Array.from({ length: 100 }, (_, i) => job(i % 7, 3, 2));
    const sorted = [...jobs].sort((a, b) => a.submit - b.submit);
    expect(startsOf('conservative', 3, jobs)).toEqual(sorted.map((_, row) => 3 * row));
  });
});
