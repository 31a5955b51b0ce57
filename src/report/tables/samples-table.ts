import { states, statesEvery } from '../../metrics/index.ts';
import type { FinishedRun } from '../../model/run.ts';
import type { Duration } from '../../model/time.ts';
import { type Column, orNone, type Row, type Table } from './table.ts';

const COLUMNS: readonly Column[] = [
  { name: 'policy', type: 'text', description: 'The label of the policy.' },
  { name: 'time_ms', type: 'int64', unit: 'ms', description: 'From when on it is so, until the next row.' },
  { name: 'waiting', type: 'int32', unit: 'jobs', description: 'Jobs submitted that have not started.' },
  {
    name: 'asked',
    type: 'double',
    unit: 'processors',
    description: 'What those ask for; cores on a machine of nodes.',
  },
  { name: 'running', type: 'int32', unit: 'jobs', description: 'Jobs that run.' },
  { name: 'used', type: 'double', unit: 'processors', description: 'What those hold; cores on a machine of nodes.' },
  {
    name: 'online',
    type: 'double',
    unit: 'processors',
    description: 'What there is; on a machine of nodes the cores of nodes that are online.',
  },
  {
    name: 'utilization',
    type: 'double',
    unit: 'share of 1',
    optional: true,
    description: 'used / online; none where nothing is online.',
  },
];

/**
 * How a run's machine stood over time.
 *
 * @param every ms from one row to the next; a row for each moment at which anything changed where absent
 */
export function samplesTable(policy: string, run: FinishedRun, every?: Duration): Table {
  return {
    name: 'samples',
    description: 'How the machine stood over time, from the first submission to the last end.',
    columns: COLUMNS,
    rows: sampleRows(policy, run, every),
  };
}

function* sampleRows(policy: string, run: FinishedRun, every: Duration | undefined): Generator<Row> {
  for (const one of every === undefined ? states(run) : statesEvery(run, every)) {
    const { time, waiting, asked, running, used, online } = one;
    yield [policy, time, waiting, asked, running, used, online, orNone(used / online)];
  }
}
