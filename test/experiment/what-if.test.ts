import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulate } from '../../src/engine/simulation.ts';
import { explainJob, type JobExplanation } from '../../src/experiment/explain.ts';
import { resolveOptions } from '../../src/experiment/options.ts';
import type { StoredReplay } from '../../src/experiment/stored-replay.ts';
import type { Change } from '../../src/experiment/what-if.ts';
import type { JobId, JobTable } from '../../src/model/jobs.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyWorkload, jobTable } from '../engine/jobs.ts';
import { ORACLES } from '../schedulers/oracles.ts';

const INSTANT = { pass: 'instant', order: 'completions-first' } as const;

/** A run as `makespan run` would have stored it. */
function stored(spec: string, jobs: JobTable, procs: number): StoredReplay {
  const { hash } = simulate(jobs, procs, createScheduler(spec));
  return { jobs, procs, policy: { label: spec, spec }, options: resolveOptions(), hash };
}

const explained = (replay: StoredReplay, row: number): Promise<JobExplanation> =>
  explainJob(replay, row as JobId, { alternatives: true });

/** The table of another workload, written anew row by row. */
function rewritten(jobs: JobTable, row: number, change: Change): JobTable {
  const rows = Array.from({ length: jobs.length }, (_, i) => ({
    submit: jobs.submit[i]! / 1000,
    run: jobs.runtime[i]! / 1000,
    est: (i === row && change.kind === 'estimate' ? change.estimate : jobs.estimate[i]!) / 1000,
    procs: i === row && change.kind === 'procs' ? change.procs : jobs.procs[i]!,
  }));
  const stays = (_: unknown, i: number): boolean => change.kind !== 'without' || i !== change.job;
  // Predictions are made by user.
  return { ...jobTable(rows.filter(stays)), user: Array.from(jobs.user).filter(stays) };
}

describe.each([...ORACLES.keys()])('what would have let a job start earlier under %s', (spec) => {
  it('is what its definition computes for the changed workload, start for start', async () => {
    let [helpful, useless, somebody, named] = [0, 0, 0, 0];
    const startOf = (jobs: JobTable, procs: number, row: number, change: Change): number => {
      const shifted = change.kind === 'without' && change.job < row ? row - 1 : row;
      return ORACLES.get(spec)!(rewritten(jobs, row, change), procs, INSTANT)[shifted]!;
    };
    await fc.assert(
      fc.asyncProperty(anyWorkload('kill', 9), async ({ jobs, procs }) => {
        const replay = stored(spec, jobs, procs);
        for (let row = 0; row < jobs.length; row += 1) {
          const { start, submit, alternatives, blockers } = await explained(replay, row);
          expect(alternatives!.length > 0 || start === submit || blockers.length === 0).toBe(true);
          for (const { change, start: earlier } of alternatives!) {
            const truth = startOf(jobs, procs, row, change);
            expect(earlier ?? start, JSON.stringify(change)).toBe(Math.min(truth, start));
            if (earlier === undefined) useless += 1;
            else helpful += 1;
          }
          if (start === submit) continue;
          // Whether any single job at all stood in the way, by trying them all.
          const others = Array.from({ length: jobs.length }, (_, job) => job as JobId).filter((job) => job !== row);
          const helps = others.some((job) => startOf(jobs, procs, row, { kind: 'without', job }) < start);
          if (!helps) continue;
          somebody += 1;
          if (alternatives!.some(({ change, start: one }) => change.kind === 'without' && one !== undefined))
            named += 1;
        }
      }),
      { numRuns: 120, seed: 4 },
    );
    expect(helpful).toBeGreaterThan(200);
    expect(useless).toBeGreaterThan(50);
    expect(somebody).toBeGreaterThan(100);
    // No law, since who stood in the way may only have been in the way of others; but nearly always somebody named helps.
    expect(named / somebody).toBeGreaterThan(0.96);
  });
});
