import { type FaultRun, type MoveRecord, SPENDING, type Spending } from '../model/fault-run.ts';
import type { FinishedRun } from '../model/run.ts';
import { MS_PER_HOUR, type Time, toSeconds } from '../model/time.ts';
import { detected } from './detection.ts';
import { downTime } from './down.ts';
import { byFaultCause, type CauseFigures } from './fault-causes.ts';
import { coreTimeSpent, type FaultyCentre, isFaulty } from './fault-time.ts';
import { orNull } from './headline.ts';
import { type ClassInterrupts, INTERRUPT_CLASSES, type InterruptClass, interruptsBy } from './interrupts.ts';
import { lastEnd } from './last-end.ts';
import { oncePerRun } from './once.ts';
import { thoseThatRan } from './ran.ts';
import { mean, quantile } from './statistics.ts';
import { span } from './timeline.ts';

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
  /** Nodes that failed, and events in which they did: a rack that fails is one. */
  readonly outages: number;
  readonly events: number;
  /** Nodes x time within the run, hours; a node in two outages of the cause at once counts once. */
  readonly node_hours: number;
}

/** What an alarm was worth: whether nodes failed, and what moving jobs away saved and cost. */
export interface AlarmFigures {
  readonly alarms: number;
  readonly justified: number;
  readonly unjustified: number;
  /** Nodes that took no new jobs for it. */
  readonly drained: number;
  /** Jobs that were saved and moved. */
  readonly moved: number;
  /** Those of them whose node failed before they could have come to their end there. */
  readonly spared: number;
  /** Time in which they were saved, and in which that was read again, x their nodes, hours. */
  readonly cost_node_hours: number;
}

/** What faults have cost a run, and what was done about them. */
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
  readonly checkpoints: Readonly<Record<'written' | 'restored' | 'unreadable' | 'evicted' | 'failed', number>>;
  /** Where anything gave alarms. */
  readonly predictor?: AlarmFigures;
}

type ByCause = CauseFigures & { readonly cause: string };

/** Found once for each run; undefined for one without faults. */
export const faultFigures: (run: FinishedRun) => FaultFigures | undefined = oncePerRun((run) => {
  const { centre } = run;
  if (!isFaulty(centre)) return undefined;
  const { faults } = centre;
  const { coordinator, checkpointing, incidents, alarms, checkpoints } = faults;
  const over = lastEnd(run);
  const queued = incidents.filter(({ then }) => then === 'requeue');
  const count = (column: Int32Array): number => column.reduce((sum, one) => sum + one, 0);
  const spent = coreTimeSpent(run);
  // What is decided about nodes when nobody needs them any more has done nothing.
  const inTime = <T extends { readonly from: Time }>(all: readonly T[]): T[] => all.filter(({ from }) => from <= over);
  return {
    coordinator,
    checkpointing: checkpointing ?? null,
    causes: byFaultCause(run).map((one) => ({ ...one, mean_time_to_recover: orNull(one.mean_time_to_recover) })),
    core_hours: Object.fromEntries(
      (['held', ...SPENDING] as const).map((kind) => [kind, spent[kind] / MS_PER_HOUR]),
    ) as FaultFigures['core_hours'],
    detect: spread(detected(run).map(({ from, known }) => known - from)),
    recover: spread(incidents.flatMap(({ struck, again }) => (Number.isNaN(again) ? [] : [again - struck]))),
    classes: Object.fromEntries(
      INTERRUPT_CLASSES.map((by) => [by, interruptsBy(run, by)]),
    ) as unknown as FaultFigures['classes'],
    outages: byOutageCause(run, faults),
    done: {
      from_checkpoint: queued.filter(({ checkpoint }) => checkpoint > 0).length,
      from_start: queued.filter(({ checkpoint }) => checkpoint === 0).length,
      given_up: incidents.length - queued.length,
      moved: faults.moves.length,
      spares: inTime(faults.replacements).length,
      quarantined: new Set(inTime(faults.quarantines).map(({ node }) => node)).size,
    },
    checkpoints: { ...checkpoints, written: count(checkpoints.written), restored: count(checkpoints.restored) },
    ...(alarms.length > 0 && { predictor: alarmFigures(centre) }),
  };
});

function spread(lengths: readonly number[]): Spread {
  const sorted = Float64Array.from(lengths, toSeconds).sort();
  return {
    count: sorted.length,
    mean: orNull(mean(sorted)),
    p95: orNull(quantile(sorted, 0.95)),
    max: orNull(quantile(sorted, 1)),
  };
}

function byOutageCause(run: FinishedRun, { outages }: FaultRun): OutageFigures[] {
  const { from, to } = span(thoseThatRan(run));
  return [...new Set(outages.map(({ cause }) => cause))].map((cause) => {
    const own = outages.filter((one) => one.cause === cause);
    return {
      cause,
      outages: own.length,
      events: new Set(own.map(({ event }) => event)).size,
      node_hours: downTime(own, from, to) / MS_PER_HOUR,
    };
  });
}

function alarmFigures({ faults, stretches }: FaultyCentre): AlarmFigures {
  const { alarms, moves } = faults;
  const justified = alarms.filter((one) => one.justified).length;
  const reading = readingAfter(stretches);
  const cost = moves.reduce((sum, one) => sum + (one.moved - one.warned) * one.on.length + reading(one), 0);
  return {
    alarms: alarms.length,
    justified,
    unjustified: alarms.length - justified,
    drained: alarms.filter(({ then }) => then !== 'ignore').length,
    moved: moves.length,
    spared: moves.filter((one) => isSpared(one, faults)).length,
    cost_node_hours: cost / MS_PER_HOUR,
  };
}

/** Whether the job would still have computed there when the node failed, had nothing else happened. */
const isSpared = ({ alarm, moved, left }: MoveRecord, { alarms, outages }: FaultRun): boolean =>
  outages.some(({ node, from }) => node === alarms[alarm]!.node && from >= moved && from < moved + left);

/** Nodes x ms in which a job that has moved reads what was saved. */
function readingAfter(stretches: FaultyCentre['stretches']): (move: MoveRecord) => number {
  const starts = new Map(stretches.map((one) => [`${one.job} ${one.start}`, one]));
  return ({ job, again }) => {
    const next = starts.get(`${job} ${again}`);
    return next === undefined ? 0 : (next.spent?.restore ?? 0) * next.allocation.nodes.length;
  };
}
