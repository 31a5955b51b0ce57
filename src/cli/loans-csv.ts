import { lendingOf } from '../metrics/index.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { field } from '../report/tables/csv-field.ts';

/**
 * Who owed whom how many cores from when until when, as CSV lines in the order of payment; times in seconds on the clock
 * of the trace. Of a run in which nobody is guaranteed anything the head alone.
 */
export function* loansCsv(run: FinishedRun): Generator<string> {
  yield 'borrower,lender,cores,since,until\n';
  for (const { borrower, lender, cores, since, until } of lendingOf(run)?.loans ?? []) {
    const names = [borrower, lender].map((client) => field(run.centre!.centre.entities[client]!.name));
    yield `${names.join()},${cores},${toSeconds(since)},${toSeconds(until)}\n`;
  }
}
