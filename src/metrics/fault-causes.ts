import type { Stretch } from '../model/centre-run.ts';
import type { IncidentRecord } from '../model/fault-run.ts';
import type { FinishedRun } from '../model/run.ts';
import { type Duration, MS_PER_HOUR, toSeconds } from '../model/time.ts';
import { mean } from './statistics.ts';
import { submittedInWindow } from './window.ts';

/** What the faults of one cause have cost, or those of all. */
export interface CauseFigures {
  /** How often such a fault stopped a running job. */
  readonly interrupts: number;
  /** Jobs that were given up after one. */
  readonly failed: number;
  /** Nodes x time that came to nothing, hours: computing thrown away, and what `undetected_node_hours` says. */
  readonly lost_node_hours: number;
  /** Time from the fault until it was known, or until the job was stopped for another reason before, x its nodes, hours. */
  readonly undetected_node_hours: number;
  /** Mean time from the fault until the job ran again, seconds, over those that did; NaN if none has. */
  readonly mean_time_to_recover: number;
}

/** The cause under which time counts that a job spent on a fault of which nobody knew when it was preempted. */
const PREEMPTED = 'preempted';

/** What came to nothing of one stretch of a job, in nodes x ms. */
interface Loss {
  readonly cause: string;
  readonly thrownAway: Duration;
  readonly undetected: Duration;
  /** The fault that stopped the stretch; none where something else did before anybody knew. */
  readonly incident?: IncidentRecord;
}

/** Everything that faults brought to nothing, by stretch: those that faults stopped first. */
export function losses({ centre }: FinishedRun): Loss[] {
  if (centre?.faults === undefined) return [];
  return [
    ...centre.faults.incidents.map((incident) => ({
      cause: incident.cause,
      thrownAway: incident.lost * incident.on.length,
      undetected: (incident.known - incident.struck) * incident.on.length,
      incident,
    })),
    ...centre.stretches
      .filter((one) => one.ending !== 'fault' && undetectedIn(one) > 0)
      .map((one) => ({
        cause: PREEMPTED,
        thrownAway: 0,
        undetected: undetectedIn(one) * one.allocation.nodes.length,
      })),
  ];
}

/** How long a stretch came no further, until its end: since a fault struck it; 0 if none did. */
export const undetectedIn = ({ spent }: Stretch): Duration => (spent === undefined ? 0 : spent.stuck + spent.dead);

export function costOf(all: readonly Loss[]): CauseFigures {
  const incidents = all.flatMap(({ incident }) => incident ?? []);
  const sum = (of: (loss: Loss) => number): number => all.reduce((total, one) => total + of(one), 0) / MS_PER_HOUR;
  return {
    interrupts: incidents.length,
    failed: incidents.filter(({ then }) => then === 'fail').length,
    lost_node_hours: sum(({ thrownAway, undetected }) => thrownAway + undetected),
    undetected_node_hours: sum(({ undetected }) => undetected),
    mean_time_to_recover: mean(
      incidents.filter(({ again }) => !Number.isNaN(again)).map(({ again, struck }) => toSeconds(again - struck)),
    ),
  };
}

/**
 * Every cause of a job's being stopped by a fault, the one that cost the most first, ties in order of their first; of
 * the jobs submitted in the window, if there is one. `preempted` is that of jobs which something else stopped before
 * anybody knew of a fault. None for a run without faults.
 */
export function byFaultCause(run: FinishedRun): (CauseFigures & { readonly cause: string })[] {
  const causes = new Map<string, Loss[]>();
  for (const one of losses(submittedInWindow(run))) {
    const same = causes.get(one.cause);
    if (same === undefined) causes.set(one.cause, [one]);
    else same.push(one);
  }
  return [...causes]
    .map(([cause, of]) => ({ cause, ...costOf(of) }))
    .sort((a, b) => b.lost_node_hours - a.lost_node_hours);
}
