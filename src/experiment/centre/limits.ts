import type { Entity } from '../../model/centre.ts';
import type { Limits } from '../../model/machine.ts';
import { CORE_HOUR, MIB_PER_GIB } from '../../model/resources.ts';
import type { Path, Problem } from '../problem.ts';
import type { ClusterForm } from './cluster-form.ts';
import { ancestors } from './entitlements.ts';
import { limitsOf } from './machine.ts';
import type { QosForm } from './rules-form.ts';

/** Limits, and how scenarios call them. */
const KEYS = {
  jobs: 'jobs',
  cores: 'cores',
  memory: 'memory',
  gpus: 'gpus',
  storage: 'storage',
  coreTime: 'core_hours',
  submitted: 'submitted',
} as const satisfies Record<keyof Limits, string>;
const LIMITS = Object.keys(KEYS) as (keyof Limits)[];

/** A limit around others: what may be held within it, and by whom. */
interface Outer {
  readonly limits: Limits;
  readonly whose: string;
}

/** An inner limit over an outer one can never be reached, so one of them is not what was meant. */
function checkWithin(inner: Limits, outer: readonly Outer[], path: Path, problems: Problem[]): void {
  for (const key of LIMITS) {
    const over = outer.find(({ limits }) => (inner[key] ?? 0) > (limits[key] ?? Number.POSITIVE_INFINITY));
    if (over === undefined) continue;
    const [is, most] = [inner[key]!, over.limits[key]!].map((amount) => shown(key, amount));
    problems.push({ path: [...path, KEYS[key]], message: `is ${is}, over the ${most} of ${over.whose}` });
  }
  checkJobs(inner, outer, path, problems);
}

/** More jobs cannot run than may be there at all. */
function checkJobs(own: Limits, outer: readonly Outer[], path: Path, problems: Problem[]): void {
  const all = [{ limits: own, whose: 'these limits' }, ...outer];
  const over = all.find(({ limits }) => (own.jobs ?? 0) > (limits.submitted ?? Number.POSITIVE_INFINITY));
  if (over === undefined) return;
  const message = `is ${own.jobs} running jobs, over the ${over.limits.submitted} submitted ones of ${over.whose}`;
  problems.push({ path: [...path, 'jobs'], message });
}

function shown(key: keyof Limits, amount: number): string {
  if (key === 'memory' || key === 'storage') return `${amount / MIB_PER_GIB} GiB`;
  return String(key === 'coreTime' ? amount / CORE_HOUR : amount);
}

/** What one job may ask for, against what all of them may hold together. */
function checkJob(most: number | undefined, outer: readonly Outer[], path: Path, problems: Problem[]): void {
  const over = outer.find(({ limits }) => (most ?? 0) > (limits.cores ?? Number.POSITIVE_INFINITY));
  if (over === undefined) return;
  problems.push({
    path: [...path, 'max_cores'],
    message: `is ${most} for one job, over the ${over.limits.cores} of ${over.whose}`,
  });
}

/** Limits of partitions and of classes of service that contradict each other. */
export function checkLimits(
  { partitions = {} }: ClusterForm,
  qos: Readonly<Record<string, QosForm>> | undefined,
  problems: Problem[],
): void {
  for (const [name, { max_cores: most, limits }] of Object.entries(partitions)) {
    const outer = [{ limits: limitsOf(limits), whose: 'all its jobs together' }];
    checkJob(most, outer, ['cluster', 'partitions', name], problems);
    checkJobs(limitsOf(limits), [], ['cluster', 'partitions', name, 'limits'], problems);
  }
  for (const [name, { max_cores: most, limits, limits_per_user: perUser }] of Object.entries(qos ?? {})) {
    const all = { limits: limitsOf(limits), whose: 'all its jobs together' };
    const user = { limits: limitsOf(perUser), whose: 'one user' };
    checkJob(most, [all, user], ['qos', name], problems);
    checkJobs(all.limits, [], ['qos', name, 'limits'], problems);
    checkWithin(user.limits, [all], ['qos', name, 'limits_per_user'], problems);
  }
}

/** Limits of accounts and users over those of the accounts that they are a part of, bursts included. */
export function checkBranches(
  entities: readonly Entity[],
  pathOf: (entity: number) => Path,
  problems: Problem[],
): void {
  for (const [row, { limits, burst, name }] of entities.entries()) {
    const outer = ancestors(entities, row).flatMap((above) => {
      const { limits: around, burst: most, name: account } = entities[above]!;
      const bounds = [{ limits: around, whose: `account ${account}` }];
      return most === Number.POSITIVE_INFINITY
        ? bounds
        : [...bounds, { limits: { cores: most }, whose: `account ${account}, its burst` }];
    });
    checkWithin(limits, outer, [...pathOf(row), 'limits'], problems);
    if (burst === Number.POSITIVE_INFINITY) continue;
    const own = { limits: { cores: limits.cores }, whose: `account ${name}` };
    const over = [own, ...outer].find((one) => burst > (one.limits.cores ?? Number.POSITIVE_INFINITY));
    if (over === undefined) continue;
    problems.push({
      path: [...pathOf(row), 'burst'],
      message: `is ${burst} cores, over the ${over.limits.cores} of ${over.whose}`,
    });
  }
}
