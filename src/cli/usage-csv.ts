import { fairShareHistory } from '../experiment/fair-share-history.ts';
import { thoseThatRan } from '../metrics/index.ts';
import { span } from '../metrics/timeline.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { field } from '../report/tables/csv-field.ts';

/** Lengths between the moments of the file: as many as the slices of a report's charts. */
const SLICES = 160;

/**
 * Usage and fair-share factors of every account and user as CSV lines, at equal distances from the first submission to
 * the last end of a run on a machine of nodes; times in seconds on the clock of the trace.
 */
export function* usageCsv(run: FinishedRun): Generator<string> {
  const { centre } = run;
  if (centre === undefined) throw new Error('usage is of accounts, which a machine of processors does not have');
  const { entities } = centre.centre;
  const { from, length } = span(thoseThatRan(run));
  const times = Array.from({ length: SLICES + 1 }, (_, i) => from + Math.round((length * i) / SLICES));
  yield 'time,account,user,shares,usage_core_hours,fair_share,fair_tree\n';
  for (const { at, entity, shares, usage, classic, fairTree } of fairShareHistory({ ...run, centre }, times)) {
    const { name, kind, parent } = entities[entity]!;
    const who = kind === 'user' && parent >= 0 ? [entities[parent]!.name, name] : [name, ''];
    const figures = [shares, usage / 3_600_000, classic, Number.isNaN(fairTree) ? '' : fairTree];
    yield `${[toSeconds(at), ...who.map(field), ...figures].join()}\n`;
  }
}
