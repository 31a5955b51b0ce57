import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Centre } from '../../src/model/centre.ts';
import type { JobTable } from '../../src/model/jobs.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { Resilience } from '../../src/model/resilience.ts';
import { fromSeconds } from '../../src/model/time.ts';
import { auditLog } from '../../src/observers/audit.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';
import { resilience } from '../metrics/fault-fixtures.ts';
import { check } from '../properties/workloads.ts';

function auditOf(spec: string, jobs: JobTable, centre: Centre, under?: Resilience): string[] {
  const lines: string[] = [];
  const observers = [auditLog(jobs, (line) => lines.push(line), centre)];
  simulateCentre(jobs, centre, [createScheduler(spec)], { observers, resilience: under });
  return lines;
}

const decisions = (lines: readonly string[]): Record<string, unknown>[] =>
  lines.map((line) => JSON.parse(line)).filter(({ fact }) => fact === 'decision');

describe('auditLog of a run under faults', () => {
  it('tells where and when a job is queued again, and from when on a spare takes no jobs', () => {
    // a crashes half-way, at 5 s, and again 30 s later.
    const jobs = pencilJobs([{ name: 'a', run: 10 }]);
    const under: Resilience = {
      ...resilience,
      checkpoints: undefined,
      faults: {
        storage: false,
        script: () => ({ next: () => undefined }),
        jobFault: () => ({ kind: 'crash', at: 0.5, speed: 1, cause: 'crash' }),
      },
      coordinator: () => ({
        ...resilience.coordinator(),
        afterFault: ({ times }) =>
          times > 1
            ? { then: 'fail', keep: false, why: 'twice' }
            : { then: 'requeue', from: 'start', place: 'tail', after: fromSeconds(30), why: 'once more' },
      }),
      spares: [1] as NodeId[],
    };
    const lines = auditOf('fcfs', jobs, centreOf([group('n', 2, 1)]), under).map((line) => JSON.parse(line));
    expect(lines[0]).toMatchObject({ time: 0, fact: 'node', status: 'offline' });
    const stopped = { fact: 'fault', job: 1, row: 0, name: 'a', cause: 'crash', kept: 0, undetected: 0 };
    expect(lines.filter(({ fact }) => fact === 'fault')).toEqual([
      { ...stopped, time: 5, then: 'requeue', place: 'tail', after: 30, why: 'once more' },
      { ...stopped, time: 40, then: 'fail', why: 'twice' },
    ]);
  });
});

describe('auditLog on a machine of nodes', () => {
  it('names nobody as the first where the policy sees none of those who wait', () => {
    // wide needs both nodes, of which one is away from 600 s until 7200 s.
    const nodes = [1] as NodeId[];
    const centre = centreOf([group('n', 2, 2)], {
      interventions: [
        { kind: 'nodes', at: fromSeconds(600), nodes, status: 'maintenance', running: 'finish' },
        { kind: 'nodes', at: fromSeconds(7200), nodes, status: 'online', running: 'finish' },
      ],
    });
    const jobs = pencilJobs([
      { name: 'a', run: 3600 },
      { name: 'wide', submit: 60, run: 3600, shape: shape(4, 1) },
    ]);
    const why = 'all who wait are at a limit or lack nodes that are online';
    expect(decisions(auditOf('easy', jobs, centre)).filter(({ first }) => first === undefined)).toEqual([
      // One of the 2 cores of the node that is left is taken until a ends.
      { time: 600, fact: 'decision', free: 1, waiting: 1, why },
      { time: 3600, fact: 'decision', free: 2, waiting: 1, why },
    ]);
  });

  it('writes null for a time that is not in sight', () => {
    // What relaxed plans for r1 is where there is room until it ends, and its reservation has not begun.
    const centre = centreOf([group('n', 2, 2)], {
      windows: [
        {
          kind: 'reservation',
          name: 'r',
          from: fromSeconds(18_000),
          until: fromSeconds(21_600),
          nodes: [0] as NodeId[],
          members: [0],
          running: 'finish',
        },
      ],
    });
    const inside = { run: 3000, shape: shape(1, 2, { reservation: 0 }) };
    const jobs = pencilJobs([
      { name: 'r1', ...inside },
      { name: 'r2', submit: 60, ...inside },
      { name: 'b', submit: 240, run: 600 },
    ]);
    const lines = auditOf('relaxed', jobs, centre);
    expect(decisions(lines)[0]).toMatchObject({ first_row: 0, expected: null });
    expect(decisions(lines)[0]!['why']).toMatch(/no time is in sight; nobody passes it$/);
    expect(lines.map((line) => JSON.parse(line)).find(({ fact, row }) => fact === 'start' && row === 2)).toMatchObject({
      rule: 'before-shadow',
      shadow: null,
      why: 'backfilled: planned to end at 840; for job 1 no time is in sight',
    });
  });

  it('writes nothing but JSON, whatever the centre', () => {
    const policies = fc.constantFrom('easy', 'conservative', 'relaxed', 'slack', 'fcfs', 'backfill(preempt=qos)');
    check(
      fc.property(anyCentre, policies, ({ centre, jobs }, spec) => {
        for (const line of auditOf(spec, jobs, centre)) {
          const { time, fact } = JSON.parse(line);
          expect([typeof time, typeof fact]).toEqual(['number', 'string']);
        }
      }),
      150,
    );
  });
});
