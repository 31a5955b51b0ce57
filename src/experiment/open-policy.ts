import { InputError } from '../model/errors.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { readCommand } from '../own/command-spec.ts';
import { isCommand } from '../registry.ts';
import type { PlannedPolicy, RunOptions } from './experiment.ts';
import { loadScheduler, needsKillProblem } from './policies.ts';

/** A policy that is ready for one run. */
export interface OpenPolicy {
  readonly scheduler: Scheduler;
  /**
   * Lets go of what it holds; a program at the other end of a pipe ends.
   * @param inGoodOrder whether the run has ended, so that the program is told and may take its leave
   */
  close(inGoodOrder: boolean): Promise<unknown>;
}

export interface OpenOptions {
  readonly procs: number;
  readonly options: RunOptions;
  readonly signal?: AbortSignal | undefined;
  /** Gets what a policy's program writes to its standard error. */
  stderr?(text: string): void;
}

/**
 * Makes a planned policy for one run: from the registry, from a module, or by starting a program and greeting it.
 * @throws InputError for one that cannot be made; PolicyError for a program that cannot be started or greeted
 */
export async function openPolicy(
  policy: PlannedPolicy,
  { procs, options, signal, stderr }: OpenOptions,
): Promise<OpenPolicy> {
  const { label, spec, folder = '.' } = policy;
  if (!isCommand(spec)) return { scheduler: await loadScheduler(policy), close: async () => {} };
  const program = { ...readCommand(spec), folder, signal, ...(stderr && { stderr }) };
  // Most runs have no program among their policies, and should not wait for what talks to one.
  const { startExternal } = await import('../own/external.ts');
  const external = await startExternal(program, { procs, rules: options });
  if (!external.scheduler.needsKill || options.overrun === 'kill') return external;
  await external.close(false);
  throw new InputError(needsKillProblem(label));
}
