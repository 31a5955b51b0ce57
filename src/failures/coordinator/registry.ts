import type { Coordinator } from '../../model/coordinator.ts';
import type { RecoveryRules } from './rules.ts';
import { none, standard } from './standard.ts';

/** A coordinator that can be chosen by name. */
export interface CoordinatorEntry {
  readonly name: string;
  readonly summary: string;
  /** Which rules it goes by; the others are of no use with it. */
  readonly heeds: readonly (keyof RecoveryRules)[];
  create(rules: RecoveryRules): Coordinator;
}

/** Every coordinator that a scenario can name; the first unless it names one. */
export const COORDINATORS: readonly CoordinatorEntry[] = [
  {
    name: 'standard',
    summary: 'retries jobs up to a bound, keeps nodes that fail repeatedly out of use, and heeds warnings as told',
    heeds: ['retries', 'retryLimit', 'backoff', 'from', 'place', 'keepsPartial', 'quarantine', 'onWarning'],
    create: standard,
  },
  {
    name: 'none',
    summary: 'gives up every job that a fault stops, and uses nodes as soon as they are repaired',
    heeds: ['keepsPartial'],
    create: none,
  },
];
