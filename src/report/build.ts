import { failuresMet } from '../failures/failures-met.ts';
import {
  availableSeries,
  BOUNDED_SLOWDOWN,
  byCentreGroup,
  byClass,
  byUser,
  type CentreGroupFigures,
  type ClassInterrupts,
  type ClassStep,
  distribution,
  fates,
  faultFigures,
  LENGTHS,
  lastEnd,
  lendingOf,
  lendingSeries,
  MAIN_METRICS,
  METRICS,
  type Metric,
  metricsOf,
  orNull,
  queueSeries,
  SIZES,
  survival,
  userOf,
  utilizationSeries,
  WAIT,
} from '../metrics/index.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { wallClock } from '../model/wall-clock.ts';
import { NEVER_RAN } from './format.ts';
import { machineReport } from './machine-lines.ts';
import type {
  ClassRange,
  Comparison,
  MetricInfo,
  Nullable,
  PolicyReport,
  Report,
  ReportedRun,
  ReportInput,
} from './report.ts';
import { centreOf } from './run-columns.ts';

/** How many users a report lists. */
const TOP_USERS = 20;
/** Slices of a series: about one per four pixels of a chart. */
export const BUCKETS = 160;

/** The main figures alone, for those who want a table and no report. */
export function compare(
  runs: readonly Pick<ReportedRun, 'label' | 'run'>[],
  main: readonly string[] = MAIN_METRICS,
): Comparison {
  const columns = withNeverRan(runs, main);
  const shown = commonMetrics(runs).filter(({ name }) => columns.includes(name) || name === NEVER_RAN);
  return {
    metrics: shown.map(metricInfo),
    main: columns,
    policies: runs.map(({ label, run }) => ({ label, metrics: figures(shown, run) })),
  };
}

/** The main metrics, and how many jobs never ran where any did not: without it the others would mislead. */
function withNeverRan(runs: readonly Pick<ReportedRun, 'run'>[], main: readonly string[]): readonly string[] {
  const some = runs.some(({ run }) => run.centre !== undefined && run.start.some(Number.isNaN));
  return some && !main.includes(NEVER_RAN) ? [...main, NEVER_RAN] : main;
}

/** All runs of an experiment have the same metrics. */
const commonMetrics = ([first]: readonly Pick<ReportedRun, 'run'>[]): readonly Metric[] =>
  first === undefined ? METRICS : metricsOf(first.run);

const figures = (metrics: readonly Metric[], run: FinishedRun): PolicyReport['metrics'] =>
  Object.fromEntries(metrics.map((metric) => [metric.name, orNull(metric.of(run))]));

/** Makes the report of an experiment: the same input gives the same report, key for key and digit for digit. */
export function buildReport(input: ReportInput): Report {
  const { workload } = input;
  const centre = centreOf(input);
  return {
    schema: 1,
    generator: { name: 'makespan', version: input.version },
    question: input.question ?? null,
    command: input.command,
    scenario: sortedKeys(input.scenario),
    workload: {
      name: workload.name,
      procs: workload.procs,
      jobs: workload.jobs.length,
      killed: workload.jobs.killed.reduce((count, killed) => count + killed, 0),
      users: new Set(Array.from(workload.jobs.submit, (_, job) => userOf(workload.jobs, centre, job))).size,
      skipped: workload.skipped,
      malformed: workload.malformed,
      ledger: workload.ledger.map(({ rule, effect, meaning, count, lines }) => ({
        rule,
        effect,
        meaning,
        count,
        lines: [...lines],
      })),
    },
    metrics: commonMetrics(input.runs).map(metricInfo),
    main: [...withNeverRan(input.runs, input.metrics ?? MAIN_METRICS)],
    claims: [...(input.claims ?? [])],
    ...failureLog(input),
    classes: { sizes: SIZES.map(classRange), lengths: LENGTHS.map(classRange) },
    ...(centre !== undefined && { machine: machineReport(centre, workload.jobs, wallClock(workload.origin)) }),
    policies: input.runs.map(policyReport),
  };
}

/** What failed whatever the policy. */
function failureLog({ resilience, runs }: ReportInput): Pick<Report, 'failure_log'> {
  const log = resilience?.log;
  if (log === undefined) return {};
  const done = Math.min(...runs.map(({ run }) => lastEnd(run)));
  const met = { until: toSeconds(done), policies: runs.map(({ run }) => failuresMet(run, done)) };
  return { failure_log: { hash: log.hash, until: toSeconds(log.until), met } };
}

/** All figures of one policy. */
export function policyReport({ label, description, run }: ReportedRun): PolicyReport {
  return {
    label,
    policy: run.policy,
    description,
    hash: run.hash,
    events: run.events,
    decisions: run.decisions,
    metrics: figures(metricsOf(run), run),
    classes: byClass(run).map(withNulls),
    users: byUser(run).slice(0, TOP_USERS).map(withNulls),
    series: { utilization: utilizationSeries(run, BUCKETS), queue_length: queueSeries(run, BUCKETS) },
    distributions: {
      wait: distribution(run, WAIT),
      bounded_slowdown: distribution(run, BOUNDED_SLOWDOWN),
    },
    ...(run.centre !== undefined && {
      groups: {
        account: byCentreGroup(run, 'account').map(withNulls),
        user: mostJobs(byCentreGroup(run, 'user')).map(withNulls),
        partition: byCentreGroup(run, 'partition').map(withNulls),
        qos: byCentreGroup(run, 'qos').map(withNulls),
      },
      fates: fates(run),
    }),
    ...lendingReport(run),
    ...faultReport(run),
  };
}

function faultReport(run: FinishedRun): Pick<PolicyReport, 'faults'> {
  const figures = faultFigures(run);
  const available = availableSeries(run, BUCKETS);
  if (figures === undefined || available === undefined) return {};
  const classes = { ...figures.classes, user: mostHeld(figures.classes.user) };
  return { faults: { ...figures, classes, available, survival: survival(run) } };
}

function lendingReport(run: FinishedRun): Pick<PolicyReport, 'lending'> {
  const lending = lendingOf(run);
  if (lending === undefined) return {};
  const { clients, pairs } = lending;
  return { lending: { clients, pairs, owed: lendingSeries(run, BUCKETS)! } };
}

/** Those who held nodes for longest, in the order of the centre. */
function mostHeld(users: readonly ClassInterrupts[]): ClassInterrupts[] {
  const most = new Set([...users].sort((a, b) => b.held_hours - a.held_hours).slice(0, TOP_USERS));
  return users.filter((one) => most.has(one));
}

/** Those with most jobs of a grouping that may have very many, in the order of the centre. */
function mostJobs(groups: readonly CentreGroupFigures[]): CentreGroupFigures[] {
  const most = new Set([...groups].sort((a, b) => b.jobs - a.jobs).slice(0, TOP_USERS));
  return groups.filter((one) => most.has(one));
}

export const metricInfo = ({ name, label, unit, better, tau, definition, source }: Metric): MetricInfo => ({
  name,
  label,
  unit,
  better,
  tau: tau ?? null,
  definition,
  source,
});

const classRange = ({ name, range }: ClassStep): ClassRange => ({ name, range });

function withNulls<T extends object>(figures: T): Nullable<T> {
  const entries = Object.entries(figures).map(([key, value]) => [
    key,
    typeof value === 'number' ? orNull(value) : value,
  ]);
  return Object.fromEntries(entries) as Nullable<T>;
}

/** The order of keys in a scenario file says nothing, so it must not change the report. */
export function sortedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sortedKeys(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
