import type { FinishedRun } from '../../model/run.ts';
import { FreeUnits } from './free-units.ts';

/** Stretches of neighbouring processors that a job holds from its start to its end; one job may need several. */
export interface Stretches {
  readonly count: number;
  /** The row of the job of each stretch. */
  readonly job: Int32Array;
  /** The first processor, from 0, and the one after the last. */
  readonly from: Int32Array;
  readonly to: Int32Array;
}

/**
 * One way to place the jobs of a run on numbered processors: each job takes the lowest numbers that are free at its
 * start. Processors are interchangeable in the simulation, so any other way would be as true.
 */
export function placeOnMachine(run: FinishedRun): Stretches {
  const { jobs, start, end } = run;
  const order = startOrder(run);
  const ends = order.slice().sort((a, b) => end[a]! - end[b]!);
  const held: [number, number][][] = new Array(jobs.length);
  const machine = new FreeUnits(run.procs);
  const found: number[] = [];
  let ended = 0;
  for (const row of order) {
    // Ends come first: whoever starts at an instant may take what is given up at it.
    for (; ended < ends.length && end[ends[ended]!]! <= start[row]!; ended++) {
      for (const [from, to] of held[ends[ended]!] ?? []) machine.give(from, to);
      held[ends[ended]!] = [];
    }
    held[row] = machine.take(jobs.procs[row]!);
    for (const [from, to] of held[row]) found.push(row, from, to);
    if (end[row] === start[row]) {
      for (const [from, to] of held[row]) machine.give(from, to);
      held[row] = [];
    }
  }
  const count = found.length / 3;
  const column = (offset: number): Int32Array => Int32Array.from({ length: count }, (_, i) => found[i * 3 + offset]!);
  return { count, job: column(0), from: column(1), to: column(2) };
}

/** Rows of the jobs that ran by start; of one instant those without run time first, since the others may only then find room. */
export function startOrder({ jobs, start, end }: FinishedRun): number[] {
  const rows = [...start.keys()].filter((row) => !Number.isNaN(end[row]! - start[row]!));
  const lasts = (row: number): number => (jobs.runtime[row] === 0 ? 0 : 1);
  return rows.sort((a, b) => start[a]! - start[b]! || lasts(a) - lasts(b) || a - b);
}
