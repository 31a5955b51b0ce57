import { InputError } from '../model/errors.ts';
import type { PolicySpec } from '../registry.ts';
import type { PlannedPolicy } from './experiment.ts';
import { planPolicy } from './policies.ts';
import type { Path, Problem } from './problem.ts';

/** The policies of a scenario as far as they are right, and what is wrong with the others. */
export interface ScenarioPolicies {
  readonly policies: readonly PlannedPolicy[];
  /** Where in the file each of them stands. */
  readonly places: readonly Path[];
  readonly problems: readonly Problem[];
}

/**
 * Plans each entry of a scenario's list of policies: `easy`, `backfill(depth=4)`, `./my-policy.mjs`, or a map with
 * `policy` and its options, or with `command` and perhaps a `timeout`; and perhaps a `label`.
 *
 * @param value the whole scenario, checked or not, so that all that is wrong in a file is told at once
 * @param folder the scenario's own
 */
export const planPolicies = (value: unknown, folder: string): Promise<ScenarioPolicies> =>
  planAll(
    entriesOf(value, 'policies').map((entry, index) => ({ entry, path: ['policies', index] })),
    folder,
  );

/** Plans the policies that interventions put in the place of others, in their order. */
export const planSuccessors = (value: unknown, folder: string): Promise<ScenarioPolicies> =>
  planAll(
    entriesOf(value, 'at').flatMap((entry, index) =>
      typeof entry === 'object' && entry !== null && 'policy' in entry
        ? [{ entry: entry.policy, path: ['at', index, 'policy'] }]
        : [],
    ),
    folder,
  );

/** The list under a key of a scenario; empty where there is none. */
function entriesOf(value: unknown, key: string): readonly unknown[] {
  const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  return Array.isArray(found) ? found : [];
}

async function planAll(
  entries: readonly { readonly entry: unknown; readonly path: Path }[],
  folder: string,
): Promise<ScenarioPolicies> {
  const policies: PlannedPolicy[] = [];
  const places: Path[] = [];
  const problems: Problem[] = [];
  for (const { entry, path } of entries) {
    try {
      policies.push(await planEntry(entry, folder));
      places.push(path);
    } catch (cause) {
      if (!(cause instanceof InputError)) throw cause;
      problems.push({ path, message: cause.message });
    }
  }
  return { policies, places, problems };
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
