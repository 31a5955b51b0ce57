import { meanInterval } from '../../../src/experiment/statistics/interval.ts';
import { paretoFront } from '../../../src/experiment/statistics/pareto.ts';
import { sensitivity } from '../../../src/experiment/statistics/sensitivity.ts';
import { verdicts } from '../../../src/experiment/statistics/verdict.ts';
import type { StudyFigures } from '../../../src/experiment/study/analysis.ts';
import type { Axis, Point, Study } from '../../../src/experiment/study/study.ts';
import type { StudyClaimResult } from '../../../src/experiment/study/study-claims.ts';
import { METRICS } from '../../../src/metrics/index.ts';
import type { StudyReportInput } from '../../../src/report/study/study-report.ts';
import { INPUT } from '../fixtures.ts';

const CONFIDENCE = 0.95;

/** What a study of invented figures is made of. */
export interface Invented {
  readonly axes: readonly { readonly path: string; readonly values: readonly unknown[] }[];
  readonly policies: readonly string[];
  readonly metrics: readonly string[];
  readonly replications: number;
  /** The figure of a metric in one run; null where it has none. */
  figure(metric: string, policy: number, at: readonly unknown[], replication: number): number | null;
  readonly claims?: readonly StudyClaimResult[];
  /** Runs that never came to rest. */
  saturated?(policy: number, at: readonly unknown[]): number;
}

/** The input of the report of a study whose figures are invented; its statistics are those of real ones. */
export function inventedStudy({
  axes,
  policies,
  metrics,
  replications,
  figure,
  claims = [],
  saturated = () => 0,
}: Invented): StudyReportInput {
  const points = grid(axes.map(({ values }) => values));
  const infos = METRICS.filter(({ name }) => metrics.includes(name));
  const runs = [...Array(replications).keys()];
  const valuesOf = (metric: string, policy: number, { values }: Point): (number | null)[] =>
    runs.map((replication) => figure(metric, policy, values, replication));
  const pairs = policies.slice(1).flatMap((policy) => metrics.map((metric) => ({ policy, to: policies[0]!, metric })));
  const figures: StudyFigures['points'] = points.map((point) => ({
    point,
    cuts: { warmup: { ms: 3_600_000 * (1 + point.index) }, cooldown: { share: 0.1 } },
    policies: policies.map((label, policy) => ({
      label,
      policy: label,
      metrics: Object.fromEntries(
        metrics.map((name) => [name, meanInterval(valuesOf(name, policy, point), CONFIDENCE)]),
      ),
      hashes: runs.map((run) => `${policy}${run}`.padStart(16, '0')),
      jobs: 100 * replications,
      saturated: saturated(policy, point.values),
      empty: 0,
      too_wide: 0,
    })),
    comparisons: verdicts(
      pairs.map(({ policy, metric }) => ({
        better: infos.find(({ name }) => name === metric)!.better,
        values: valuesOf(metric, policies.indexOf(policy), point),
        baseline: valuesOf(metric, 0, point),
      })),
      CONFIDENCE,
    ).map((judgement, i) => ({ ...pairs[i]!, ...judgement })),
  }));
  const all = figures.flatMap(({ point, policies: ones }) => ones.map((one) => ({ point: point.index, one })));
  const front = paretoFront(
    all.map(({ one }) => metrics.map((name) => one.metrics[name]!.value)),
    metrics.map((name) => (infos.find((metric) => metric.name === name)!.better === 'higher' ? 'higher' : 'lower')),
  ).map((i) => ({ point: all[i]!.point, policy: all[i]!.one.label }));
  const effects =
    axes.length === 0
      ? []
      : policies.flatMap((policy, i) =>
          metrics.map((metric) => ({
            policy,
            metric,
            sensitivity: sensitivity(
              figures.map(({ point, policies: ones }) => ({
                at: point.values as (number | string)[],
                value: ones[i]!.metrics[metric]!.value,
              })),
              axes.length,
            ),
          })),
        );
  return {
    version: '1.2.3',
    command: 'makespan run pencil.yaml',
    workload: INPUT.workload,
    result: {
      study: studyOf(axes, policies, metrics, points, replications),
      figures: { replications, confidence: CONFIDENCE, metrics: infos, points: figures, effects, front },
      claims,
    },
  };
}

