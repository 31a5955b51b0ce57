import { setImmediate } from 'node:timers/promises';
import type { Centre } from '../model/centre.ts';
import { InputError } from '../model/errors.ts';
import type { Observer } from '../model/facts.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Resilience } from '../model/resilience.ts';
import { PolicyError } from '../own/policy-error.ts';
import type { PlannedPolicy, RunOptions } from './experiment.ts';
import { openPolicy } from './open-policy.ts';
import { loadScheduler } from './policies.ts';
import { type AnySimulation, startRun } from './start.ts';

/** A policy's run that can be simulated again. */
export interface Replay {
  readonly jobs: JobTable;
  readonly procs: number;
  readonly centre?: Centre | undefined;
  /**
   * What befalls it; made only where it is simulated, since that may take a file.
   * @throws InputError if it cannot be made
   */
  readonly resilience?: (() => Promise<Resilience>) | undefined;
  readonly seed?: string | number | undefined;
  readonly policy: PlannedPolicy;
  /** As in an `Experiment`. */
  readonly successors?: readonly PlannedPolicy[] | undefined;
  readonly options: RunOptions;
}

/** Decisions between two looks at whether to go on. */
const SLICE = 64;

/**
 * Simulates a run again, as far as `goOn` says.
 *
 * @param observers watch it
 * @param signal stops it between two decisions
 * @throws InputError for a policy, or what befalls the run, that cannot be made any more; an error named AbortError if the signal fired
 */
export async function replayed(
  replay: Replay,
  observers: readonly Observer[],
  signal: AbortSignal | undefined,
  goOn: (simulation: AnySimulation) => boolean = () => true,
): Promise<AnySimulation> {
  const { jobs, procs, policy, successors = [], options } = replay;
  signal?.throwIfAborted();
  try {
    const opened = await openPolicy(policy, { procs, options, signal });
    const others = await Promise.all(successors.map((one) => loadScheduler(one)));
    const resilience = await replay.resilience?.();
    const simulation = await startRun({ ...replay, resilience }, [opened.scheduler, ...others], observers);
    try {
      for (let slices = 1; goOn(simulation) && (await simulation.advanceAsync(SLICE)); slices += 1) {
        if (slices % SLICES_PER_TURN !== 0) continue;
        await setImmediate();
        signal?.throwIfAborted();
      }
    } finally {
      await opened.close(simulation.ended === jobs.length);
    }
    return simulation;
  } catch (cause) {
    throw cause instanceof PolicyError
      ? new InputError(`policy '${policy.label}': ${cause.message}`, { cause })
      : cause;
  }
}

/** A few milliseconds of work. */
const SLICES_PER_TURN = 16;
