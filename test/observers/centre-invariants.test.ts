import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import { centreInvariants } from '../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../src/registry.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';

const [n0, n1] = [0 as NodeId, 1 as NodeId];
const centre = centreOf([group('n', 2, 4)], {
  windows: [
    { name: 'service', kind: 'maintenance', from: 30_000, until: 40_000, nodes: [n1], members: [], running: 'finish' },
  ],
  interventions: [{ kind: 'nodes', at: 4000, nodes: [n0], status: 'error', running: 'requeue' }],
});
const jobs = pencilJobs([
  { name: 'A', run: 10, shape: shape(1, 4) },
  { name: 'B', run: 20, shape: shape(1, 3), after: { A: 'ok' } },
]);

test('a run of the engine keeps them', () => {
  for (const policy of ['fcfs', 'easy', 'conservative']) {
    const observers = [centreInvariants(jobs, centre)];
    expect(() => simulateCentre(jobs, centre, [createScheduler(policy)], { observers })).not.toThrow();
  }
});

type Start = [time: number, job: number, node: NodeId];
/** Submits both at 0 and starts each where it is said. */
function starts(...list: Start[]): void {
  const observer = centreInvariants(jobs, centre);
  for (const job of [0, 1] as JobId[]) observer.on({ kind: 'submit', time: 0, job });
  for (const [time, job, node] of list)
    observer.on({ kind: 'start', time, job: job as JobId, allocation: { nodes: [node], tasks: [1] } });
}

test.each<[string, Start[]]>([
  ['row 1 at 0 s: row 0, on which it depends, is not over', [[0, 1, n0]]],
  ['row 1 at 11 s: it is planned into window service', [[11_000, 1, n1]]],
  [
    'row 1 at 0 s: node n-0 holds 7 of 4',
    [
      [0, 0, n0],
      [0, 1, n0],
    ],
  ],
  [
    'row 0 at 0 s: it is running',
    [
      [0, 0, n0],
      [0, 0, n1],
    ],
  ],
])('%s', (message, list) => {
  expect(() => starts(...list)).toThrow(message);
});

test('a job ends after what it has to go, and not on a node that is gone', () => {
  const observer = centreInvariants(jobs, centre);
  const job = 0 as JobId;
  observer.on({ kind: 'submit', time: 0, job });
  observer.onCentre!({ kind: 'node', time: 0, node: n0, status: 'error' });
  const start = (node: NodeId) => ({ kind: 'start', time: 0, job, allocation: { nodes: [node], tasks: [1] } }) as const;
  expect(() => observer.on(start(n0))).toThrow('node n-0 is not online');
  const other = centreInvariants(jobs, centre);
  other.on({ kind: 'submit', time: 0, job });
  other.on(start(n1));
  expect(() => other.on({ kind: 'end', time: 9000, job, killed: false })).toThrow('it ran for 9 s and had 10 s to go');
});
