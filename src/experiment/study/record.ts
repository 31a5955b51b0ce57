import { metricsOf, orNull } from '../../metrics/index.ts';
import { measuredJobs, windowed } from '../../metrics/window.ts';
import type { FinishedRun, ObservationWindow } from '../../model/run.ts';
import type { Workload } from '../../model/workload.ts';
import type { RunFigure } from '../claims/figures.ts';
import { type JobsMark, jobsMark, placementsDigest } from '../digest.ts';
import { type SteadyState, steadyState } from './steady-state.ts';

/** What is kept of one run: all that statistics need, and no schedule. JSON, so values without a definition are null. */
export interface RunRecord {
  /** The canonical name of the policy. */
  readonly policy: string;
  /** Of the whole schedule, whatever the window of the figures. */
  readonly hash: string;
  /** Of where every job ran, on nodes. */
  readonly placements: string | null;
  /** Of all jobs that were simulated. */
  readonly submitted: JobsMark;
  /** Jobs of the workload that were left out, since they are wider than the machine. */
  readonly tooWide: number;
  readonly events: number;
  readonly decisions: number;
  /** Jobs that its figures are over. */
  readonly jobs: number;
  /** In the units of the metrics. */
  readonly metrics: Readonly<Record<string, number | null>>;
  /** Parts of claims and targets, by their words, in seconds and per second. */
  readonly figures: Readonly<Record<string, number | null>>;
  /** Whether the queue came to rest, looked at in the whole run. */
  readonly steady: SteadyState;
}

/** What the records of all runs of a workload say of it. */
export interface WorkloadMark extends JobsMark {
  readonly tooWide: number;
}

export function workloadMark({ jobs, ledger }: Pick<Workload, 'jobs' | 'ledger'>): WorkloadMark {
  return { ...jobsMark(jobs), tooWide: ledger.find(({ rule }) => rule === 'skipped-too-wide')?.count ?? 0 };
}

/**
 * @param window of submit times, ms; the whole run unless given
 * @param parts figures that claims take from it
 * @param submitted the mark of its jobs, which all runs of a workload share, and how many it lost as too wide
 */
export function recordOf(
  run: FinishedRun,
  window: ObservationWindow | undefined,
  parts: readonly RunFigure[],
  { tooWide, ...submitted }: WorkloadMark,
): RunRecord {
  const seen = window === undefined ? run : windowed(run, window);
  const figures = parts.map((part) => [part.words, orNull(part.of(seen))] as const);
  return {
    policy: run.policy,
    hash: run.hash,
    placements: placementsDigest(run),
    submitted,
    tooWide,
    events: run.events,
    decisions: run.decisions,
    jobs: measuredJobs(seen).jobs.length,
    metrics: Object.fromEntries(metricsOf(seen).map((metric) => [metric.name, orNull(metric.of(seen))])),
    figures: Object.fromEntries(figures),
    steady: steadyState(run),
  };
}
