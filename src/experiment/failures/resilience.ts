import type { Qos } from '../../model/centre.ts';
import type { InputError } from '../../model/errors.ts';
import type { Resilience } from '../../model/resilience.ts';
import type { ModuleCoordinator } from '../../own/coordinator.ts';
import type { Problem } from '../problem.ts';
import { checkpointingOf } from './checkpoints.ts';
import type { FailureSetting } from './failure-setting.ts';
import { faultModelOf } from './failures.ts';
import { recoveryOf } from './recovery.ts';
import type { RecoveryForm } from './recovery-form.ts';
import { storeProblems, unansweredProblems, vainProblems } from './resilience-clashes.ts';
import type { ResilienceForms } from './resilience-form.ts';

/** What they depend on beside. */
export interface ResilienceSetting extends FailureSetting {
  readonly qos: readonly Qos[];
  /** The user's own, where the forms name one; the error with which loading it has ended. */
  readonly coordinator?: ModuleCoordinator | InputError | undefined;
  /** Whether jobs are ended at their time limits. */
  readonly limited: boolean;
}

/**
 * What befalls a run and what is done about it.
 * @param problems gets what is wrong; what is returned is undefined then, as it is where nothing fails
 */
export function resilienceOf(
  forms: ResilienceForms,
  setting: ResilienceSetting,
  problems: Problem[],
): Resilience | undefined {
  const { failures, detection, checkpoints, recovery } = forms;
  const before = problems.length;
  const said = (key: keyof ResilienceForms): boolean => forms[key] !== undefined;
  problems.push(...vainProblems(said), ...unansweredProblems(said));
  if (failures === undefined && checkpoints === undefined) return undefined;
  const built = faultModelOf({ failures, detection }, setting, problems);
  const checkpointing = checkpoints && checkpointingOf(checkpoints, { ...setting, mtbf: built?.mtbf }, problems);
  problems.push(...storeProblems(forms));
  const means = {
    checkpoints: checkpoints !== undefined,
    warnings: (detection?.predictor ?? detection?.signal) !== undefined,
  };
  const recovered = recoveryOf(recovery ?? NOTHING_SAID, { ...setting, ...means }, problems);
  if (hangs(forms) && recovery?.watchdog === undefined && !setting.limited)
    problems.push({
      path: ['recovery'],
      message: 'jobs that hang would never end: say watchdog, or options: { overrun: kill }',
      atKey: true,
    });
  if (problems.length > before || recovered === undefined) return undefined;
  const faults = built?.model ?? NO_FAULTS;
  return { ...recovered, faults, limited: setting.limited, checkpoints: checkpointing, trace: built?.trace };
}

/** Checkpoints cost what they cost where nothing fails, too. */
const NO_FAULTS: Resilience['faults'] = { storage: false, script: () => ({ next: () => undefined }) };
const NOTHING_SAID: RecoveryForm = { coordinator: 'none' };

const hangs = ({ failures }: ResilienceForms): boolean =>
  failures?.jobs?.hang !== undefined || failures?.jobs?.deadlock !== undefined;
