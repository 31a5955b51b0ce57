import pc from 'picocolors';
import { expect, test } from 'vitest';
import { renderCentre } from '../../src/report/centre-terminal.ts';
import { CENTRE_INPUT } from './centre-fixtures.ts';

const tables = (width: number): string[] =>
  renderCentre(CENTRE_INPUT.runs, { width, unicode: false, colors: pc.createColors(false) });

/**
 * Under fcfs `a` waits 0 s, `bad` 40 s and `b` 0 s, and physics holds 205 of 405 core-seconds (see centre.test.ts). Under
 * sjf the shorter `b` gets node 0; `a` is on node 1 until that breaks at 20 s, and `bad` starts when `b` ends, at 30 s,
 * 20 s late. `wide` and `after` never run. There is one partition, so it has no table.
 */
test('the terminal shows how accounts and QOS fared, a line per policy', () => {
  expect(tables(80).map((table) => table.split('\n'))).toEqual([
    [
      'Mean wait by account, s',
      '+--------+---------+-----------+',
      '| policy | physics | chemistry |',
      '|        |  3 jobs |    2 jobs |',
      '+--------+---------+-----------+',
      '| fcfs   |   20.0  |        0  |',
      '| sjf    |   10.0* |        0  |',
      '+--------+---------+-----------+',
    ],
    [
      'Part of all core-hours by account, %',
      '+-------------+---------+-----------+',
      '| policy      | physics | chemistry |',
      '+-------------+---------+-----------+',
      '| entitled to |    75.0 |      25.0 |',
      '| fcfs        |    50.6 |      49.4 |',
      '| sjf         |    70.4 |      29.6 |',
      '+-------------+---------+-----------+',
    ],
    [
      'Mean wait by QOS, s',
      '+--------+--------+------------+',
      '| policy | normal | long, calm |',
      '|        | 4 jobs |      1 job |',
      '+--------+--------+------------+',
      '| fcfs   |  13.3  |         -  |',
      '| sjf    |  6.67* |         -  |',
      '+--------+--------+------------+',
    ],
  ]);
});

test('where it is narrow the tables go on below themselves, and no figure is left out', () => {
  expect(tables(24)[1]!.split('\n')).toEqual([
    ...['Part of all core-hours', 'by account, %'],
    ...['policy       physics', 'entitled to     75.0', 'fcfs            50.6', 'sjf             70.4', ''],
    ...['policy       chemistry', 'entitled to       25.0', 'fcfs              49.4', 'sjf               29.6'],
  ]);
  const [narrowest] = tables(12);
  expect(narrowest).toContain('  physics:\n    10.0*');
  for (const line of tables(12).join('\n').split('\n')) expect(line.length).toBeLessThanOrEqual(12);
});
