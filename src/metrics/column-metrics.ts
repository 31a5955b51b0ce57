import { measures } from './measures.ts';
import type { Better, Column, Metric } from './metric.ts';
import type { Statistic } from './statistics.ts';

/** One metric per statistic of a column, such as `p95_wait`. */
export function columnMetrics(column: Column, better: Better, statistics: readonly Statistic[]): Metric[] {
  const tau = column.tau === undefined ? {} : { tau: column.tau };
  return statistics.map((statistic) => ({
    name: `${statistic.name}_${column.name}`,
    label: `${statistic.label} ${column.label}`,
    unit: column.unit,
    better,
    over: 'jobs',
    skewed: statistic.skewed,
    range: statistic.range(column.range),
    definition: `${statistic.definition} ${column.definition}.`,
    source: column.source,
    ...tau,
    of: (run) => statistic.of(measures(run).sample(column)),
  }));
}
