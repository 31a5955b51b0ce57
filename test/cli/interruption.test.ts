import { join } from 'node:path';
import { expect, test } from 'vitest';
import { main } from '../../src/cli/app.ts';
import { contents, folder, recorder, swf } from './recorder.ts';

const SAID = { out: '', err: 'makespan: interrupted; nothing was written\n' };
const GENERATE = ['trace', 'generate', 'poisson', '--jobs', '9', '--procs', '4', '--load', '0.5', '--seed', '1'];

test('an interrupted trace command ends with 130 and leaves no file', async () => {
  const path = folder({ 't.swf': swf(4, [[0, 5, 1, 9]]) });
  const before = contents(path);
  for (const argv of [
    ['trace', 'inspect', join(path, 't.swf')],
    [...GENERATE, '--out', join(path, 'new.swf')],
    ['trace', 'shake', join(path, 't.swf'), '--seed', '1', '--out', join(path, 'new.swf')],
  ]) {
    const terminal = recorder(AbortSignal.abort());
    expect(await main(argv, terminal)).toBe(130);
    expect(terminal.text).toEqual(SAID);
    expect(contents(path)).toEqual(before);
  }
});

test('a run that is interrupted before its workload is loaded leaves no file either', async () => {
  const path = folder({ 't.swf': swf(4, [[0, 5, 1, 9]]) });
  const before = contents(path);
  const terminal = recorder(AbortSignal.abort());
  const run = ['run', '--trace', join(path, 't.swf'), '--policy', 'easy'];
  expect(await main([...run, '--jobs', join(path, 'j.csv'), '--out', join(path, 'out')], terminal)).toBe(130);
  expect(terminal.text).toEqual(SAID);
  expect(contents(path)).toEqual(before);
});
