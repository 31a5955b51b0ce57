import { compileClaim } from '../claims/claim.ts';
import type { RunFigure } from '../claims/figures.ts';
import { claimPolicies } from '../claims/policies.ts';
import type { Experiment } from '../experiment.ts';

/**
 * What the claims of an experiment, and further targets, take from the run of each policy, by label.
 * @throws ClaimError for a claim that cannot be understood
 */
export function partsOf(
  { claims = [], policies }: Pick<Experiment, 'claims' | 'policies'>,
  targets: readonly string[],
): ReadonlyMap<string, readonly RunFigure[]> {
  // Verdicts take nothing from runs by themselves, so that it does not matter with whom policies are compared.
  const setting = { policies: claimPolicies(policies), study: true, to: '', checked: true };
  const found = new Map(policies.map(({ label }) => [label, new Map<string, RunFigure>()]));
  for (const text of [...claims.map((claim) => claim.text), ...targets]) {
    const compiled = compileClaim(text, setting);
    if (compiled.kind === 'verdict') continue;
    for (const { part, label } of [...compiled.left.parts, ...compiled.right.parts]) {
      const meant = label === undefined ? [...found.values()] : [found.get(label)!];
      for (const parts of meant) parts.set(part.words, part);
    }
  }
  return new Map([...found].map(([label, parts]) => [label, [...parts.values()]]));
}
