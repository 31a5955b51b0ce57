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
  if (failures === undefined) {
    for (const key of ['detection', 'recovery'] as const)
      if (forms[key] !== undefined)
        problems.push({ path: [key], message: 'has no effect: nothing fails; say failures', atKey: true });
    if (checkpoints === undefined) return undefined;
  }
  const built = faultModelOf({ failures, detection }, setting, problems);
  const checkpointing = checkpoints && checkpointingOf(checkpoints, { ...setting, mtbf: built?.mtbf }, problems);
  problems.push(...storeProblems(forms));
  const means = {
    checkpoints: checkpoints !== undefined,
    warnings: (detection?.predictor ?? detection?.signal) !== undefined,
  };
  if (failures !== undefined && recovery === undefined)
    problems.push({
      path: ['failures'],
      message: 'nothing says what becomes of jobs, and retry without bound is refused: say recovery: { retries: 3 }',
      atKey: true,
    });
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

/** Faults of a store to which nothing is written would befall nobody. */
function storeProblems({ failures, checkpoints }: ResilienceForms): Problem[] {
  if (failures?.storage === undefined) return [];
  const found = (message: string): Problem[] => [{ path: ['failures', 'storage'], message, atKey: true }];
  if (checkpoints === undefined)
    return found('has no effect: jobs take no checkpoints; say checkpoints: { interval: 1h, write: 5min }');
  const { levels = { shared: {} } } = checkpoints;
  return levels.shared === undefined
    ? found('has no effect: no checkpoint goes to the store; give checkpoints.levels shared')
    : [];
}

const hangs = ({ failures }: ResilienceForms): boolean =>
  failures?.jobs?.hang !== undefined || failures?.jobs?.deadlock !== undefined;
