import { InputError } from '../model/errors.ts';
import type { PolicySpec } from '../registry.ts';
import type { PlannedPolicy } from './experiment.ts';
import { planPolicy } from './policies.ts';
import type { Problem } from './problem.ts';

/** The policies of a scenario as far as they are right, and what is wrong with the others. */
export interface ScenarioPolicies {
  readonly policies: readonly PlannedPolicy[];
  readonly problems: readonly Problem[];
}

/**
 * Plans each entry of a scenario's list of policies: `easy`, `backfill(depth=4)`, `./my-policy.mjs`, or a map with
 * `policy` and its options, or with `command` and perhaps a `timeout`; and perhaps a `label`.
 *
 * @param value the whole scenario, checked or not, so that all that is wrong in a file is told at once
 * @param folder the scenario's own
 */
export async function planPolicies(value: unknown, folder: string): Promise<ScenarioPolicies> {
  const entries = typeof value === 'object' && value !== null && 'policies' in value ? value.policies : [];
  const policies: PlannedPolicy[] = [];
  const problems: Problem[] = [];
  for (const [index, entry] of Array.isArray(entries) ? entries.entries() : []) {
    try {
      policies.push(await planEntry(entry, folder));
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      problems.push({ path: ['policies', index], message: cause.message });
    }
  }
  return { policies, problems };
}

/** Plans the policies that interventions put in the place of others, in their order. */
export async function planSuccessors(value: unknown, folder: string): Promise<ScenarioPolicies> {
  const policies: PlannedPolicy[] = [];
  const problems: Problem[] = [];
  const entries = typeof value === 'object' && value !== null && 'at' in value ? value.at : [];
  for (const [index, entry] of Array.isArray(entries) ? entries.entries() : []) {
    if (typeof entry !== 'object' || entry === null || !('policy' in entry)) continue;
    try {
      policies.push(await planEntry(entry.policy, folder));
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      problems.push({ path: ['at', index, 'policy'], message: cause.message });
    }
  }
  return { policies, problems };
}

async function planEntry(value: unknown, folder: string): Promise<PlannedPolicy> {
  if (typeof value === 'string') return planPolicy(value, undefined, folder);
  const isMap = typeof value === 'object' && value !== null;
  if (!isMap || !('command' in value || ('policy' in value && typeof value.policy === 'string'))) {
    throw new InputError("must be a policy's name or a map with the key policy or command");
  }
  const { label, ...spec } = value as { label?: unknown };
  if (label !== undefined && (typeof label !== 'string' || label.trim() === '')) {
    throw new InputError('its label must be a text');
  }
  return planPolicy(spec as PolicySpec, label, folder);
}
