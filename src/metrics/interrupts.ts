import type { FinishedRun } from '../model/run.ts';
import { MS_PER_HOUR, toSeconds } from '../model/time.ts';
import { CENTRE_GROUPINGS, type CentreGrouping, namesOf, placeIn } from './centre-names.ts';
import { LENGTHS, lengthOf, SIZES, sizeOf } from './classes.ts';
import { orNull } from './headline.ts';
import { ratio } from './metric.ts';
import { submittedInWindow } from './window.ts';

/** By what interrupts are told apart: as other figures are, by width and by length of the job, and by whose it is. */
export type InterruptClass = 'size' | 'length' | CentreGrouping;
export const INTERRUPT_CLASSES: readonly InterruptClass[] = ['size', 'length', ...CENTRE_GROUPINGS];

/** How jobs of one class were interrupted. */
export interface ClassInterrupts {
  /** Of a step of `SIZES` or `LENGTHS`, or of an account, a user, a partition or a QOS. */
  readonly name: string;
  readonly interrupts: number;
  /** Time in which they held nodes, hours. */
  readonly held_hours: number;
  /** Mean time to interrupt: that time / interrupts, seconds; null without any. */
  readonly mtti: number | null;
}

/** Every class of which a job ran, in the order of the classes; of the jobs submitted in the window, if there is one. */
export function interruptsBy(whole: FinishedRun, by: InterruptClass): ClassInterrupts[] {
  const run = submittedInWindow(whole);
  const { centre } = run;
  if (centre?.faults === undefined) return [];
  const held = new Map<number, number>();
  const interrupts = new Map<number, number>();
  for (const { job, start, end } of centre.stretches) {
    const place = placeOf(run, by, job);
    held.set(place, (held.get(place) ?? 0) + end - start);
  }
  for (const { job } of centre.faults.incidents) {
    const place = placeOf(run, by, job);
    interrupts.set(place, (interrupts.get(place) ?? 0) + 1);
  }
  const names = classNames(run, by);
  return [...held]
    .filter(([place]) => place >= 0)
    .sort(([a], [b]) => a - b)
    .map(([place, time]) => {
      const count = interrupts.get(place) ?? 0;
      const mtti = orNull(ratio(toSeconds(time), count));
      return { name: names[place]!, interrupts: count, held_hours: time / MS_PER_HOUR, mtti };
    });
}

/** -1 for the user of a job that is nobody's. */
function placeOf(run: FinishedRun, by: InterruptClass, job: number): number {
  if (by === 'size') return sizeOf(run.jobs, job);
  return by === 'length' ? lengthOf(run.jobs, job) : placeIn(by, run, job);
}

function classNames({ centre }: FinishedRun, by: InterruptClass): readonly string[] {
  if (by === 'size' || by === 'length') return (by === 'size' ? SIZES : LENGTHS).map(({ name }) => name);
  return namesOf(by, centre!.centre);
}
