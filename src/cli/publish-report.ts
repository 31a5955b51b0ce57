import type { ExperimentResult } from '../experiment/experiment.ts';
import { jsonSummary } from './json-summary.ts';
import { EXIT, type Terminal } from './terminal.ts';
import type { Timings } from './timings.ts';

/** Where the report goes, if one is wanted. */
export interface ReportPlan {
  readonly folder: string;
  readonly timings: Timings;
}

export async function publish(
  result: ExperimentResult,
  _report: ReportPlan | undefined,
  json: boolean,
  terminal: Terminal,
): Promise<number> {
  if (json) terminal.out(`${JSON.stringify(jsonSummary(result), null, 2)}\n`);
  return terminal.signal.aborted ? EXIT.interrupted : EXIT.done;
}
