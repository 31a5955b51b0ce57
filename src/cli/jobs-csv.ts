import { CENTRE_GROUPINGS, namesOf, placeIn } from '../metrics/index.ts';
import { FATES } from '../model/centre-run.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { field } from '../report/tables/csv-field.ts';
import { lastNodes } from '../report/tables/jobs-table.ts';

/**
 * The schedule of a run as CSV lines, in order of arrival; times in seconds on the clock of the trace. On a machine of
 * nodes with more columns; fields are empty where a job never started, never ended, or has no deadline.
 */
export function* jobsCsv(run: FinishedRun): Generator<string> {
  const { jobs, start, end } = run;
  const more = run.centre === undefined ? undefined : lastNodes(run.centre, jobs.length);
  yield `job_id,submit,start,end,procs${more === undefined ? '' : `,name,fate,${CENTRE_GROUPINGS.join()},nodes,deadline,preemptions`}\n`;
  for (let job = 0; job < jobs.length; job++) {
    const times = [jobs.submit, start, end].map((column) => seconds(column[job]!)).join();
    const rest = more === undefined ? '' : `,${centreFields(run, job, more[job] ?? '')}`;
    yield `${jobs.id[job]},${times},${jobs.procs[job]}${rest}\n`;
  }
}

const seconds = (time: number): string => (Number.isNaN(time) ? '' : String(toSeconds(time)));

function centreFields(run: FinishedRun, job: number, nodes: string): string {
  const { centre, fate, deadline, preemptions } = run.centre!;
  const groups = CENTRE_GROUPINGS.map((grouping) => namesOf(grouping, centre)[placeIn(grouping, run, job)] ?? '');
  const fields = [
    run.jobs.asks!.names?.[job] ?? '',
    FATES[fate[job]!]!,
    ...groups,
    nodes,
    seconds(deadline[job]!),
    String(preemptions[job]),
  ];
  return fields.map(field).join();
}
