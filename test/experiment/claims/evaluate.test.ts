import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CENTRE_COLUMNS } from '../../../src/experiment/claims/centre-words.ts';
import { type ClaimResult, evaluateClaims } from '../../../src/experiment/claims/evaluate.ts';
import { COLUMNS } from '../../../src/experiment/claims/vocabulary.ts';
import type { Experiment } from '../../../src/experiment/experiment.ts';
import { resolveOptions } from '../../../src/experiment/options.ts';
import { METRICS } from '../../../src/metrics/index.ts';
import type { FinishedRun } from '../../../src/model/run.ts';
import { anyRun, EMPTY, finishedRun, PENCIL } from '../../metrics/fixtures.ts';

/** The jobs of the pencil schedule (waits 0, 90, 2 and 70 s), started elsewhere: waits 0, 110, 0 and 70 s. */
const OVERTAKEN = finishedRun(4, [
  { submit: 0, run: 100, procs: 3, user: 1, start: 0 },
  { submit: 10, run: 50, procs: 2, user: 2, start: 120 },
  { submit: 20, run: 5, procs: 1, user: 1, start: 20 },
  { submit: 30, run: 20, procs: 2, user: 2, start: 100, killed: true },
]);

const experiment = (texts: readonly string[]): Experiment => ({
  name: 'pencil',
  source: { kind: 'trace', path: 'pencil.swf' },
  policies: [
    { label: 'easy', spec: 'easy' },
    { label: 'late ones', spec: 'fcfs' },
  ],
  options: resolveOptions(),
  claims: texts.map((text, i) => ({ id: `claim-${i + 1}`, text })),
});

function judge(
  text: string,
  easy: FinishedRun | undefined = PENCIL,
  fcfs: FinishedRun | undefined = OVERTAKEN,
): ClaimResult {
  const runs = [
    ...(easy === undefined ? [] : [{ label: 'easy', run: easy }]),
    ...(fcfs === undefined ? [] : [{ label: 'late ones', run: fcfs }]),
  ];
  return evaluateClaims({ experiment: experiment([text]), runs })[0]!;
}

test.each([
  // Means of 0, 90, 2, 70 and of 0, 110, 0, 70.
  ['mean_wait(easy) <= 40.5 s', true, 40.5, 40.5, 's'],
  ['mean_wait(easy) < 0.9 * mean_wait(late ones)', false, 40.5, 40.5, 's'],
  ['mean_wait(fcfs) - mean_wait(easy) = 4.5 s', true, 4.5, 4.5, 's'],
  // Sorted 0, 2, 70, 90: the median is (2 + 70) / 2, the 95th percentile 70 + 0.85 * 20.
  ['median(wait, easy) != 36s', false, 36, 36, 's'],
  ['p95(wait, easy) >= 1 min + 27s', true, 87, 87, 's'],
  ['p50(wait, easy) = median_wait(easy)', true, 36, 36, 's'],
  ['max(wait + run, easy) > 2.4min', false, 140, 144, 's'],
  ['min(run, easy) = 5s', true, 5, 5, 's'],
  // 300 + 100 + 5 + 40 processor-seconds; 445 / (4 * 150) of the machine.
  ['sum(procs * run, easy) = 445 s', true, 445, 445, 's'],
  ['utilization(easy) > 74%', true, 445 / 600, 0.74, 'share'],
  ['sum(run * run, easy) = 100s * 100s + 50s * 50s + 5s * 5s + 20s * 20s', true, 12_925, 12_925, 's^2'],
  // 4 jobs in 150 s.
  ['throughput(easy) > 95 / h', true, 96, 95, 'per h'],
  ['count(jobs, easy) = 4', true, 4, 4, '1'],
  ['count(wait > 1 min and not killed, easy) = 1', true, 1, 1, '1'],
  ['count(wait > 1 min or killed where user = 2, easy) = 2', true, 2, 2, '1'],
  ['share(wait > 2 * run where procs > 1, easy) < 34%', true, 1 / 3, 0.34, 'share'],
  ['count(killed, easy) / count(jobs, easy) <= 25%', true, 0.25, 0.25, 'share'],
  // Users 2 wait 90 and 70 s; the wait of one processor is 2 s; runs of at most 10 min are very short.
  ['mean(wait where user = 2, easy) = 80s', true, 80, 80, 's'],
  ['mean(wait where size = sequential, easy) = 2s', true, 2, 2, 's'],
  ['count(length = "very short" and size != narrow, easy) = 1', true, 1, 1, '1'],
  ['mean(wait where submit >= 20s and estimate < 20s, easy) = 2s', true, 2, 2, 's'],
  ['-mean_wait(easy) < -40s', true, -40.5, -40, 's'],
  ['-(1h) < -mean(-wait, easy)', true, -3600, 40.5, 's'],
  ['count(-wait < -(10s + 1min), easy) = 1', true, 1, 1, '1'],
])('%s', (text, met, value, target, unit) => {
  const result = judge(text);
  expect(result).toMatchObject({ text, met, unit, policy: null, not_met_by: [], why: null });
  expect(result.value).toBeCloseTo(value, 9);
  expect(result.target).toBeCloseTo(target, 9);
});

