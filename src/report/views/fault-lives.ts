import type { Stretch } from '../../model/centre-run.ts';
import type { IncidentRecord, MoveRecord, OutageRecord } from '../../model/fault-run.ts';
import type { FinishedRun } from '../../model/run.ts';
import { faultStretches } from '../fault-stretches.ts';
import type { Shade } from './shading.ts';

/** What of the faults of a run is drawn. */
export interface FaultLives {
  /** The fault that stopped a stretch, or the move that ended it. */
  readonly stopped: ReadonlyMap<Stretch, IncidentRecord | MoveRecord>;
  /** Nodes that have failed, before that is known and then until they work again, and those in quarantine. */
  readonly shades: readonly Shade[];
}

const NONE: FaultLives = { stopped: new Map(), shades: [] };
const cache = new WeakMap<FinishedRun, FaultLives>();

/** Found once for each run; nothing for one without faults. */
export function faultLives(run: FinishedRun): FaultLives {
  const { centre } = run;
  if (centre?.faults === undefined) return NONE;
  let found = cache.get(run);
  if (found === undefined) {
    const { incidents, moves, outages, quarantines } = centre.faults;
    const places = faultStretches(centre, centre.faults);
    const at = (place: number): Stretch => centre.stretches[place]!;
    found = {
      stopped: new Map<Stretch, IncidentRecord | MoveRecord>([
        ...incidents.map((one, i) => [at(places.incidents[i]!), one] as const),
        ...moves.map((one, i) => [at(places.moves[i]!), one] as const),
      ]),
      shades: [
        ...outageShades(outages),
        ...quarantines.map(({ node, from, until }): Shade => ({ kind: 'quarantine', from, until, nodes: [node] })),
      ].sort((a, b) => a.from - b.from),
    };
    cache.set(run, found);
  }
  return found;
}

/** Nodes that one event brings down for the same time are one shade. */
function outageShades(outages: readonly OutageRecord[]): Shade[] {
  const alike = new Map<string, OutageRecord[]>();
  for (const one of outages) {
    const key = `${one.event} ${one.cause} ${one.from} ${one.known} ${one.until}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].flatMap((same) => {
    const { from, known, until, cause } = same[0]!;
    const nodes = same.map(({ node }) => node).sort((a, b) => a - b);
    const unnoticed: Shade = { kind: 'unnoticed', cause, from, until: known, nodes };
    return [...(known > from ? [unnoticed] : []), { kind: 'down', cause, from: known, until, nodes }];
  });
}
