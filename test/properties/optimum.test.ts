import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { Dependency } from '../../src/model/asks.ts';
import type { JobId } from '../../src/model/jobs.ts';
import { toSeconds } from '../../src/model/time.ts';
import { createScheduler, POLICIES } from '../../src/registry.ts';
import { asking, centreOf, group, shape } from '../engine/centre/plain.ts';
import { jobTable } from '../engine/jobs.ts';
import { makespan, optimum, type TinyJob, weightedWait } from './optimum.ts';

/** Every policy that runs on machines of nodes; there nobody predicts. */
const NAMES = POLICIES.map(({ name }) => name).filter((name) => createScheduler(name).predicts === undefined);
const SPECS = [...NAMES, 'backfill(depth=all,order=critical-path)', 'easy(placement=fragmentation-aware)'];

/** When jobs, in order of arrival, start under a policy; seconds. */
function starts(policy: string, jobs: readonly TinyJob[], nodes: readonly (readonly number[])[]): number[] {
  const table = jobTable(jobs.map(({ submit, run, tasks }) => ({ submit, run, procs: tasks })));
  const shapes = jobs.map(({ tasks, each }) => shape(tasks, 1, { perTask: [each[0]!, each[1]!, 0, 0] }));
  const dependencies = new Map<JobId, readonly Dependency[]>();
  for (const [row, { after }] of jobs.entries()) {
    if (after.length > 0) {
      dependencies.set(
        row as JobId,
        after.map((on) => ({ on: on as JobId, after: 'ok' })),
      );
    }
  }
  const asks = {
    ...asking(table, (procs) => shape(procs, 1)).asks!,
    shapes,
    shape: Int32Array.from(jobs.keys()),
    dependencies,
  };
  const groups = nodes.map(([cores, memory], i) => group(`n${i}`, 1, cores!, { each: [cores!, memory!, 0, 0] }));
  const run = simulateCentre({ ...table, asks }, centreOf(groups), [createScheduler(policy)]);
  return Array.from(run.start, toSeconds);
}

const byArrival = <T extends { readonly submit: number }>(jobs: readonly T[]): T[] =>
  jobs.toSorted((a, b) => a.submit - b.submit);

describe('the optimum of tiny instances', () => {
  it('is what a pencil finds', () => {
    // One node with 3 cores. A 2 x 4 s, B 2 x 4 s, C 1 x 8 s: A then B beside C, 8 s. Waits 0, 4, 0.
    const job = (tasks: number, run: number): TinyJob => ({ submit: 0, run, tasks, each: [1, 0], after: [] });
    const jobs = [job(2, 4), job(2, 4), job(1, 8)];
    expect(optimum(jobs, [[3, 0]], makespan(jobs))).toBe(8);
    expect(optimum(jobs, [[3, 0]], weightedWait(jobs, [1, 1, 1]))).toBe(4);
    // With two cores A, B and C go one by one: 16 s. A and B first, C waits 8 and B 4.
    expect(optimum(jobs, [[2, 0]], makespan(jobs))).toBe(16);
    expect(optimum(jobs, [[2, 0]], weightedWait(jobs, [1, 1, 1]))).toBe(12);
    // If C weighs 9: C first, A waits 8 and B 12.
    expect(optimum(jobs, [[2, 0]], weightedWait(jobs, [1, 1, 9]))).toBe(20);
  });

  it('is beaten by no policy, by makespan or by weighted wait', () => {
    const anyJob = fc.record({
      submit: fc.nat(6),
      run: fc.integer({ min: 1, max: 9 }),
      tasks: fc.constantFrom(1, 1, 2),
      each: fc.tuple(fc.integer({ min: 1, max: 2 }), fc.nat(3)),
      after: fc.constant([] as number[]),
      weight: fc.integer({ min: 1, max: 5 }),
    });
    const anyNode = fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 3, max: 5 }));
    fc.assert(
      fc.property(
        fc.array(anyJob, { minLength: 1, maxLength: 5 }),
        fc.array(anyNode, { minLength: 1, maxLength: 3 }),
        (drawn, nodes) => {
          // Of one node with few resources two tasks may be too many; such a job can never run.
          const widest = nodes.length === 1 ? 1 : 2;
          const jobs = byArrival(drawn).map((job) => ({ ...job, tasks: Math.min(job.tasks, widest) }));
          const weights = jobs.map(({ weight }) => weight);
          const costs = [makespan(jobs), weightedWait(jobs, weights)];
          const least = costs.map((cost) => optimum(jobs, nodes, cost));
          for (const policy of SPECS) {
            const found = starts(policy, jobs, nodes);
            for (const [i, cost] of costs.entries()) {
              expect(cost(found), policy).toBeGreaterThanOrEqual(least[i]!);
            }
          }
        },
      ),
      { numRuns: 25 },
    );
  });

  it('is at most 2 - 1/m times better than any policy for sequential jobs on m cores', () => {
    // Graham, SIAM Journal on Applied Mathematics 17(2), 1969: for every list, also with dependencies.
    const anyJob = fc.record({ run: fc.integer({ min: 1, max: 9 }), after: fc.subarray([0, 1, 2, 3]) });
    fc.assert(
      fc.property(fc.array(anyJob, { minLength: 1, maxLength: 5 }), fc.integer({ min: 1, max: 3 }), (drawn, m) => {
        const jobs = drawn.map(({ run, after }, row): TinyJob => {
          return { submit: 0, run, tasks: 1, each: [1, 0], after: after.filter((one) => one < row) };
        });
        const cost = makespan(jobs);
        const least = optimum(jobs, [[m, 0]], cost);
        for (const policy of SPECS) {
          const length = cost(starts(policy, jobs, [[m, 0]]));
          expect(length, policy).toBeGreaterThanOrEqual(least);
          expect(length * m, policy).toBeLessThanOrEqual((2 * m - 1) * least);
        }
      }),
      { numRuns: 60 },
    );
  });
});