test('a claim without a policy is about each, and shows the worst', () => {
  expect(judge('mean_wait < 1h')).toMatchObject({ met: true, value: 45, policy: 'late ones', not_met_by: [] });
  expect(judge('mean_wait() <= 42s')).toMatchObject({
    met: false,
    value: 45,
    policy: 'late ones',
    not_met_by: ['late ones'],
  });
  expect(judge('mean_wait >= 42s')).toMatchObject({ met: false, value: 40.5, policy: 'easy', not_met_by: ['easy'] });
  expect(judge('mean_wait < 1s')).toMatchObject({
    met: false,
    value: 45,
    policy: 'late ones',
    not_met_by: ['easy', 'late ones'],
  });
  expect(judge('mean_wait = 40.5s')).toMatchObject({
    met: false,
    value: 45,
    policy: 'late ones',
    not_met_by: ['late ones'],
  });
  expect(judge('mean_wait != 45s')).toMatchObject({
    met: false,
    value: 45,
    policy: 'late ones',
    not_met_by: ['late ones'],
  });
  // A policy is also compared with itself.
  expect(judge('mean_wait < mean_wait(easy)')).toMatchObject({ met: false, not_met_by: ['easy', 'late ones'] });
  expect(judge('mean_wait <= 2 * mean_wait(easy)')).toMatchObject({
    met: true,
    value: 45,
    target: 81,
    policy: 'late ones',
  });
});

test('a figure without a value meets nothing, and says why', () => {
  for (const comparator of ['<', '>', '!=']) {
    expect(judge(`mean(wait where procs > 3, easy) ${comparator} 4h`)).toMatchObject({
      met: false,
      value: null,
      target: 14_400,
      why: 'mean(wait where procs > 3, easy) has no value',
    });
  }
  expect(judge('mean_wait(easy) / count(not jobs, easy) < 1s')).toMatchObject({
    met: false,
    value: null,
    why: 'it divides by 0',
  });
  expect(judge('mean(wait / (procs - 2), easy) < 1h')).toMatchObject({ met: false, value: null });
  expect(judge('1e300 * sum(procs, easy) * 1e300 > 1')).toMatchObject({
    met: false,
    value: null,
    why: 'its figures are too large',
  });
  expect(judge('mean_wait > 0s', EMPTY)).toMatchObject({
    met: false,
    value: null,
    policy: 'easy',
    why: 'mean_wait has no value',
  });
  expect(judge('count(jobs, easy) = 0', EMPTY)).toMatchObject({ met: true, value: 0 });
});

test('what needs a policy that did not finish is unknown, unless it is missed already', () => {
  const open = { met: null, why: 'policy late ones did not finish' };
  const missing = (text: string): ClaimResult =>
    evaluateClaims({ experiment: experiment([text]), runs: [{ label: 'easy', run: PENCIL }] })[0]!;
  expect(missing('mean_wait(late ones) < 1h')).toMatchObject({ ...open, value: null, target: null });
  expect(missing('mean_wait(easy) < mean_wait(late ones)')).toMatchObject(open);
  expect(missing('mean_wait < 1h')).toMatchObject({ ...open, value: 40.5, policy: 'easy', not_met_by: [] });
  expect(missing('mean_wait < 1s')).toMatchObject({ met: false, why: null, policy: 'easy', not_met_by: ['easy'] });
  expect(missing('mean_wait(easy) < 1h')).toMatchObject({ met: true, why: null });
  expect(evaluateClaims({ experiment: experiment(['mean_wait < 1h']), runs: [] })[0]).toMatchObject({
    met: null,
    why: 'policy easy did not finish',
  });
});

test('an experiment without claims has no results', () => {
  const { claims: _, ...without } = experiment([]);
  expect(evaluateClaims({ experiment: without, runs: [] })).toEqual([]);
});

test('every metric can be claimed, and is the figure of the report', () => {
  for (const { name, unit, of } of METRICS) {
    const zero = { s: '0s', 'jobs/h': '0/h' }[unit] ?? '0';
    expect(judge(`${name}(easy) >= ${zero}`).value, name).toBeCloseTo(of(PENCIL), 9);
  }
});

test('statistics of every column agree with arithmetic of their own', () => {
  const operators = fc.constantFrom('<', '<=', '>', '>=');
  fc.assert(
    fc.property(
      anyRun,
      // What only a machine of nodes knows is refused here, and tried in test/metrics/centre.test.ts.
      fc.constantFrom(...COLUMNS.filter((column) => !CENTRE_COLUMNS.some((known) => known.name === column.name))),
      fc.integer({ min: 1, max: 9 }),
      operators,
      (run, column, procs, op) => {
        const all = Array.from(run.start, (_, job) => job);
        const rows = all.filter(
          (job) =>
            ({
              '<': run.jobs.procs[job]! < procs,
              '<=': run.jobs.procs[job]! <= procs,
              '>': run.jobs.procs[job]! > procs,
              '>=': run.jobs.procs[job]! >= procs,
            })[op],
        );
        const values = rows.map((job) => column.of(run, job)).sort((a, b) => a - b);
        const unit = column.unit === 's' ? 's' : '';
        const found = (statistic: string): number | null =>
          judge(`${statistic}(${column.name} where procs ${op} ${procs}, easy) >= 0${unit}`, run).value;
        expect(judge(`count(procs ${op} ${procs}, easy) >= 0`, run).value).toBe(values.length);
        if (values.length === 0) {
          expect(['mean', 'median', 'min', 'max', 'p95'].map(found)).toEqual([null, null, null, null, null]);
          return;
        }
        const sum = values.reduce((total, value) => total + value, 0);
        // Type 7: the quantile q stands q * (n - 1) steps behind the first.
        const place = 0.9 * (values.length - 1);
        const low = values[Math.floor(place)]!;
        const high = values[Math.ceil(place)]!;
        expect(found('sum')).toBeCloseTo(sum, 6);
        expect(found('mean')).toBeCloseTo(sum / values.length, 6);
        expect(found('min')).toBe(values[0]);
        expect(found('max')).toBe(values.at(-1));
        expect(found('p90')).toBeCloseTo(low + (place - Math.floor(place)) * (high - low), 6);
      },
    ),
    { numRuns: 100 },
  );
});
