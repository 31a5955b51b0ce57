import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import type { Fact } from '../../src/model/facts.ts';
import { createScheduler } from '../../src/registry.ts';
import { jobTable, type SmallJob, startsOf } from '../engine/jobs.ts';

const job = (submit: number, run: number, procs: number, est = run): SmallJob => ({ submit, run, procs, est });

/** What was held for a row at each decision, in seconds. */
function held(policy: string, procs: number, jobs: readonly SmallJob[], row: number): number[] {
  const at: number[] = [];
  const on = (fact: Fact): void => {
    if (fact.kind === 'reserve' && fact.job === row) at.push(fact.at / 1000);
  };
  simulate(jobTable(jobs), procs, createScheduler(policy), { observers: [{ name: 'held', on }] });
  return at;
}

describe('relaxed', () => {
  it('fixes the limit when a job becomes the head, so that one delay does not excuse the next', () => {
    /*
     * Four processors. A has three until 100; B (4), submitted at 0, expects to wait 100 and may be delayed to 150 by a
     * half of that. C (1, 140 s) ends by 150 and starts at 0: now B expects 140, half as much again would be 210. D
     * (1, 90 s), at 100 beside C, would end at 190: it has to wait.
     */
    const jobs = [job(0, 100, 3), job(0, 10, 4), job(0, 140, 1), job(100, 90, 1)];
    expect(held('relaxed', 4, jobs, 1)).toEqual([150, 150]);
    expect(startsOf('relaxed', 4, jobs)).toEqual([0, 140, 0, 150]);
    // To 240 at the latest: D fits as well.
    expect(startsOf('relaxed(omega=2)', 4, jobs)).toEqual([0, 190, 0, 100]);
    expect(startsOf('relaxed(omega=0)', 4, jobs)).toEqual(startsOf('easy', 4, jobs));
  });

  it('makes the limit earlier when the head is expected earlier', () => {
    // A is planned to last 100 s and lasts 20; then B (3) expects the end of C at 40, and may be delayed to 60.
    const jobs = [job(0, 20, 2, 100), job(0, 40, 1), job(0, 10, 4), job(25, 36, 1), job(26, 34, 1)];
    expect(held('relaxed', 4, jobs, 2)).toEqual([150, 60, 60, 60, 60]);
    // D would end at 61, the last one ends at 60.
    expect(startsOf('relaxed', 4, jobs)).toEqual([0, 0, 60, 70, 26]);
  });

  it('promises nothing to those behind the head', () => {
    const jobs = [job(0, 10, 3), job(1, 10, 3), job(2, 10, 4), job(3, 20, 1)];
    expect(startsOf('relaxed', 4, jobs)).toEqual(startsOf('easy', 4, jobs));
  });
});

describe('slack', () => {
  it('gives all jobs the same slack, the mean wait so far, and never changes it', () => {
    // One processor. A waits 0, B 10, C 19 s. D, at 11, gets 30 + 10 / 2 = 35; E, at 21, behind that 45 + 29 / 3.
    const jobs = [job(0, 10, 1), job(0, 10, 1), job(1, 10, 1), job(11, 10, 1), job(21, 10, 1)];
    expect([1, 2, 3, 4].map((row) => held('slack', 1, jobs, row))).toEqual([[10], [20], [35], [54.666]]);
    expect(startsOf('slack', 1, jobs)).toEqual([0, 10, 20, 30, 40]);
  });

  it('lets a job be passed up to its slack and no further', () => {
    // Two processors. A waits 0 and B 20: a mean of 10. C (2) expects 40 and gets 50. D (1, 28 s) ends at 50 and passes
    // it, E (1, 27 s) would end at 51 and may not.
    const jobs = (length: number) => [job(0, 20, 2), job(0, 20, 1), job(21, 5, 2), job(22, length, 1)];
    expect(startsOf('slack', 2, jobs(28))).toEqual([0, 20, 50, 22]);
    expect(startsOf('slack', 2, jobs(29))).toEqual([0, 20, 40, 45]);
  });

  it('moves nobody up when a job ends early, but lets whoever fits go ahead in order of arrival', () => {
    // As in conservative: at 20 A ends early. B and C start at once; D would run into nobody, but does not fit.
    const jobs = [job(0, 20, 4, 100), job(1, 10, 3), job(2, 10, 1), job(3, 10, 1)];
    expect(held('slack', 4, jobs, 3)).toEqual([110]);
    expect(startsOf('slack', 4, jobs)).toEqual([0, 20, 20, 30]);
  });
});
