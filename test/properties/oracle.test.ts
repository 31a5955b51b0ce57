import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { run } from './facts.ts';
import { firstComeFirstServed, Oracle, type OracleJob, type OraclePolicy } from './oracle.ts';
import { PLAIN, SETTINGS } from './variants.ts';
import { check, type RawWorkload, smallWorkload } from './workloads.ts';

const EXTEND = SETTINGS.find(({ name }) => name === 'makespan, extend')!;

const arrival = ({ row }: OracleJob): number => row;
const shortest = ({ estimate }: OracleJob): number => estimate;
const longest = ({ estimate }: OracleJob): number => -estimate;
const narrowest = ({ procs }: OracleJob): number => procs;
const expansion = ({ submit, estimate }: OracleJob, now: number): number => {
  const length = Math.max(estimate, 1);
  return -(now - submit + length) / length;
};

const CASES: readonly (readonly [string, OraclePolicy])[] = [
  ['fcfs', { depth: 'none', order: arrival, scan: arrival }],
  ['sjf', { depth: 'none', order: shortest, scan: shortest }],
  ['lxf', { depth: 'none', order: expansion, scan: expansion }],
  ['easy', { depth: 1, order: arrival, scan: arrival }],
  ['easy-sjbf', { depth: 1, order: arrival, scan: shortest }],
  ['backfill(depth=0)', { depth: 0, order: arrival, scan: arrival }],
  ['backfill(depth=0,scan=sjf)', { depth: 0, order: arrival, scan: shortest }],
  ['backfill(depth=2)', { depth: 2, order: arrival, scan: arrival }],
  ['backfill(depth=3,order=sqf,scan=ljf)', { depth: 3, order: narrowest, scan: longest }],
  ['sjf(depth=1)', { depth: 1, order: shortest, scan: shortest }],
  ['lxf(depth=1)', { depth: 1, order: expansion, scan: expansion }],
  ['lxf(depth=2,scan=sjf)', { depth: 2, order: expansion, scan: shortest }],
  ['conservative-rebuild', { depth: Number.POSITIVE_INFINITY, order: arrival, scan: arrival }],
  ['ljf(depth=all)', { depth: Number.POSITIVE_INFINITY, order: longest, scan: longest }],
  ['conservative', { depth: 'kept', order: arrival, scan: arrival }],
];

const inSeconds = (ms: ArrayLike<number>): number[] => Array.from(ms, (time) => time / 1000);
const oracleJobs = ({ jobs }: RawWorkload): OracleJob[] =>
  jobs.map(({ submit, run: length, estimate, procs }, row) => ({
    row,
    submit: submit / 1000,
    run: length / 1000,
    estimate: estimate / 1000,
    procs,
  }));

test('fcfs starts each job in the first second in which it may', () => {
  check(
    fc.property(smallWorkload, (workload) => {
      expect(inSeconds(run('fcfs', workload, PLAIN).start)).toEqual(firstComeFirstServed(workload));
    }),
    500,
  );
});

describe.each(CASES)('%s is what a search second by second finds', (spec, policy) => {
  it.each(policy.depth === 'kept' ? [PLAIN] : [PLAIN, EXTEND])('$name', (setting) => {
    check(
      fc.property(smallWorkload, (workload) => {
        const oracle = new Oracle(workload.procs, policy, setting.overrun);
        expect(inSeconds(run(spec, workload, setting).start)).toEqual(oracle.starts(oracleJobs(workload)));
      }),
      600,
    );
  });
});

/** Found by letting every arrival sweep too, which generated workloads tell apart once in tens of thousands. */
test('conservative sweeps once for each instant with an end, and at no other time', () => {
  const seconds = (submit: number, length: number, estimate: number, procs: number) => {
    return { submit: submit * 1000, run: length * 1000, estimate: estimate * 1000, procs };
  };
  const workload: RawWorkload = {
    procs: 6,
    jobs: [
      seconds(0, 3, 3, 5),
      seconds(1, 6, 7, 1),
      seconds(2, 4, 4, 1),
      seconds(3, 14, 29, 2),
      seconds(4, 1, 1, 6),
      seconds(5, 5, 7, 3),
      seconds(6, 7, 7, 3),
      seconds(7, 10, 12, 2),
      seconds(9, 0, 0, 2),
      seconds(10, 1, 1, 2),
      seconds(13, 1, 1, 2),
    ],
  };
  const oracle = new Oracle(6, { depth: 'kept', order: arrival, scan: arrival }, 'kill');
  expect(inSeconds(run('conservative', workload, PLAIN).start)).toEqual(oracle.starts(oracleJobs(workload)));
});
