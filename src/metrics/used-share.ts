import type { CentreRun } from '../model/centre-run.ts';
import type { FinishedRun } from '../model/run.ts';
import { heldArea } from './held.ts';
import { ratio } from './metric.ts';
import { onlineArea } from './online.ts';
import { thoseThatRan } from './ran.ts';
import { span } from './timeline.ts';

/**
 * What all stretches of a run held of a resource, those included whose work was lost and those of jobs that never came
 * to an end, by what was online, from the first submission to the last end; at most 1.
 */
export function usedShare(run: FinishedRun, centre: CentreRun, resource: number): number {
  const { from, to } = span(thoseThatRan(run));
  return ratio(heldArea(run, resource, from, to), onlineArea(centre, resource, from, to));
}
