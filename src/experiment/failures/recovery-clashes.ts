import type { CoordinatorEntry } from '../../failures/coordinator/registry.ts';
import type { RecoveryRules } from '../../failures/coordinator/rules.ts';
import { milliseconds } from '../centre/amounts.ts';
import type { Path, Problem } from '../problem.ts';
import type { LengthText } from './quantities.ts';
import { FACTORS, type RecoveryForm } from './recovery-form.ts';

const AT: Path = ['recovery'];

/** How scenarios call the rules that a coordinator goes by. */
const KEYS: Readonly<Record<keyof RecoveryRules, keyof RecoveryForm>> = {
  retries: 'retries',
  retryLimit: 'retry_limit',
  backoff: 'backoff',
  from: 'from',
  place: 'place',
  keepsPartial: 'keep_partial',
  quarantine: 'quarantine',
  onWarning: 'on_warning',
};

/** What else is there without which some rules mean nothing. */
export interface RecoveryMeans {
  /** Whether jobs take checkpoints. */
  readonly checkpoints: boolean;
  /** Whether anything warns of failures. */
  readonly warnings: boolean;
}

/** A coordinator, as far as clashes regard it. */
type Heeding = Pick<CoordinatorEntry, 'name' | 'heeds'>;

/** What is said in vain, or not said at all: values that are right by themselves and wrong together. */
export function recoveryClashes(form: RecoveryForm, entry: Heeding, means: RecoveryMeans): Problem[] {
  const unheeded = unheededKeys(form, entry);
  if (unheeded.length > 0) return unheeded;
  return [...boundProblems(form, entry), ...vainKeys(form, means), ...growthProblems(form)];
}

function unheededKeys(form: RecoveryForm, { name, heeds }: Heeding): Problem[] {
  const heeded = heeds.map((rule) => KEYS[rule]);
  return Object.values(KEYS)
    .filter((key) => form[key] !== undefined && !heeded.includes(key))
    .map((key) => keyProblem(key, `the coordinator ${name} does not heed it, only ${heeded.join(', ')}; remove it`));
}

function boundProblems({ retries }: RecoveryForm, { heeds }: Heeding): Problem[] {
  if (retries !== undefined || !heeds.includes('retries')) return [];
  return [{ path: AT, message: 'retry without bound: say retries: 3', atKey: true }];
}

function vainKeys(form: RecoveryForm, { checkpoints, warnings }: RecoveryMeans): Problem[] {
  const { from, keep_partial: keeps = false, on_warning: onWarning = 'ignore' } = form;
  const problems: Problem[] = [];
  const none = 'has no effect: jobs take no checkpoints; remove it, or say checkpoints';
  if (from !== undefined && !checkpoints) problems.push(keyProblem('from', none));
  if (keeps !== false && !checkpoints) problems.push(keyProblem('keep_partial', none));
  if (onWarning !== 'ignore' && !warnings)
    problems.push(
      keyProblem('on_warning', 'has no effect: nothing warns of failures; remove it, or say a predictor or a signal'),
    );
  else if (onWarning === 'migrate' && !checkpoints)
    problems.push({
      path: [...AT, 'on_warning'],
      message: 'jobs take no checkpoints with which they could move; say drain',
    });
  if (form.spare_after !== undefined && form.spares === undefined)
    problems.push(keyProblem('spare_after', 'has no effect: there are no spares; remove it, or say spares: 2'));
  return problems;
}

/** What grows by a factor up to a bound: the waits of a job and the quarantines of a node. */
function growthProblems({ backoff, quarantine }: RecoveryForm): Problem[] {
  const problems: Problem[] = [];
  if (backoff !== undefined) problems.push(...growthClashes('backoff', ['first', backoff.first], backoff));
  if (quarantine !== undefined) problems.push(...growthClashes('quarantine', ['for', quarantine.for], quarantine));
  return problems;
}

/** @param least how the first one is called, and how long it is */
function growthClashes(
  key: keyof typeof FACTORS,
  [begin, least]: readonly [string, LengthText],
  { factor = FACTORS[key], most }: { readonly factor?: number | undefined; readonly most?: LengthText | undefined },
): Problem[] {
  if (most === undefined) return [];
  const path = [...AT, key, 'most'];
  if (factor === 1) return [{ path, message: 'has no effect: the factor is 1; remove it', atKey: true }];
  if (milliseconds(most) >= milliseconds(least)) return [];
  return [{ path, message: `is less than the ${least} of ${begin}` }];
}

const keyProblem = (key: keyof RecoveryForm, message: string): Problem => ({
  path: [...AT, key],
  message,
  atKey: true,
});
