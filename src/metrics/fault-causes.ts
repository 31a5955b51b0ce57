import type { IncidentRecord } from '../model/fault-run.ts';
import type { FinishedRun } from '../model/run.ts';
import { MS_PER_HOUR, toSeconds } from '../model/time.ts';
import { mean } from './statistics.ts';
import { submittedInWindow } from './window.ts';

/** What the faults of one cause have cost, or those of all. */
export interface CauseFigures {
  /** How often such a fault stopped a running job. */
  readonly interrupts: number;
  /** Jobs that were given up after one. */
  readonly failed: number;
  /** Time of computing thrown away x nodes that the job held when it was stopped, hours. */
  readonly lost_node_hours: number;
  /** Time from the fault until it was known x these nodes, hours. */
  readonly unnoticed_node_hours: number;
  /** Mean time from the fault until the job ran again, seconds, over those that did; NaN if none has. */
  readonly mean_time_to_recover: number;
}

export const costOf = (incidents: readonly IncidentRecord[]): CauseFigures => ({
  interrupts: incidents.length,
  failed: incidents.filter(({ then }) => then === 'fail').length,
  lost_node_hours: incidents.reduce((lost, one) => lost + one.lost * one.on.length, 0) / MS_PER_HOUR,
  unnoticed_node_hours: incidents.reduce((sum, one) => sum + (one.known - one.struck) * one.on.length, 0) / MS_PER_HOUR,
  mean_time_to_recover: mean(
    incidents.filter(({ again }) => !Number.isNaN(again)).map(({ again, struck }) => toSeconds(again - struck)),
  ),
});

/**
 * Every cause of a job's being stopped by a fault, the one that cost the most first, ties in order of their first; of
 * the jobs submitted in the window, if there is one. None for a run without faults.
 */
export function byFaultCause(run: FinishedRun): (CauseFigures & { readonly cause: string })[] {
  const causes = new Map<string, IncidentRecord[]>();
  for (const one of submittedInWindow(run).centre?.faults?.incidents ?? []) {
    const same = causes.get(one.cause);
    if (same === undefined) causes.set(one.cause, [one]);
    else same.push(one);
  }
  return [...causes]
    .map(([cause, incidents]) => ({ cause, ...costOf(incidents) }))
    .sort((a, b) => b.lost_node_hours - a.lost_node_hours);
}
