import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre, Entity } from '../../src/model/centre.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { fromSeconds } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from '../engine/centre/plain.ts';

const entity = (name: string, more: Partial<Entity>): Entity => ({ ...ANYBODY, name, ...more });
const [N0, N1] = [0, 1] as NodeId[];

/** Two nodes of 4 cores: the second breaks at 20 s and is back at 40 s; the first is in maintenance from 100 s to 120 s. */
export const CENTRE: Centre = centreOf([group('cpu', 2, 4, { speedOf: new Map([['chem', 2]]) })], {
  entities: [
    entity('physics', { shares: 3 }),
    entity('chemistry', { shares: 1, burst: 6 }),
    entity('ada', { kind: 'user', parent: 0 }),
  ],
  qos: [NORMAL, { ...NORMAL, name: 'long, calm', maxTime: fromSeconds(1000) }],
  windows: [
    {
      name: 'service',
      kind: 'maintenance',
      from: fromSeconds(100),
      until: fromSeconds(120),
      nodes: [N0!],
      members: [],
      running: 'requeue',
    },
  ],
  interventions: [
    { kind: 'nodes', at: fromSeconds(20), nodes: [N1!], status: 'error', running: 'requeue' },
    { kind: 'nodes', at: fromSeconds(40), nodes: [N1!], status: 'online', running: 'finish' },
  ],
});

/**
 * - `a` on node 0 from 0 to 50 s.
 * - `b` on node 1 from 0 to 20 s, when it breaks, and again from 40 to 70 s: 5 s too late.
 * - `wide` asks for a node of 9 cores, so it is rejected.
 * - `after` waits for `bad`, which fails at its end, so it is cancelled.
 */
export const JOBS: JobTable = pencilJobs([
  { name: 'a', run: 50, shape: shape(4, 1), entity: 2 },
  { name: 'b', run: 30, shape: shape(4, 1), entity: 1, deadline: 65 },
  { name: 'wide', run: 10, shape: shape(1, 9), qos: 1 },
  { name: 'bad', submit: 10, run: 5, shape: shape(1, 1), entity: 2, fails: true },
  { name: 'after', submit: 10, run: 5, after: { bad: 'ok' }, entity: 1 },
]);

export const CENTRE_INPUT: ReportInput = {
  version: '1.2.3',
  command: 'makespan run scenarios/centre.yaml',
  scenario: {},
  workload: { name: 'pencil', jobs: JOBS, procs: 8, centre: CENTRE, malformed: 0, skipped: 0, ledger: [] },
  runs: ['fcfs', 'sjf'].map((spec) => ({
    ...{ label: spec, description: 'A policy.', spec },
    run: simulateCentre(JOBS, CENTRE, [createScheduler(spec)]),
  })),
};
