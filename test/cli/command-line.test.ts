import { expect, test } from 'vitest';
import { commandLine } from '../../src/cli/command-line.ts';
import { experimentOf } from '../../src/cli/run-input.ts';

test('a run by options is told again by the options that matter, quoted for a shell', async () => {
  const experiment = await experimentOf(undefined, {
    trace: '/somewhere/my trace.swf',
    policy: ['easy', 'backfill(depth=4)'],
    profile: 'cqsim',
    estimate: 'requested',
    pass: 'event',
    procs: '64',
  });
  expect(commandLine(undefined, experiment)).toBe(
    "makespan run --trace 'my trace.swf' --procs 64 --policy easy --policy 'backfill(depth=4)' --profile cqsim --estimate requested",
  );
});

test('a scenario is told by its file', async () => {
  const experiment = await experimentOf('scenarios/lublin-load.yaml', {});
  expect(commandLine('/elsewhere/lublin-load.yaml', experiment)).toBe('makespan run lublin-load.yaml');
});
