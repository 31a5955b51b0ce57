import type { AlarmRecord, FaultRun, MoveRecord } from '../model/fault-run.ts';
import { MS_PER_HOUR } from '../model/time.ts';
import type { FaultyCentre } from './fault-time.ts';

/** What alarms were worth: whether nodes failed, and what moving jobs away saved and cost. */
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

/**
 * @param alarms those that count
 * @param centre what faults have done to those jobs that count
 */
export function alarmFigures(alarms: readonly AlarmRecord[], { faults, stretches }: FaultyCentre): AlarmFigures {
  const { moves } = faults;
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
