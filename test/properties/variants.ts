import type { Simultaneity } from '../../src/model/scheduler.ts';
import type { WorkloadRules } from '../../src/model/workload.ts';
import { createScheduler, PROFILES } from '../../src/registry.ts';
import { COUNTING } from '../counting.ts';

/** The rules of one run. */
export interface Setting extends Pick<WorkloadRules, 'overrun' | 'estimate'> {
  readonly name: string;
  readonly simultaneity: Simultaneity;
}

/** Every profile with either overrun rule; with perfect estimates nothing overruns, so there the two are one. */
export const SETTINGS: readonly Setting[] = PROFILES.flatMap((simultaneity) =>
  (['kill', 'extend'] as const)
    .filter((overrun) => overrun === 'kill' || simultaneity.estimate === 'requested')
    .map((overrun) => ({
      name: `${simultaneity.name}, ${overrun}`,
      simultaneity,
      overrun,
      estimate: simultaneity.estimate,
    })),
);

/** The rules of this project's own semantics. */
export const PLAIN: Setting = SETTINGS[0]!;

/** The settings under which a policy is defined. */
export const settingsOf = (spec: string): readonly Setting[] =>
  createScheduler(spec).needsKill ? SETTINGS.filter(({ overrun }) => overrun === 'kill') : SETTINGS;

const ORDER_NAMES = COUNTING.filter(({ options }) => options.some(({ name }) => name === 'depth'))
  .map(({ name }) => name)
  .filter((name) => name !== 'backfill');

/**
 * Every policy that needs no nodes, as it is by default, every order at every kind of depth, and scans in another order, static
 * and varying. Policies that are added to the registry are in this list by themselves.
 */
export const SPECS: readonly string[] = [
  ...new Set(
    [
      ...COUNTING.map(({ name }) => name),
      ...ORDER_NAMES.flatMap((order) => ['none', '0', '1', '2', 'all'].map((depth) => `${order}(depth=${depth})`)),
      ...ORDER_NAMES.map((scan) => `backfill(scan=${scan})`),
      ...ORDER_NAMES.map((order) => `backfill(depth=3,order=${order},scan=sjf)`),
      ...ORDER_NAMES.map((order) => `backfill(depth=1,order=${order},scan=lxf)`),
      ...['fcfs', 'sjf', 'lxf'].flatMap((order) => [
        `${order}(predict=recent)`,
        `${order}(depth=1,scan=saf,predict=recent)`,
        `${order}(depth=3,predict=recent)`,
      ]),
      ...['0', '2'].flatMap((factor) => [`relaxed(omega=${factor})`, `slack(factor=${factor})`]),
    ].map((spec) => createScheduler(spec).name),
  ),
];
