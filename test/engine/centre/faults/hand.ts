import { type CentreSimulationOptions, simulateCentre } from '../../../../src/engine/centre/centre-simulation.ts';
import type { Checkpointing, CheckpointLevel } from '../../../../src/model/checkpoints.ts';
import type { FaultFact } from '../../../../src/model/facts.ts';
import type { Fault, JobFault, NodeOutage } from '../../../../src/model/faults.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';
import type { FinishedRun } from '../../../../src/model/run.ts';
import { centreInvariants } from '../../../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../../../src/registry.ts';
import { type PencilJob, pencilJobs } from '../pencil.ts';
import { centreOf, group } from '../plain.ts';
import { listed } from './listed.ts';

export const S = 1000;

/** A node fails; seconds. It is known at once unless said otherwise. */
export const outage = (node: number, from: number, until: number, more: Partial<NodeOutage> = {}): Fault => ({
  kind: 'node',
  node: node as NodeId,
  from: from * S,
  known: from * S,
  until: until * S,
  cause: 'node',
  event: 0,
  ...more,
});

/** Reading and writing take so long, s. */
export const level = (outlives: CheckpointLevel['outlives'], every: number, write = 0, read = 0): CheckpointLevel => ({
  name: { job: 'local', node: 'partner', machine: 'shared' }[outlives],
  every,
  outlives,
  write: () => write * S,
  read: () => read * S,
  shared: outlives === 'machine',
});

export interface HandCase {
  readonly jobs: readonly PencilJob[];
  readonly nodes: number;
  readonly checkpoints: Checkpointing;
  /** In order. */
  readonly faults?: readonly Fault[];
  /** What the first run of the first job meets. */
  readonly first?: Pick<JobFault, 'kind' | 'at'> & Partial<JobFault>;
  /** How long a job waits before it is queued again, s. */
  readonly after?: number;
  readonly more?: Partial<Resilience>;
  readonly policy?: string;
  readonly centre?: Parameters<typeof centreOf>[1];
}

export interface HandRun extends FinishedRun {
  /** What was told of faults, in order. */
  readonly told: readonly FaultFact[];
}

/** A run on nodes of one core, under every law; whatever a fault stops goes on from its last checkpoint. */
export function runOf({
  jobs,
  nodes,
  checkpoints,
  faults = [],
  first,
  after = 0,
  more,
  policy,
  centre,
}: HandCase): HandRun {
  const table = pencilJobs(jobs);
  const machine = centreOf([group('n', nodes, 1)], centre);
  const scheduler = createScheduler(policy ?? 'fcfs');
  const told: FaultFact[] = [];
  const resilience: Resilience = {
    faults: {
      storage: faults.some(({ kind }) => kind === 'storage'),
      script: listed(faults),
      jobFault: (job, attempt) =>
        first !== undefined && job === 0 && attempt === 0 ? { speed: 1, cause: first.kind, ...first } : undefined,
    },
    checkpoints,
    watchdog: Number.POSITIVE_INFINITY,
    limited: true,
    coordinator: () => ({
      name: 'on',
      afterFault: () => ({ then: 'requeue', from: 'checkpoint', place: 'order', after: after * S, why: '' }),
      afterRepair: () => ({ then: 'return', why: '' }),
      onWarning: () => ({ then: 'migrate', why: 'said to fail' }),
    }),
    spares: [],
    spareAfter: 0,
    ...more,
  };
  const options: CentreSimulationOptions = {
    resilience,
    observers: [
      centreInvariants(table, machine, scheduler),
      { name: 'told', on: () => undefined, onCentre: (fact) => void told.push(fact as FaultFact) },
    ],
  };
  return { ...simulateCentre(table, machine, [scheduler], options), told };
}

/** The time of the job by what it went into, s; what is nothing is left out. */
export function spentOf({ centre }: FinishedRun, job = 0): Record<string, number> {
  const { spent } = centre!.faults!;
  const all = Object.entries(spent).map(([kind, column]) => [kind, column[job]! / S] as const);
  return Object.fromEntries(all.filter(([, time]) => time > 0));
}
