import { resolve } from 'node:path';
import * as z from 'zod';
import type { Centre } from '../../model/centre.ts';
import { InputError } from '../../model/errors.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { Resilience } from '../../model/resilience.ts';
import { entitiesIn } from '../centre/entities.ts';
import { nodesByName } from '../centre/machine.ts';
import { problemsOf } from '../issues.ts';
import type { Problem } from '../problem.ts';
import { checkpointsForm } from './checkpoints-form.ts';
import { detectionForm } from './detection-form.ts';
import { failuresForm } from './failures-form.ts';
import { loadedCoordinator } from './own-coordinator.ts';
import { recoveryForm } from './recovery-form.ts';
import { type ResilienceSetting, resilienceOf } from './resilience.ts';
import type { ResilienceForms, ResilienceRecord } from './resilience-form.ts';

/** The run that it befell. */
export interface RecordedRun extends Pick<ResilienceSetting, 'seed' | 'folder' | 'limited'> {
  readonly centre: Centre;
  readonly jobs: JobTable;
}

const FORMS: z.ZodType<ResilienceForms> = z.strictObject({
  failures: failuresForm,
  detection: detectionForm,
  checkpoints: checkpointsForm,
  recovery: recoveryForm,
});

/**
 * What befell a run, made again from its record.
 * @throws InputError if it cannot be made: the failure trace or the coordinator is gone or has changed, or the record is damaged
 */
export async function resilienceAgain(
  { forms, trace, module }: ResilienceRecord,
  run: RecordedRun,
): Promise<Resilience> {
  const { centre, ...rest } = run;
  const parsed = FORMS.safeParse(forms);
  if (!parsed.success) throw impossible(problemsOf(parsed.error, FORMS, forms));
  const problems: Problem[] = [];
  const named = nodesByName(centre.machine, problems);
  const { recovery } = parsed.data;
  const coordinator = await loadedCoordinator(recovery, run.folder);
  const setting = { ...rest, named, entities: entitiesIn(centre.entities), qos: centre.qos, coordinator };
  const resilience = resilienceOf(parsed.data, setting, problems);
  if (resilience === undefined || problems.length > 0) throw impossible(problems);
  if (resilience.trace !== trace) {
    const { trace: given } = parsed.data.failures!;
    const file = typeof given === 'string' ? given : given!.file;
    throw impossible([{ path: ['failures', 'trace'], message: `${resolve(run.folder, file)} has changed since` }]);
  }
  if (resilience.module !== module) {
    const path = resolve(run.folder, recovery!.coordinator!);
    throw impossible([{ path: ['recovery', 'coordinator'], message: `${path} has changed since` }]);
  }
  return resilience;
}

function impossible(problems: readonly Problem[]): InputError {
  const [first] = problems;
  const what = first === undefined ? 'the record says nothing of it' : `${first.path.join('.')}: ${first.message}`;
  return new InputError(`what befell the run cannot be made again, so it cannot be simulated again: ${what}`);
}
