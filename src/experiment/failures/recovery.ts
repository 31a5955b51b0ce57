import { COORDINATORS } from '../../failures/coordinator/registry.ts';
import type { Backoff, QuarantineRule, RecoveryRules, Retries } from '../../failures/coordinator/rules.ts';
import type { Coordinator } from '../../model/coordinator.ts';
import { InputError } from '../../model/errors.ts';
import type { Resilience } from '../../model/resilience.ts';
import type { Duration } from '../../model/time.ts';
import type { ModuleCoordinator } from '../../own/coordinator.ts';
import { milliseconds } from '../centre/amounts.ts';
import type { NodesByName } from '../centre/machine.ts';
import type { Problem } from '../problem.ts';
import { refusal } from '../refusal.ts';
import { type Belonging, keepsPartialOf } from './keep-partial.ts';
import { type LengthText, LONGEST_LENGTH } from './quantities.ts';
import { type RecoveryMeans, recoveryClashes } from './recovery-clashes.ts';
import { type BackoffForm, FACTORS, type QuarantineForm, type RecoveryForm } from './recovery-form.ts';
import { sparesOf } from './spares.ts';

/** What recovery depends on beside what is said of it. */
export interface RecoverySetting extends Belonging, RecoveryMeans {
  readonly named: NodesByName;
  /** The user's own, where the form names one; the error with which loading it has ended. */
  readonly coordinator?: ModuleCoordinator | InputError | undefined;
}

/** What is done about what befalls a run. */
export type Recovery = Pick<Resilience, 'coordinator' | 'module' | 'watchdog' | 'spares' | 'spareAfter'>;

/**
 * The recovery that a scenario describes; one that says nothing of it retries without bound, which is refused.
 * @param problems gets what is wrong; what is returned is undefined then, as it is while jobs are not known
 */
export function recoveryOf(form: RecoveryForm, setting: RecoverySetting, problems: Problem[]): Recovery | undefined {
  const before = problems.length;
  const own = setting.coordinator;
  if (own instanceof InputError) {
    problems.push({ path: ['recovery', 'coordinator'], message: own.message });
    return undefined;
  }
  const entry = own ?? namedBy(form);
  problems.push(...recoveryClashes(form, entry, setting));
  const spares = sparesOf(form.spares ?? 0, setting.named, problems);
  const keepsPartial = keepsPartialOf(form.keep_partial ?? false, setting, problems);
  const { jobs } = setting;
  if (problems.length > before || jobs === undefined) return undefined;
  const rules = rulesOf(form, keepsPartial);
  const coordinator = (): Coordinator => entry.create(rules, { jobs, checkpoints: setting.checkpoints });
  // What keeps the user's own from being made is told before anything is simulated.
  const message = own && refusal(coordinator);
  if (message !== undefined) problems.push({ path: ['recovery', 'coordinator'], message });
  return {
    coordinator,
    module: own?.digest,
    spares,
    spareAfter: form.spare_after === undefined ? 0 : milliseconds(form.spare_after),
    watchdog: form.watchdog === undefined ? Number.POSITIVE_INFINITY : milliseconds(form.watchdog),
  };
}

/** A coordinator before it is made for a run. */
type Making = Omit<ModuleCoordinator, 'digest'>;

const namedBy = ({ coordinator }: RecoveryForm): Making =>
  COORDINATORS.find(({ name }) => name === coordinator) ?? COORDINATORS[0]!;

const rulesOf = (form: RecoveryForm, keepsPartial: RecoveryRules['keepsPartial']): RecoveryRules => ({
  retries: retriesOf(form.retries ?? 0),
  retryLimit: form.retry_limit ?? false,
  backoff: backoffOf(form.backoff),
  from: form.from ?? 'checkpoint',
  place: form.place ?? 'order',
  keepsPartial,
  quarantine: form.quarantine && quarantineOf(form.quarantine),
  onWarning: form.on_warning ?? 'ignore',
});

const UNBOUNDED = Number.POSITIVE_INFINITY;

/** Bounded in all, or by both of their kinds. */
const retriesOf = (given: NonNullable<RecoveryForm['retries']>): Retries =>
  typeof given === 'number' ? { all: given, own: UNBOUNDED, nodes: UNBOUNDED } : { all: UNBOUNDED, ...given };

const backoffOf = (given: BackoffForm | undefined): Backoff =>
  given === undefined
    ? { first: 0, factor: 1, most: 0 }
    : { first: milliseconds(given.first), factor: given.factor ?? FACTORS.backoff, most: mostOf(given) };

const quarantineOf = (given: QuarantineForm): QuarantineRule => ({
  failures: given.failures,
  within: milliseconds(given.within),
  lasts: milliseconds(given.for),
  factor: given.factor ?? FACTORS.quarantine,
  most: mostOf(given),
});

/** What grows without limit is never longer than anything that a scenario can say. */
const mostOf = ({ most }: { readonly most?: LengthText | undefined }): Duration =>
  most === undefined ? LONGEST_LENGTH : milliseconds(most);
