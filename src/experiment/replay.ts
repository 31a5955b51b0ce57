import { setImmediate } from 'node:timers/promises';
import { type Simulation, startSimulation } from '../engine/simulation.ts';
import type { Observer } from '../model/facts.ts';
import type { JobTable } from '../model/jobs.ts';
import type { PlannedPolicy, RunOptions } from './experiment.ts';
import { loadScheduler } from './policies.ts';

/** A policy's run that can be simulated again. */
export interface Replay {
  readonly jobs: JobTable;
  readonly procs: number;
  readonly policy: PlannedPolicy;
  readonly options: Pick<RunOptions, 'pass' | 'order'>;
}

/** Decisions between two looks at whether to go on. */
const SLICE = 64;

/**
 * Simulates a run again, as far as `goOn` says.
 *
 * @param observers watch it
 * @param signal stops it between two decisions
 * @throws InputError for a policy that cannot be made any more; an error named AbortError if the signal fired
 */
export async function replayed(
  { jobs, procs, policy, options }: Replay,
  observers: readonly Observer[],
  signal: AbortSignal | undefined,
  goOn: (simulation: Simulation) => boolean = () => true,
): Promise<Simulation> {
  signal?.throwIfAborted();
  const scheduler = await loadScheduler(policy);
  const simulation = startSimulation(jobs, procs, scheduler, { simultaneity: options, observers });
  const advance = (): boolean | Promise<boolean> =>
    scheduler.consult === undefined ? simulation.advance(SLICE) : simulation.advanceAsync(SLICE);
  for (let slices = 1; goOn(simulation) && (await advance()); slices += 1) {
    if (slices % SLICES_PER_TURN !== 0) continue;
    await setImmediate();
    signal?.throwIfAborted();
  }
  return simulation;
}

/** A few milliseconds of work. */
const SLICES_PER_TURN = 16;
