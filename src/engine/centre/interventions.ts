import type { Centre, Entity, Intervention, Window } from '../../model/centre.ts';
import { entitiesAfter } from '../../model/entitled.ts';
import type { JobId } from '../../model/jobs.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Occupancy } from './occupancy.ts';
import type { Statuses } from './statuses.ts';

/** What an intervention or a window changes in a run. */
export interface Intervened {
  readonly rules: Centre;
  readonly statuses: Statuses;
  readonly occupancy: Occupancy;
  readonly deadline: Float64Array;
  entities: readonly Entity[];
  /** Says that nodes stand otherwise from now on. */
  nodesChanged(nodes: readonly NodeId[]): void;
  /** Stops a running job, protected or not. */
  evict(job: JobId, what: 'requeue' | 'cancel', why: string): void;
  /** A suspended job cannot go on where it was. */
  displace(job: JobId): void;
  /** From now on the policy of this index decides. */
  swapPolicy(index: number): void;
}

export function intervene(run: Intervened, one: Intervention): void {
  if (one.kind === 'nodes') changeNodes(run, one);
  else if (one.kind === 'deadline') run.deadline[one.job] = one.deadline;
  else if (one.kind === 'policy') run.swapPolicy(one.policy);
  else run.entities = entitiesAfter(run.entities, one);
}

function changeNodes(run: Intervened, one: Extract<Intervention, { kind: 'nodes' }>): void {
  run.nodesChanged(run.statuses.set(one.nodes, one.status));
  if (one.status === 'online') return;
  for (const job of run.occupancy.suspendedOn(one.nodes)) run.displace(job);
  if (one.running === 'finish') return;
  for (const job of run.occupancy.runningOn(one.nodes)) run.evict(job, one.running, `its node is ${one.status}`);
}

/** A window begins: whoever still runs there, as only one that has outlived its estimate can, is dealt with. */
export function beginWindow(
  run: Intervened,
  window: Window,
  index: number,
  reservationOf: (job: JobId) => number,
): void {
  if (window.running === 'finish') return;
  for (const job of run.occupancy.runningOn(window.nodes)) {
    if (reservationOf(job) !== index) run.evict(job, window.running, `${window.kind} ${window.name} begins`);
  }
}

export const reservationOver = ({ name }: Window): string => `reservation ${name} has ended`;

/** A reservation ends: those of its jobs that have outlived their estimates go too. */
export function endWindow(run: Intervened, window: Window, index: number, reservationOf: (job: JobId) => number): void {
  if (window.kind !== 'reservation' || window.running === 'finish') return;
  for (const job of run.occupancy.runningOn(window.nodes)) {
    if (reservationOf(job) === index) run.evict(job, 'cancel', reservationOver(window));
  }
}
