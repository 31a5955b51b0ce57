import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { contents, folder, makespan, recorder, swf } from './recorder.ts';

/** The first takes all four processors for 100 s; the second waits for 90 s and the third for 80 s plus 50 s. */
const TRACE = swf(4, [
  [0, 100, 4, 100],
  [10, 50, 4, 50],
  [20, 5, 1, 5],
]);

/** A folder with the trace and a scenario that makes these claims of fcfs. */
const scenario = (...claims: string[]): string =>
  folder({
    't.swf': TRACE,
    's.yaml': `question: Is it so?\nworkload: { trace: t.swf }\npolicies: [fcfs]\nclaims:\n${claims.map((claim) => `  - ${claim}\n`).join('')}`,
  });

const run = (path: string, ...more: string[]): ReturnType<typeof makespan> =>
  makespan('run', join(path, 's.yaml'), '--out', join(path, 'out'), ...more);

test('claims are printed after the table and written to every file of the report', async () => {
  // Waits of 0, 90 and 130 s: the mean is 73.3 s.
  const path = scenario('mean_wait(fcfs) <= 2 min', '{ id: short, claim: max(wait where procs < 4) < 2 min }');
  const { code, out, err } = await run(path);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain(
    '\n\nClaims: 1 of 2 met\n  met      claim-1: mean_wait(fcfs) <= 2 min (73.3 s against 2.00 min)\n' +
      '  NOT met  short: max(wait where procs < 4) < 2 min (2.17 min against 2.00 min under fcfs, the worst)\n\nReport:',
  );
  const files = contents(join(path, 'out'));
  const { claims, scenario: echoed } = JSON.parse(files['report.json']!);
  expect(claims).toEqual([
    {
      id: 'claim-1',
      text: 'mean_wait(fcfs) <= 2 min',
      comparator: '<=',
      value: 220 / 3,
      target: 120,
      unit: 's',
      met: true,
      policy: null,
      not_met_by: [],
      why: null,
    },
    {
      id: 'short',
      text: 'max(wait where procs < 4) < 2 min',
      comparator: '<',
      value: 130,
      target: 120,
      unit: 's',
      met: false,
      policy: 'fcfs',
      not_met_by: ['fcfs'],
      why: null,
    },
  ]);
  expect(echoed.claims).toEqual([
    { claim: 'mean_wait(fcfs) <= 2 min', id: 'claim-1' },
    { claim: 'max(wait where procs < 4) < 2 min', id: 'short' },
  ]);
  expect(files['summary.md']).toContain('| ✗ **not met** | `max(wait where procs < 4) < 2 min` |');
  expect(files['report.html']).toContain('Claims: 1 of 2 met');
  expect(JSON.parse((await run(path, '--json')).out).claims).toEqual(claims);
}, 60_000);

test('--require-claims exits with 1 if a claim is not met, when all is written and printed', async () => {
  const missed = scenario('mean_wait < 1s', '{ id: short, claim: max_wait < 4h }', 'count(wait > 4h) = 1');
  const required = await run(missed, '--require-claims');
  expect(required).toEqual({
    code: 1,
    out: (await run(missed)).out,
    err: 'makespan: 2 of 3 claims not met: claim-1, claim-3\n',
  });
  expect(Object.keys(contents(join(missed, 'out')))).toContain('report.html');
  expect(await run(scenario('max_wait < 4h'), '--require-claims')).toMatchObject({ code: 0, err: '' });
}, 60_000);

test('a wrong claim is told at its place before anything runs', async () => {
  const path = scenario('p95(wait) <= 4');
  expect(await run(path)).toEqual({
    code: 2,
    out: '',
    err: `${join(path, 's.yaml')}:5:18 claims[0]: cannot compare a time with a plain number: give it a unit, such as 4h or 4s\n`,
  });
  expect(Object.keys(contents(path)).sort()).toEqual(['s.yaml', 't.swf']);
});

test('an interruption leaves what needs an unfinished policy unknown, and exits with 130', async () => {
  const path = folder({
    't.swf': TRACE,
    's.yaml':
      'question: Is it so?\nworkload: { trace: t.swf }\npolicies: [fcfs, easy]\nclaims: [mean_wait(fcfs) < 1h, mean_wait(easy) < 1h]\n',
  });
  const interruption = new AbortController();
  let readings = 0;
  const terminal = {
    ...recorder(interruption.signal),
    // The stopwatch is read at its start, when the workload is loaded, and twice for each policy.
    now(): number {
      readings += 1;
      if (readings === 4) interruption.abort();
      return 0;
    },
  };
  const argv = ['run', join(path, 's.yaml'), '--out', join(path, 'out'), '--json', '--require-claims'];
  expect(await main(argv, terminal)).toBe(130);
  expect(JSON.parse(terminal.text.out).claims).toMatchObject([
    { id: 'claim-1', met: true },
    { id: 'claim-2', met: null, value: null, why: 'policy easy did not finish' },
  ]);
  expect(terminal.text.err).toBe('makespan: interrupted with 1 of 2 policies left; kept: fcfs\n');
}, 60_000);
