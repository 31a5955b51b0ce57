import type { ClaimResult } from '../experiment/claims/evaluate.ts';
import type { ExperimentResult } from '../experiment/experiment.ts';
import { headline } from '../metrics/headline.ts';

/** The one object that `run --json` prints. Figures are in seconds; null where no job gives a value. */
export function jsonSummary({ experiment, workload, runs }: ExperimentResult, claims: readonly ClaimResult[]): object {
  const { skipped, malformed, ledger } = workload;
  const policies = runs.map(({ label, run }) => {
    const { jobs, ...figures } = headline(run);
    return [label, { jobs, skipped, malformed, ...figures, hash: run.hash }] as const;
  });
  return { policies: Object.fromEntries(policies), ledger, ...(experiment.claims !== undefined && { claims }) };
}