function grid(values: readonly (readonly unknown[])[]): Point[] {
  let rows: (readonly unknown[])[] = [[]];
  for (const axis of values) rows = rows.flatMap((row) => axis.map((value) => [...row, value]));
  return rows.map((row, index) => ({ index, values: row }));
}

function studyOf(
  axes: Invented['axes'],
  policies: readonly string[],
  metrics: readonly string[],
  points: readonly Point[],
  count: number,
): Study {
  const [to, ...others] = policies as readonly [string, ...string[]];
  const pairs = others.flatMap((policy) => metrics.map((metric) => ({ policy, to, metric })));
  return {
    scenario: { path: 'scenarios/pencil.yaml', text: '', value: {}, error: () => new Error('never') as never },
    experiment: {
      name: 'pencil',
      question: 'Does <overtaking> help | hurt & whom?',
      source: { kind: 'trace', path: '/somewhere/pencil.swf' },
      policies: policies.map((label) => ({ label, spec: 'easy' })),
      options: { profile: 'makespan', pass: 'event', order: 'end-first', overrun: 'kill', estimate: 'raise' } as never,
      seed: 1,
    },
    axes: axes.map((axis): Axis => ({ ...axis, steps: axis.path.split('.') })),
    sampled: false,
    points,
    replications: { count, most: count, by: count > 1 ? 'seeds' : 'none' },
    truncation: { warmup: 'mser-5', cooldown: { share: 0.1 } },
    comparison: { to: policies[0]!, metrics, pairs, margin: undefined, confidence: CONFIDENCE },
  };
}

/**
 * Waits of 3600, 3610, 3590 and 3600 s under easy, so a mean of 3600 s; under sjbf each is 720 s less, +- 10 s. Utilization
 * is the same under both.
 */
export const ONE_POINT: StudyReportInput = inventedStudy({
  axes: [],
  policies: ['easy', 'easy-<sjbf>'],
  metrics: ['mean_wait', 'utilization'],
  replications: 4,
  figure: (metric, policy, _, run) =>
    metric === 'utilization' ? 0.8 : 3600 + [0, 10, -10, 0][run]! - policy * (720 + [10, -10, 10, -10][run]!),
  claims: [
    {
      ...{ id: 'short', text: 'mean(wait) <= 1h', comparator: '<=', value: 3600, target: 3600, unit: 's', met: true },
      ...{
        policy: 'easy',
        not_met_by: [],
        why: null,
        low: 3587,
        high: 3613,
        point: 0,
        not_met_at: [],
        verdict: null,
        missing: 1,
      },
    },
    {
      ...{ id: 'said', text: 'verdict(mean_wait, easy-<sjbf>) = worse', comparator: '=', value: null, target: null },
      ...{ unit: 'verdict', met: false, policy: null, not_met_by: [], why: null, low: null, high: null, point: 0 },
      ...{ not_met_at: [0], verdict: 'better', missing: 0 },
    },
  ],
});

/** Waits grow with the load, less under the others; at the highest load no run of fcfs comes to rest. */
export const SWEEP: StudyReportInput = inventedStudy({
  axes: [{ path: 'workload.lublin.load', values: [0.5, 0.6, 0.7, 0.8, 0.9] }],
  policies: ['fcfs', 'easy', 'easy-sjbf'],
  metrics: ['mean_wait', 'utilization', 'mean_bounded_slowdown'],
  replications: 5,
  figure(metric, policy, [load], run) {
    const scatter = 1 + 0.1 * Math.sin(run * 7 + policy);
    if (metric === 'utilization') return (load as number) * (1 - 0.05 * (2 - policy));
    const wait = (3600 * (load as number) * scatter) / (1.02 - (load as number)) / (1 + policy);
    return metric === 'mean_wait' ? wait : 1 + wait / 600;
  },
  saturated: (policy, [load]) => (policy === 0 && load === 0.9 ? 3 : 0),
});

/** Two axes, one of them of words. */
export const GRID: StudyReportInput = inventedStudy({
  axes: [
    { path: 'cluster.procs', values: [64, 96, 128, 192] },
    { path: 'workload.lublin.load', values: [0.5, 0.7, 0.9] },
  ],
  policies: ['fcfs', 'easy'],
  metrics: ['mean_wait', 'utilization'],
  replications: 3,
  figure: (metric, policy, [procs, load], run) =>
    metric === 'utilization'
      ? ((load as number) * 64) / (procs as number)
      : ((1000 + 50 * run) * (load as number) * 200) / (procs as number) / (1 + policy),
});
