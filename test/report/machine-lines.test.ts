import { expect, test } from 'vitest';
import type { Window } from '../../src/model/centre.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { fromSeconds } from '../../src/model/time.ts';
import { wallClock } from '../../src/model/wall-clock.ts';
import { formatExactly } from '../../src/report/format.ts';
import { machineReport, nodeNames } from '../../src/report/machine-lines.ts';
import { centreOf, group } from '../engine/centre/plain.ts';
import { JOBS } from './centre-fixtures.ts';

const [H, D] = [3600, 86_400];
const ALL = [0, 1, 2, 3] as NodeId[];

const service = (from: number, name = 'monthly', nodes = ALL): Window => ({
  ...{ name, kind: 'maintenance', nodes, members: [], running: 'requeue' },
  ...{ from: fromSeconds(from), until: fromSeconds(from + 8 * H) },
});

const CENTRE = centreOf([group('cpu', 4, 2)], {
  windows: [15, 20, 45, 75].map((day) =>
    service(day * D, day === 20 ? 'urgent' : 'monthly', day === 20 ? [0 as NodeId] : ALL),
  ),
  interventions: [
    { kind: 'nodes', at: fromSeconds(90), nodes: [1, 2] as NodeId[], status: 'maintenance', running: 'finish' },
    { kind: 'nodes', at: fromSeconds(D + 2 * H), nodes: [3] as NodeId[], status: 'offline', running: 'cancel' },
  ],
});

const lines = (clock: Parameters<typeof wallClock>[0]): string[] =>
  machineReport(CENTRE, JOBS, wallClock(clock))
    .lines.slice(2)
    .map(({ kind, name, text }) => `${kind} ${name}: ${text}`);

test('a maintenance that comes again is one line, and times are lengths since time 0 in words', () => {
  expect(lines(undefined)).toEqual([
    'maintenance monthly: from 15 d for 8 h, every 30 d, 3 times until 75 d 8 h, on all nodes',
    'maintenance urgent: from 20 d until 20 d 8 h on cpu-0',
    'intervention 1 min 30 s: cpu-1, cpu-2 drained',
    'intervention 1 d 2 h: cpu-3 offline, running jobs are cancelled',
  ]);
});

test('where the trace says when it began, they are dates', () => {
  // 893462400 is 25 April 1998, 00:00 UTC; 15 days later it is 10 May.
  expect(lines({ unixStartTime: 893_462_400 })).toEqual([
    'maintenance monthly: from 1998-05-10 00:00:00 for 8 h, every 30 d, 3 times until 1998-07-09 08:00:00, on all nodes',
    'maintenance urgent: from 1998-05-15 00:00:00 until 1998-05-15 08:00:00 on cpu-0',
    'intervention 1998-04-25 00:01:30: cpu-1, cpu-2 drained',
    'intervention 1998-04-26 02:00:00: cpu-3 offline, running jobs are cancelled',
  ]);
});

test('windows at uneven distances are a line each', () => {
  const windows = [0, 1, 5].map((day) => service(day * D));
  const report = machineReport({ ...CENTRE, windows, interventions: [] }, JOBS, wallClock(undefined));
  expect(report.lines.slice(2).map(({ text }) => text)).toEqual([
    'from 0 s until 8 h on all nodes',
    'from 1 d until 1 d 8 h on all nodes',
    'from 5 d until 5 d 8 h on all nodes',
  ]);
});

test('nodes are told by name, neighbours by the first and the last, and many by their number', () => {
  const { machine } = centreOf([group('cpu', 12, 1)]);
  const names = (...nodes: number[]): string => nodeNames(nodes as NodeId[], machine);
  expect(names(3)).toBe('cpu-3');
  expect(names(0, 1, 2, 6, 7)).toBe('cpu-0 to cpu-2, cpu-6, cpu-7');
  expect(names(0, 2, 4, 6, 8)).toBe('5 nodes');
});

test.each([
  [0, '0 s'],
  [0.25, '0.25 s'],
  [90, '1 min 30 s'],
  [15 * D + 8 * H + 30 * 60, '15 d 8 h 30 min'],
])('%d seconds are exactly %s', (seconds, text) => {
  expect(formatExactly(seconds)).toBe(text);
});

test('what all jobs of a partition may hold, use and be is on its line', () => {
  const { machine } = CENTRE;
  const limits = { jobs: 20, memory: 2048, storage: 4096, submitted: 1000, coreTime: fromSeconds(1.5 * H) };
  const limited = { ...CENTRE, machine: { ...machine, partitions: [{ ...machine.partitions[0]!, limits }] } };
  expect(machineReport(limited, JOBS, wallClock(undefined)).lines[1]?.text).toBe(
    '4 nodes, tier 1, at most 20 jobs at once, at most 2,048 MiB at once, at most 4,096 MiB of storage at once, ' +
      'at most 1,000 jobs waiting or running at once, at most 1.5 core-hours in the whole run',
  );
});
