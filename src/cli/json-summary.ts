import type { ExperimentResult } from '../experiment/experiment.ts';
import { headline } from '../metrics/headline.ts';

/** The one object that `run --json` prints. Figures are in seconds; null where no job gives a value. */
export function jsonSummary({ workload, runs }: ExperimentResult): object {
  const { skipped, malformed, ledger } = workload;
  const policies = runs.map(({ label, run }) => {
    const { jobs, ...figures } = headline(run);
    return [label, { jobs, skipped, malformed, ...figures, hash: run.hash }] as const;
  });
  return { policies: Object.fromEntries(policies), ledger };
}
