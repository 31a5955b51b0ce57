import type { CentreSimulation } from '../engine/centre/centre-simulation.ts';
import { type Simulation, startSimulation } from '../engine/simulation.ts';
import { randomStreams } from '../kernel/random.ts';
import type { Centre } from '../model/centre.ts';
import type { Observer } from '../model/facts.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Resilience } from '../model/resilience.ts';
import type { Scheduler } from '../model/scheduler.ts';
import type { RunOptions } from './experiment.ts';

/** A run under way, on either path. */
export type AnySimulation = Simulation | CentreSimulation;

/** What a run is of. */
export interface RunStart {
  readonly jobs: JobTable;
  readonly procs: number;
  readonly centre?: Centre | undefined;
  /** What befalls a machine of nodes; nothing if absent. */
  readonly resilience?: Resilience | undefined;
  readonly options: RunOptions;
  /** For placements that draw. */
  readonly seed?: string | number | undefined;
}

/**
 * Starts a run: on a machine of nodes where there is one, else where processors are counted.
 * @param schedulers the first decides; others take its place by an intervention
 */
export async function startRun(
  { jobs, procs, centre, resilience, options, seed }: RunStart,
  schedulers: readonly [Scheduler, ...Scheduler[]],
  observers: readonly Observer[],
): Promise<AnySimulation> {
  if (centre === undefined) return startSimulation(jobs, procs, schedulers[0], { simultaneity: options, observers });
  // Most runs count processors and should not wait for what plans nodes.
  const { CentreSimulation } = await import('../engine/centre/centre-simulation.ts');
  const random = seed === undefined ? undefined : randomStreams(seed).stream('placement');
  return new CentreSimulation(jobs, centre, schedulers, { observers, resilience, ...(random && { random }) });
}
