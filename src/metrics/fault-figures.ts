import {
  CHECKPOINT_FATES,
  type CheckpointCounts,
  type OutageRecord,
  SPENDING,
  type Spending,
} from '../model/fault-run.ts';
import type { FinishedRun } from '../model/run.ts';
import { MS_PER_HOUR, type Time, toSeconds } from '../model/time.ts';
import { type AlarmFigures, alarmFigures } from './alarm-figures.ts';
import { befell } from './befell.ts';
import { detected } from './detection.ts';
import { downTime } from './down.ts';
import { byFaultCause, type CauseFigures } from './fault-causes.ts';
import { coreTimeSpent, isFaulty } from './fault-time.ts';
import { orNull } from './headline.ts';
import { type ClassInterrupts, INTERRUPT_CLASSES, type InterruptClass, interruptsBy } from './interrupts.ts';
import { oncePerRun } from './once.ts';
import { thoseThatRan } from './ran.ts';
import { Sample } from './sample.ts';
import { mean } from './statistics.ts';
import { span } from './timeline.ts';
import { submittedInWindow } from './window.ts';

/** How lengths of time are spread, seconds; quantile of type 7; null where there are none. */
export interface Spread {
  readonly count: number;
  readonly mean: number | null;
  readonly p95: number | null;
  readonly max: number | null;
}

/** Outages of nodes by one cause. */
export interface OutageFigures {
  readonly cause: string;
  /** In a window 0 where all began before it. Nodes that failed, and events in which they did: a rack that fails is one. */
  readonly outages: number;
  readonly events: number;
  /** Nodes x time within the run, hours; a node in two outages of the cause at once counts once. */
  readonly node_hours: number;
}

/**
 * What faults have cost a run, and what was done about them. In a window, what befell jobs is over the jobs submitted in
 * it, whenever it befell them, and what befell nodes over what began in it, with the time that was within it.
 */
export interface FaultFigures {
  readonly coordinator: string;
  readonly checkpointing: string | null;
  readonly causes: readonly { readonly [K in keyof ByCause]: ByCause[K] extends number ? number | null : ByCause[K] }[];
  /** What the core-hours went into that jobs held: their sum is `held`, but for what jobs computed that are still there. */
  readonly core_hours: Readonly<Record<Spending | 'held', number>>;
  /** From when a node stopped working until that was known, of those of which it was. */
  readonly detect: Spread;
  /** From when a fault struck a job until it ran again, of those that did. */
  readonly recover: Spread;
  /** How jobs were interrupted, by every classification. */
  readonly classes: Readonly<Record<InterruptClass, readonly ClassInterrupts[]>>;
  readonly outages: readonly OutageFigures[];
  readonly done: {
    /** Jobs queued again, to go on from a checkpoint or to begin anew; jobs given up. */
    readonly from_checkpoint: number;
    readonly from_start: number;
    readonly given_up: number;
    /** Jobs moved ahead of a failure, spares that took a place, different nodes that were quarantined. */
    readonly moved: number;
    readonly spares: number;
    readonly quarantined: number;
  };
  readonly checkpoints: Readonly<Record<keyof CheckpointCounts, number>>;
  /** Where anything gave alarms. */
  readonly predictor?: AlarmFigures;
}

type ByCause = CauseFigures & { readonly cause: string };

/** Found once for each run; undefined for one without faults. */
export const faultFigures: (run: FinishedRun) => FaultFigures | undefined = oncePerRun((run) => {
  const jobs = submittedInWindow(run);
  if (!isFaulty(run.centre) || !isFaulty(jobs.centre)) return undefined;
  const { coordinator, checkpointing, incidents, moves, checkpoints } = jobs.centre.faults;
  const { outages, alarms, quarantines, replacements } = run.centre.faults;
  const counts = befell(run);
  const queued = incidents.filter(({ then }) => then === 'requeue');
  const spent = coreTimeSpent(jobs);
  return {
    coordinator,
    checkpointing: checkpointing ?? null,
    causes: byFaultCause(run).map((one) => ({ ...one, mean_time_to_recover: orNull(one.mean_time_to_recover) })),
    core_hours: byName(['held', ...SPENDING], (kind) => spent[kind] / MS_PER_HOUR),
    detect: spread(detected(run).map(({ from, known }) => known - from)),
    recover: spread(incidents.flatMap(({ struck, again }) => (Number.isNaN(again) ? [] : [again - struck]))),
    classes: byName(INTERRUPT_CLASSES, (by) => interruptsBy(run, by)),
    outages: byOutageCause(outages, counts, span(thoseThatRan(run))),
    done: {
      from_checkpoint: queued.filter(({ checkpoint }) => checkpoint > 0).length,
      from_start: queued.filter(({ checkpoint }) => checkpoint === 0).length,
      given_up: incidents.length - queued.length,
      moved: moves.length,
      spares: replacements.filter(counts).length,
      quarantined: new Set(quarantines.filter(counts).map(({ node }) => node)).size,
    },
    checkpoints: byName(CHECKPOINT_FATES, (fate) => checkpoints[fate].reduce((sum, one) => sum + one, 0)),
    ...(alarms.length > 0 && { predictor: alarmFigures(alarms.filter(counts), jobs.centre) }),
  };
});

const byName = <K extends string, V>(names: readonly K[], of: (name: K) => V): Record<K, V> =>
  Object.fromEntries(names.map((name) => [name, of(name)])) as Record<K, V>;

function spread(lengths: readonly number[]): Spread {
  const sample = new Sample(Float64Array.from(lengths, toSeconds));
  return {
    count: lengths.length,
    mean: orNull(mean(sample.ascending)),
    p95: orNull(sample.quantile(0.95)),
    max: orNull(sample.quantile(1)),
  };
}

/** @param counts which of them are counted; of the others only the time is that they were down within the span */
function byOutageCause(
  outages: readonly OutageRecord[],
  counts: (outage: OutageRecord) => boolean,
  { from, to }: { readonly from: Time; readonly to: Time },
): OutageFigures[] {
  return [...new Set(outages.map(({ cause }) => cause))].flatMap((cause) => {
    const own = outages.filter((one) => one.cause === cause);
    const begun = own.filter(counts);
    const down = downTime(own, from, to);
    if (begun.length === 0 && down === 0) return [];
    const events = new Set(begun.map(({ event }) => event)).size;
    return [{ cause, outages: begun.length, events, node_hours: down / MS_PER_HOUR }];
  });
}
