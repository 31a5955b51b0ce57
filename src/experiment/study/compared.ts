import { compileClaim } from '../claims/claim.ts';
import { claimPolicies } from '../claims/policies.ts';
import type { Experiment } from '../experiment.ts';
import type { Compared, Comparison } from './study.ts';

/**
 * What a study compares at each point, in the order of the policies and the metrics; and then what verdicts in claims are
 * about besides, so that these share the chance of error.
 */
export function comparedIn(
  { to, metrics }: Pick<Comparison, 'to' | 'metrics'>,
  { policies, claims = [] }: Pick<Experiment, 'policies' | 'claims'>,
): Compared[] {
  const others = policies.filter(({ label }) => label !== to);
  const usual = others.flatMap(({ label }) => metrics.map((metric) => ({ policy: label, to, metric })));
  const setting = { policies: claimPolicies(policies), study: true, to, checked: true };
  const asked = claims.flatMap(({ text }) => {
    const claim = compileClaim(text, setting);
    return claim.kind === 'verdict' ? [{ policy: claim.policy, to: claim.to, metric: claim.metric }] : [];
  });
  return [...new Map([...usual, ...asked].map((one) => [JSON.stringify(one), one])).values()];
}
