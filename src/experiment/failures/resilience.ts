import type { Qos } from '../../model/centre.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { Resilience } from '../../model/resilience.ts';
import type { Entities } from '../centre/entities.ts';
import type { NamedMachine } from '../centre/machine.ts';
import type { Problem } from '../problem.ts';
import { checkpointingOf } from './checkpoints.ts';
import type { CheckpointsForm } from './checkpoints-form.ts';
import type { DetectionForm } from './detection-form.ts';
import { faultModelOf } from './failures.ts';
import type { FailuresForm } from './failures-form.ts';
import { recoveryOf } from './recovery.ts';
import type { RecoveryForm } from './recovery-form.ts';

/** What a scenario says of failures and of what is done about them. */
export interface ResilienceForms {
  readonly failures?: FailuresForm | undefined;
  readonly detection?: DetectionForm | undefined;
  readonly checkpoints?: CheckpointsForm | undefined;
  readonly recovery?: RecoveryForm | undefined;
}

interface Setting {
  readonly named: NamedMachine;
  readonly entities: Entities;
  readonly qos: readonly Qos[];
  /** Undefined while they have not been read. */
  readonly jobs: JobTable | undefined;
  readonly seed: string | number | undefined;
  readonly folder: string;
  /** Whether jobs are ended at their time limits. */
  readonly limited: boolean;
}

/**
 * What befalls a run and what is done about it.
 * @param problems gets what is wrong; what is returned is undefined then, as it is where nothing fails
 */
export function resilienceOf(forms: ResilienceForms, setting: Setting, problems: Problem[]): Resilience | undefined {
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
  const means = { checkpoints: checkpoints !== undefined, warnings: detection?.predictor !== undefined };
  const recovered = recoveryOf(
    recovery ?? (failures === undefined ? NOTHING_FAILS : {}),
    { ...setting, ...means },
    problems,
  );
  if (hangs(forms) && recovery?.watchdog === undefined && !setting.limited)
    problems.push({
      path: ['recovery'],
      message: 'jobs that hang would never end: say watchdog, or options: { overrun: kill }',
      atKey: true,
    });
  if (problems.length > before || recovered === undefined) return undefined;
  return { ...recovered, faults: built?.model ?? NO_FAULTS, limited: setting.limited, checkpoints: checkpointing };
}

/** Checkpoints cost what they cost where nothing fails, too. */
const NO_FAULTS: Resilience['faults'] = { storage: false, script: () => ({ next: () => undefined }) };
const NOTHING_FAILS: RecoveryForm = { coordinator: 'none' };

const hangs = ({ failures }: ResilienceForms): boolean =>
  failures?.jobs?.hang !== undefined || failures?.jobs?.deadlock !== undefined;
