import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';

/** The schedule of a run as CSV lines, in order of arrival; times in seconds on the clock of the trace. */
export function* jobsCsv({ jobs, start, end }: FinishedRun): Generator<string> {
  yield 'job_id,submit,start,end,procs\n';
  for (let job = 0; job < jobs.length; job++) {
    const times = `${toSeconds(jobs.submit[job]!)},${toSeconds(start[job]!)},${toSeconds(end[job]!)}`;
    yield `${jobs.id[job]},${times},${jobs.procs[job]}\n`;
  }
}
