import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import type { Fact, Observer } from '../../src/model/facts.ts';
import { contents, folder, makespan, swf } from './recorder.ts';

/** What the replaced checks do at the first end of a job. */
let atFirstEnd: () => void = () => {};

vi.mock('../../src/observers/invariants.ts', async (original) => ({
  ...(await original<object>()),
  invariants: (): Observer => ({
    name: 'a check that fails',
    on({ kind }: Fact): void {
      if (kind === 'end') atFirstEnd();
    },
  }),
}));

const { InvariantViolation } = await import('../../src/observers/invariants.ts');

const files = { 't.swf': swf(4, [[0, 10, 2, 20]]) };

function run(path: string): ReturnType<typeof makespan> {
  const options = [
    '--check',
    '--jobs',
    join(path, 'j.csv'),
    '--audit',
    join(path, 'a.jsonl'),
    '--out',
    join(path, 'out'),
  ];
  return makespan('run', '--trace', join(path, 't.swf'), '--policy', 'easy', ...options);
}

test('a violated invariant is named, exits with 1 and leaves the audit log up to it', async () => {
  atFirstEnd = () => {
    throw new InvariantViolation('end of job 1 (row 0) at 10 s: it ran for 11 s');
  };
  const path = folder(files);
  expect(await run(path)).toEqual({
    code: 1,
    out: '',
    err: `makespan: check failed: policy easy: end of job 1 (row 0) at 10 s: it ran for 11 s; the audit log up to there is in ${join(path, 'a.jsonl')}\n`,
  });
  const { 'a.jsonl': log, ...others } = contents(path);
  expect(others).toEqual(files);
  expect(
    log!
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line).fact),
  ).toEqual(['submit', 'start', 'end']);
});

test('a bug says that it is one, shows its stack, exits with 70 and leaves nothing behind', async () => {
  atFirstEnd = () => {
    throw new TypeError('undefined is not a schedule');
  };
  const path = folder(files);
  const { code, out, err } = await run(path);
  expect({ code, out }).toEqual({ code: 70, out: '' });
  expect(err).toMatch(
    /^makespan: this is a bug in makespan, please report it .*\nTypeError: undefined is not a schedule\n +at /,
  );
  expect(contents(path)).toEqual(files);
});

test('what the operating system refuses is one line and wrong input', async () => {
  atFirstEnd = () => {
    throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC', syscall: 'write' });
  };
  const path = folder(files);
  expect(await run(path)).toEqual({ code: 2, out: '', err: 'makespan: write: no space left on device\n' });
  expect(contents(path)).toEqual(files);
});
