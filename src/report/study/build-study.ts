import { basename } from 'node:path';
import type { PlanResult, PolicyPlan } from '../../experiment/plan/plan.ts';
import { describePolicy } from '../../experiment/record.ts';
import type { Interval } from '../../experiment/statistics/interval.ts';
import type { ComparisonFigures, PointFigures, PolicyFigures, StudyFigures } from '../../experiment/study/analysis.ts';
import { shown } from '../../experiment/study/axes.ts';
import type { Axis, Study } from '../../experiment/study/study.ts';
import { cutRecord, studyRecord } from '../../experiment/study/study-record.ts';
import { metricInfo, sortedKeys } from '../build.ts';
import { effectWords } from '../effect-words.ts';
import type { MetricInfo } from '../report.ts';
import { quoted } from '../shell-quote.ts';
import type {
  ReportedInterval,
  ReportedPlan,
  StudyComparison,
  StudyEffect,
  StudyPoint,
  StudyPolicy,
  StudyReport,
  StudyReportInput,
} from './study-report.ts';

/** Makes the report of a study: the same input gives the same report, key for key and digit for digit. */
export function studyReport({ version, command, result, workload, plan }: StudyReportInput): StudyReport {
  const { study, figures, claims, looks } = result;
  const { experiment, replications, comparison, axes, sampled } = study;
  const metrics = figures.metrics.map(metricInfo);
  const known = new Map(metrics.map((metric) => [metric.name, metric]));
  const { by } = replications;
  return {
    schema: 1,
    kind: 'study',
    generator: { name: 'makespan', version },
    question: experiment.question ?? null,
    command,
    scenario: sortedKeys(studyRecord(study)),
    workload: {
      name: workload.name,
      procs: workload.procs,
      jobs: workload.jobs.length,
      skipped: workload.skipped,
      malformed: workload.malformed,
      ledger: workload.ledger.map((entry) => ({ ...entry, lines: [...entry.lines] })),
    },
    replications: {
      count: figures.replications,
      by: typeof by === 'string' ? by : by.by,
      looks: looks ?? null,
      most: looks === undefined ? figures.replications : replications.most,
    },
    confidence: figures.confidence,
    compare: {
      to: comparison.to,
      metrics: comparison.metrics.filter((name) => known.has(name)),
      margin: comparison.margin ?? null,
    },
    axes: axes.map((axis) => ({ path: axis.path, values: axis.values.map((value) => shown(axis, value)) })),
    sampled,
    metrics,
    policies: experiment.policies.map((policy) => ({ label: policy.label, description: describePolicy(policy) })),
    claims: [...claims],
    effects: effectsOf(study, figures),
    front: [...figures.front],
    plan: plan === undefined ? null : reportedPlan(plan, study),
    points: figures.points.map((point) => pointReport(point, axes, known)),
  };
}

const reportedPlan = (plan: PlanResult, study: Study): ReportedPlan => ({
  ...plan,
  policies: plan.policies.map((policy) => ({ ...policy, look: lookAt(plan.axis, policy, study) })),
});

/** In a folder of its own, since the report of the plan has the scenario's. */
function lookAt(axis: string, { size, undecided, best }: PolicyPlan, { scenario, experiment }: Study): string {
  const at = size ?? undecided?.size ?? best;
  const out = `reports/${experiment.name}-${String(at).replace(/[^\w.]+/g, '-')}`;
  return ['makespan', 'run', basename(scenario.path), '--at', `${axis}=${at}`, '--out', out].map(quoted).join(' ');
}

function pointReport(
  { point, cuts, policies, comparisons }: PointFigures,
  axes: readonly Axis[],
  known: ReadonlyMap<string, MetricInfo>,
): StudyPoint {
  return {
    index: point.index,
    values: point.values.map((value, i) => shown(axes[i]!, value)),
    cuts: { warmup: cutRecord(cuts.warmup), cooldown: cutRecord(cuts.cooldown) },
    policies: policies.map(policyReport),
    // A metric that no run has a value for is compared in vain.
    comparisons: comparisons
      .filter(({ metric }) => known.has(metric))
      .map((one) => comparisonReport(one, known.get(one.metric)!)),
  };
}

const policyReport = ({ metrics, ...rest }: PolicyFigures): StudyPolicy => ({
  ...rest,
  metrics: Object.fromEntries(Object.entries(metrics).map(([name, interval]) => [name, reported(interval)])),
});

function comparisonReport(comparison: ComparisonFigures, metric: MetricInfo): StudyComparison {
  const { policy, to, difference } = comparison;
  const { value, low, high } = difference;
  const words =
    value === null
      ? `${metric.label} has no value under both ${policy} and ${to}`
      : effectWords({ value, low, high }, { policy, baseline: to, metric });
  return { ...comparison, difference: reported(difference), words };
}

/** The confidence is that of the report. */
const reported = ({ value, low, high, n, missing, method }: Interval): ReportedInterval => ({
  ...{ value, low, high, n, missing, method },
});

const effectsOf = ({ axes }: Study, { effects, metrics }: StudyFigures): StudyEffect[] =>
  effects
    .filter(({ metric }) => metrics.some(({ name }) => name === metric))
    .map(({ policy, metric, sensitivity: { effects: found, rest, missing } }) => ({
      policy,
      metric,
      axes: found.map((effect, i) => ({ axis: axes[i]!.path, ...effect })),
      rest,
      missing,
    }));
