import type { Stretch } from '../../model/centre-run.ts';
import type { IncidentRecord, MoveRecord } from '../../model/fault-run.ts';
import type { Colors } from './canvas.ts';
import type { Layer } from './gantt-levels.ts';
import { type LifeBar, layerOf } from './life-bars.ts';

/** The parts of the bar of a stretch in which its job did not compute, as far as it is known when that was. */
export interface FaultParts {
  readonly reads: LifeBar[];
  readonly dead: LifeBar[];
}

/** Adds what a stretch has of them: it begins by reading a checkpoint, and a fault may have struck before it was stopped. */
export function addParts(
  parts: FaultParts,
  { start, spent }: Stretch,
  stopped: IncidentRecord | MoveRecord | undefined,
  bar: Omit<LifeBar, 'from' | 'to'>,
): void {
  if (spent !== undefined && spent.restore > 0) parts.reads.push({ ...bar, from: start, to: start + spent.restore });
  if (stopped !== undefined && 'known' in stopped && stopped.known > stopped.struck) {
    parts.dead.push({ ...bar, from: stopped.struck, to: stopped.known });
  }
}

/** They lie over the bars of their stretches. */
export const partLayers = ({ reads, dead }: FaultParts, { hues, ink }: Colors): Layer[] => [
  layerOf(reads, { key: 'reads', color: hues[2]!, strength: 0.95 }),
  layerOf(dead, { key: 'dead', color: ink, strength: 0.9, hatched: true }),
];
