import type { StudyResult } from '../../experiment/study/run-study.ts';
import type { Column, Row, Table } from './table.ts';

/**
 * Every run of a study: where it is on the axes, which replication and policy it is, and each metric. Numbers of an
 * axis are numbers; an axis with anything else is written as JSON.
 */
export function runsTable({ study, figures, runs }: Pick<StudyResult, 'study' | 'figures' | 'runs'>): Table {
  const { axes, experiment } = study;
  const numeric = axes.map(({ values }) => values.every((value) => typeof value === 'number'));
  const columns: Column[] = [
    { name: 'point', type: 'int32', description: 'number of the point of the axes, from 0' },
    ...axes.map(
      ({ path }, i): Column => ({
        name: `axis.${path}`,
        type: numeric[i] ? 'double' : 'text',
        description: `value of ${path}${numeric[i] ? '' : ', as JSON'}`,
      }),
    ),
    { name: 'replication', type: 'int32', description: 'number of the replication, from 1' },
    { name: 'policy', type: 'text', description: 'label of the policy' },
    { name: 'policy_name', type: 'text', description: 'canonical name of the policy, with options' },
    { name: 'hash', type: 'text', description: 'of the schedule; equal hashes mean equal schedules' },
    { name: 'jobs', type: 'int32', unit: 'jobs', description: 'jobs that the figures are over' },
    { name: 'saturated', type: 'boolean', description: 'whether the queue grew to the end' },
    ...figures.metrics.map(
      ({ name, unit, definition }): Column => ({ name, type: 'double', unit, optional: true, description: definition }),
    ),
  ];
  const name = 'runs';
  return { name, description: 'every run of a study', columns, rows: rowsOf() };

  function* rowsOf(): Generator<Row> {
    for (const { point } of figures.points) {
      const at = point.values.map((value, i) => (numeric[i] ? (value as number) : JSON.stringify(value)));
      for (let replication = 0; replication < figures.replications; replication++) {
        for (const [policy, { label }] of experiment.policies.entries()) {
          const { policy: full, hash, jobs, steady, metrics } = runs.record(point, replication, policy);
          const values = figures.metrics.map((metric) => metrics[metric.name] ?? null);
          yield [point.index, ...at, replication + 1, label, full, hash, jobs, steady.saturated, ...values];
        }
      }
    }
  }
}
