import { COORDINATORS } from '../../failures/coordinator/registry.ts';
import type { Problem } from '../problem.ts';
import { checkpointClashes } from './checkpoints-clashes.ts';
import { failureClashes } from './failures-clashes.ts';
import { coordinatorModule } from './own-coordinator.ts';
import { recoveryClashes } from './recovery-clashes.ts';
import { storeProblems, unansweredProblems, vainProblems } from './resilience-clashes.ts';
import type { ResilienceForms } from './resilience-form.ts';

type Key = keyof ResilienceForms;

/**
 * What is wrong between those of the forms that are right by themselves.
 * @param forms those that are right
 * @param wrong the keys of the others
 */
export function clashesBetween(
  forms: ResilienceForms & { readonly seed?: string | number | undefined },
  wrong: ReadonlySet<string>,
): Problem[] {
  const { failures, detection, checkpoints, recovery } = forms;
  const said = (key: Key): boolean => forms[key] !== undefined || wrong.has(key);
  const right = (...keys: readonly Key[]): boolean => keys.every((key) => !wrong.has(key));
  const problems = [...vainProblems(said), ...unansweredProblems(said)];
  // A seed that is wrong is there, whatever it is.
  const seed = wrong.has('seed') ? 1 : forms.seed;
  if (failures !== undefined && right('detection')) problems.push(...failureClashes(failures, detection, seed));
  if (checkpoints !== undefined) problems.push(...checkpointClashes(checkpoints));
  if (right('checkpoints')) problems.push(...storeProblems(forms));
  if (recovery === undefined || coordinatorModule(recovery) !== undefined) return problems;
  const entry = COORDINATORS.find(({ name }) => name === recovery.coordinator) ?? COORDINATORS[0]!;
  // What could warn or be saved may be in what is wrong.
  const warnings = !right('detection') || (detection?.predictor ?? detection?.signal) !== undefined;
  return [...problems, ...recoveryClashes(recovery, entry, { checkpoints: said('checkpoints'), warnings })];
}
