import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Fact } from '../../src/model/facts.ts';
import type { JobId, JobTable } from '../../src/model/jobs.ts';
import type { Scheduler } from '../../src/model/scheduler.ts';
import { InvariantViolation, invariants } from '../../src/observers/invariants.ts';
import { COUNTING } from '../counting.ts';
import { anyWorkload, jobTable, startsOf } from '../engine/jobs.ts';

const keeping = (promises: boolean): Scheduler => ({ name: 'told', promises, needsKill: false, decide: () => {} });

/** Rows 0, 1, 2 on a machine of 4, times in seconds; A 10 s on 3, B 5 s on 2, C 5 s on 4. */
const JOBS = jobTable([
  { submit: 0, run: 10, procs: 3 },
  { submit: 2, run: 5, procs: 2 },
  { submit: 2, run: 5, procs: 4 },
]);

/** `12 start 0`, `12 reserve 0 for 15` */
function fact(line: string): Fact {
  const [time, kind, job, , at] = line.split(' ');
  const common = { time: Number(time) * 1000, job: Number(job) as JobId };
  if (kind === 'end') return { ...common, kind, killed: false };
  if (kind === 'reserve') return { ...common, kind, at: Number(at) * 1000, until: 1e9, kept: true };
  return { ...common, kind: kind as 'submit' | 'start' };
}

/** Tells the facts and then, if nobody minds, that all is over. */
function tell(lines: readonly string[], promises = true, jobs: JobTable = JOBS): void {
  const observer = invariants(jobs, 4, keeping(promises));
  for (const line of lines) observer.on(fact(line));
  observer.finish?.(fact(lines.at(-1)!).time);
}

const GOOD = [
  ...['0 submit 0', '0 start 0', '2 submit 1', '2 submit 2', '2 reserve 1 for 10', '2 reserve 2 for 15'],
  ...['10 end 0', '10 start 1', '15 end 1', '15 start 2', '20 end 2'],
];

const upTo = (line: string, ...more: string[]): string[] => [...GOOD.slice(0, GOOD.indexOf(line)), ...more];

describe('invariants', () => {
  it('are quiet on a good run', () => {
    expect(() => tell(GOOD)).not.toThrow();
  });

  it.each([
    ['time goes back', upTo('10 end 0', '1 end 0'), 'end of job 1 (row 0) at 1 s: time went back from 2 s'],
    ['a submission at another time', ['1 submit 0'], 'submit of job 1 (row 0) at 1 s: it is not its submit time'],
    ['a second submission', ['0 submit 0', '0 submit 0'], 'submit of job 1 (row 0) at 0 s: its status is queued'],
    ['a start before the submission', ['0 start 1'], 'start of job 2 (row 1) at 0 s: its status is pending'],
    ['a second start', upTo('2 submit 1', '1 start 0'), 'start of job 1 (row 0) at 1 s: its status is running'],
    ['a start after the end', upTo('10 start 1', '10 start 0'), 'start of job 1 (row 0) at 10 s: its status is ended'],
    [
      'more processors held than there are',
      upTo('2 submit 2', '2 start 1'),
      'start of job 2 (row 1) at 2 s: 5 of 4 processors are held',
    ],
    ['an end without a start', ['0 submit 0', '10 end 0'], 'end of job 1 (row 0) at 10 s: its status is queued'],
    ['a second end', upTo('10 start 1', '10 end 0'), 'end of job 1 (row 0) at 10 s: its status is ended'],
    ['an early end', upTo('10 end 0', '9 end 0'), 'end of job 1 (row 0) at 9 s: it ran for 9 s, not its run time'],
    ['a late end', upTo('10 end 0', '11 end 0'), 'end of job 1 (row 0) at 11 s: it ran for 11 s, not its run time'],
    [
      'a reservation in the past',
      upTo('2 reserve 1 for 10', '3 reserve 1 for 2'),
      'reserve of job 2 (row 1) at 3 s: the reservation at 2 s is past',
    ],
    [
      'a reservation for a running job',
      upTo('2 submit 1', '1 reserve 0 for 5'),
      'reserve of job 1 (row 0) at 1 s: it does not wait',
    ],
    [
      'a promise not kept',
      upTo('10 start 1', '11 start 1'),
      'start of job 2 (row 1) at 11 s: it was promised to start by 10 s',
    ],
    [
      'a promise not kept that was replaced by a later one',
      upTo('10 end 0', '3 reserve 1 for 12', '10 end 0', '11 start 1'),
      'start of job 2 (row 1) at 11 s: it was promised to start by 10 s',
    ],
    ['jobs that never end', upTo('20 end 2'), 'at 15 s: 1 of 3 jobs never ended'],
  ])('notice %s', (_, lines, message) => {
    expect(() => tell(lines)).toThrow(new InvariantViolation(message));
  });

  it('notice processors that were never freed', () => {
    // Only a table that changes under way can do this: A held 3 and gives back 1.
    const procs = Int32Array.of(3);
    const jobs = { ...jobTable([{ submit: 0, run: 10, procs: 3 }]), procs };
    const observer = invariants(jobs, 4, keeping(true));
    for (const line of ['0 submit 0', '0 start 0']) observer.on(fact(line));
    procs[0] = 1;
    observer.on(fact('10 end 0'));
    expect(() => observer.finish?.(10_000)).toThrow(new InvariantViolation('at 10 s: 2 processors were never freed'));
  });

  it('let a job start earlier than promised, and a policy that promises nothing start it later', () => {
    expect(() => tell(upTo('2 reserve 2 for 15', '2 reserve 2 for 99', ...GOOD.slice(6)))).not.toThrow();
    const late = upTo('10 start 1', '11 start 1', '16 end 1', '16 start 2', '21 end 2');
    expect(() => tell(late, false)).not.toThrow();
    expect(() => tell(late, true)).toThrow(InvariantViolation);
  });

  it('hold nobody to a promise where jobs outlive their estimates, but for those shorter than a second', () => {
    const late = upTo('10 start 1', '11 start 1', '16 end 1', '16 start 2', '21 end 2');
    const overrun = { ...JOBS, estimate: Float64Array.of(10_000, 5000, 4999) };
    expect(() => tell(late, true, overrun)).not.toThrow();
    const jobs = jobTable([{ submit: 0, run: 0.5, procs: 1, est: 0 }], 'extend');
    expect(() => tell(['0 submit 0', '0 reserve 0 for 0', '1 start 0', '1.5 end 0'], true, jobs)).toThrow(
      'it was promised to start by 0 s',
    );
  });

  it.each(COUNTING.map(({ name }) => name))('are quiet on whatever %s does', (name) => {
    fc.assert(
      fc.property(anyWorkload('kill'), ({ procs, jobs }) => {
        // `startsOf` is watched by the invariants, which throw.
        expect(startsOf(name, procs, jobs).length).toBe(jobs.length);
      }),
      { numRuns: 40 },
    );
  });
});
