import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { type BuiltCentre, buildCentre } from '../../src/experiment/centre/build.ts';
import type { CentreForm } from '../../src/experiment/centre/centre-form.ts';
import type { Problem } from '../../src/experiment/problem.ts';
import type { Observer } from '../../src/model/facts.ts';
import type { FaultRun } from '../../src/model/fault-run.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { createScheduler, type PolicySpec } from '../../src/registry.ts';

/** What a scenario says, made into a machine with its jobs and its faults; nothing of it may be wrong. */
export function faultyCentre(form: CentreForm, seed: string | number): BuiltCentre {
  const problems: Problem[] = [];
  const built = buildCentre(form, { overrun: 'extend', seed, folder: '.' }, problems);
  if (problems.length > 0) throw new Error(JSON.stringify(problems));
  return built;
}

/** Its run under a policy. */
export const runOf = (
  { centre, jobs, resilience }: BuiltCentre,
  policy: PolicySpec = 'fcfs',
  observers: readonly Observer[] = [],
): FinishedRun => simulateCentre(jobs, centre, [createScheduler(policy)], { observers, resilience });

/** What faults have done to a run. */
export const faultsOf = ({ centre }: FinishedRun): FaultRun => centre!.faults!;
