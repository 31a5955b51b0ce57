import { createScheduler } from '../../registry.ts';
import type { PlannedPolicy } from '../experiment.ts';
import type { ClaimPolicy } from './figures.ts';

/** The names by which claims know the policies of an experiment. A policy of the user's own is known by its label. */
export const claimPolicies = (policies: readonly PlannedPolicy[]): ClaimPolicy[] =>
  policies.map(({ label, spec, folder }) => ({
    label,
    name: folder === undefined ? createScheduler(spec).name : label,
  }));
