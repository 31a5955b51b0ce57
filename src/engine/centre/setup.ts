import type { JobAsks } from '../../model/asks.ts';
import type { Centre } from '../../model/centre.ts';
import type { Scheduler } from '../../model/scheduler.ts';
import { type Cells, cellsOf } from './cells.ts';
import { Future } from './future.ts';
import { blocksOf, type Suitable, suitable } from './suitable.ts';

/** What a run plans with, made once from the centre and what the jobs ask. */
export interface Setup {
  readonly cells: Cells;
  readonly future: Future;
  /** By shape. */
  readonly suited: readonly Suitable[];
}

export function setUp(centre: Centre, asks: JobAsks, policies: readonly Scheduler[]): Setup {
  const suspends =
    policies.some(({ suspends }) => suspends === true) || centre.qos.some(({ preempted }) => preempted === 'suspend');
  const byNode = policies.some(({ placement }) => placement?.byNode === true);
  const cells = cellsOf(centre, asks.shapes, suspends || byNode);
  const future = new Future(cells, blocksOf(centre, cells));
  return { cells, future, suited: asks.shapes.map((shape, index) => suitable(centre, cells, shape, index)) };
}
