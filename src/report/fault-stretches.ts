import type { CentreRun, Stretch } from '../model/centre-run.ts';
import type { FaultRun, IncidentRecord, MoveRecord } from '../model/fault-run.ts';

/** Where among the stretches of a run those are that a fault, or a move ahead of one, has ended. */
export interface FaultStretches {
  /** By place in `FaultRun.incidents`. */
  readonly incidents: readonly number[];
  /** By place in `FaultRun.moves`. */
  readonly moves: readonly number[];
}

/**
 * Finds the stretch of each incident and move: that of its job with its beginning, its end and its nodes.
 * @throws Error if there is none, as can only be where a run has been put together by hand
 */
export function faultStretches({ stretches }: Pick<CentreRun, 'stretches'>, faults: FaultRun): FaultStretches {
  const left = new Map<number, number[]>();
  for (const [place, { job, ending }] of stretches.entries()) {
    if (ending !== 'fault') continue;
    const own = left.get(job);
    if (own === undefined) left.set(job, [place]);
    else own.push(place);
  }
  const find = (one: IncidentRecord | MoveRecord): number => {
    const own = left.get(one.job) ?? [];
    const end = 'moved' in one ? one.moved : one.known;
    const at = own.findIndex((place) => isThat(stretches[place]!, one.since, end, one.on));
    if (at < 0) throw new Error(`no stretch of row ${one.job + 1} ends with its fault at ${end} ms`);
    return own.splice(at, 1)[0]!;
  };
  return { incidents: faults.incidents.map(find), moves: faults.moves.map(find) };
}

const isThat = ({ start, end, allocation: { nodes } }: Stretch, since: number, until: number, on: readonly number[]) =>
  start === since && end === until && (nodes === on || nodes.every((node, i) => node === on[i]));
