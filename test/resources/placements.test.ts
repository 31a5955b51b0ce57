import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { FATES } from '../../src/model/centre-run.ts';
import type { Candidate } from '../../src/model/placement.ts';
import { centreInvariants } from '../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../src/registry.ts';
import { addedFragmentation, fragmentation } from '../../src/resources/fragmentation.ts';
import { PLACEMENTS } from '../../src/resources/placements.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { asking, centreOf, group, shape } from '../engine/centre/plain.ts';
import { jobTable } from '../engine/jobs.ts';

const node = (row: number, free: number[], capacity: number[], room: number): Candidate => ({
  node: row,
  free,
  capacity,
  room,
});

/** Which of the candidates would be filled first, ties by row. */
const order = (name: string, candidates: Candidate[], tasks: number, cores: number, gpus = 0): number[] => {
  const placement = PLACEMENTS.find((one) => one.name === name)!;
  const asked = shape(tasks, cores, { perTask: [cores, 0, gpus, 0] });
  const draws = [0.5, 0.1, 0.9];
  const scores = candidates.map((one) => placement.score(one, asked, () => draws.shift()!));
  return candidates.map((_, i) => i).sort((a, b) => scores[a]! - scores[b]! || a - b);
};

describe('placements', () => {
  // Cores free of 8: X 3, Y 8, Z 5. Two tasks of 2 cores: X has room for one and keeps 1, Y for both and keeps 4, Z for
  // both and keeps 1.
  const plain = [node(0, [3, 0, 0, 0], [8, 0, 0, 0], 1), node(1, [8, 0, 0, 0], [8, 0, 0, 0], 2)];
  plain.push(node(2, [5, 0, 0, 0], [8, 0, 0, 0], 2));

  it.each([
    ['first-fit', [0, 1, 2]],
    // What stays: 1/8, 4/8, 1/8.
    ['best-fit', [0, 2, 1]],
    // What is free: 3/8, 8/8, 5/8.
    ['worst-fit', [1, 2, 0]],
    // Room for 1, 2, 2; Z stays fuller than Y.
    ['pack', [2, 1, 0]],
    // Drawn: 0.5, 0.1, 0.9.
    ['random', [1, 0, 2]],
  ])('%s fills nodes in the order %j', (name, filled) => {
    expect(order(name, plain, 2, 2)).toEqual(filled);
  });

  // G has 4 GPUs, 4 free; H 4, 1 free; N none.
  const mixed = [node(0, [8, 0, 4, 0], [8, 0, 4, 0], 1), node(1, [8, 0, 1, 0], [8, 0, 4, 0], 1)];
  mixed.push(node(2, [8, 0, 0, 0], [8, 0, 0, 0], 1));

  it('keep jobs without GPUs off nodes that have some, and fill up GPUs in use first', () => {
    expect(order('gpu-aware', mixed, 1, 1)).toEqual([2, 1, 0]);
    expect(order('gpu-aware', mixed.slice(0, 2), 1, 1, 1)).toEqual([1, 0]);
  });

  it('add least to what is free and of no use', () => {
    // The example of the documentation: 6 of 8 cores and 4 of 4 GPUs free.
    expect(fragmentation([6, 0, 4, 0], [8, 0, 4, 0])).toBe(0.5);
    // An idle node has no fragments; nor has one of which everything is taken.
    expect(fragmentation([8, 0, 4, 0], [8, 0, 4, 0])).toBe(0);
    expect(fragmentation([0, 0, 0, 0], [8, 0, 4, 0])).toBe(0);
    expect(addedFragmentation([8, 0, 4, 0], [6, 0, 4, 0], [8, 0, 4, 0])).toBe(0.5);
    // Two cores without GPUs: on G they strand GPUs (0.5). H has 1 of 4 GPUs: an eighth fits twice and uses it, no
    // other task fits 2 cores the less. On N: 6 of 8 cores, of which an eighth and a quarter use 6, half 4, all 0.
    expect(order('fragmentation-aware', mixed, 1, 2)).toEqual([1, 2, 0]);
  });

  it('choose where a job runs, and not when', () => {
    // First-fit puts the second job beside the first, worst-fit on the empty node.
    const jobs = jobTable([
      { submit: 0, run: 10, procs: 1 },
      { submit: 0, run: 10, procs: 2 },
    ]);
    const centre = centreOf([group('n', 2, 4)]);
    const table = asking(jobs, (procs) => shape(1, procs));
    const places = (policy: string): unknown =>
      simulateCentre(table, centre, [createScheduler(policy)]).centre!.stretches.map(
        ({ allocation }) => allocation.nodes,
      );
    expect(places('easy')).toEqual([[0], [0]]);
    expect(places('easy(placement=best-fit)')).toEqual([[0], [0]]);
    expect(places('easy(placement=worst-fit)')).toEqual([[0], [1]]);
  });

  it('place every job where it has room, whatever the jobs and the nodes', () => {
    const job = fc.record({
      submit: fc.nat(20),
      run: fc.integer({ min: 1, max: 10 }),
      tasks: fc.integer({ min: 1, max: 4 }),
      cores: fc.integer({ min: 1, max: 4 }),
      gpus: fc.nat(1),
    });
    fc.assert(
      fc.property(fc.array(job, { minLength: 1, maxLength: 12 }), fc.constantFrom(...PLACEMENTS), (drawn, { name }) => {
        const sorted = drawn.sort((a, b) => a.submit - b.submit);
        const centre = centreOf([group('c', 2, 4), group('g', 2, 8, { each: [8, 0, 4, 0] })]);
        const table = jobTable(sorted.map(({ submit, run, tasks }) => ({ submit, run, procs: tasks })));
        const shapes = sorted.map(({ tasks, cores, gpus }) => shape(tasks, cores, { perTask: [cores, 0, gpus, 0] }));
        const asks = {
          ...asking(table, (procs) => shape(procs, 1)).asks!,
          shapes,
          shape: Int32Array.from(shapes.keys()),
        };
        const jobs = { ...table, asks };
        let seed = 1;
        const random = (): number => {
          seed = (seed * 16_807) % 2_147_483_647;
          return seed / 2_147_483_647;
        };
        const run = simulateCentre(jobs, centre, [createScheduler(`backfill(placement=${name})`)], { random });
        const { stretches } = run.centre!;
        expect(stretches).toHaveLength(drawn.length);
        for (const at of stretches.map(({ start }) => start)) {
          for (const [row, { group: kind }] of centre.machine.nodes.entries()) {
            const used = [0, 0, 0, 0];
            for (const { job, start, end, allocation } of stretches) {
              if (start > at || at >= end) continue;
              for (const [i, one] of allocation.nodes.entries()) {
                if (one !== row) continue;
                for (const [r, amount] of shapes[job]!.perTask.entries()) used[r]! += amount * allocation.tasks[i]!;
              }
            }
            for (const [r, amount] of used.entries()) {
              expect(amount).toBeLessThanOrEqual(centre.machine.groups[kind]!.each[r]!);
            }
          }
        }
      }),
    );
  });
});

it('law: no placement changes who can ever run, and under each of them nodes hold what they have', () => {
  const left = { rejected: 0, ran: 0 };
  fc.assert(
    fc.property(anyCentre, ({ centre, jobs }) => {
      const rejected = PLACEMENTS.map(({ name }) => {
        const scheduler = createScheduler(`backfill(placement=${name})`);
        const observers = [centreInvariants(jobs, centre, scheduler)];
        const { fate } = simulateCentre(jobs, centre, [scheduler], { observers, random: () => 0.5 }).centre!;
        return [...fate.keys()].filter((job) => FATES[fate[job]!] === 'rejected');
      });
      for (const one of rejected) expect(one).toEqual(rejected[0]);
      left.rejected += rejected[0]!.length;
      left.ran += jobs.length - rejected[0]!.length;
    }),
    { numRuns: 150 },
  );
  // There are enough of both for the law to say something.
  expect(Math.min(left.rejected, left.ran)).toBeGreaterThan(50);
});
