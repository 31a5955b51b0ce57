import fc from 'fast-check';
import { expect, it } from 'vitest';
import { diffRuns, sideOf } from '../../src/experiment/diff.ts';
import type { DiffSide } from '../../src/experiment/diff-side.ts';
import { resolveOptions } from '../../src/experiment/options.ts';
import { type Replay, replayed } from '../../src/experiment/replay.ts';
import type { StoredReplay } from '../../src/experiment/stored-replay.ts';
import { sideAsStored } from '../../src/experiment/stored-side.ts';
import { FATES } from '../../src/model/centre-run.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Time } from '../../src/model/time.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { anyResilience } from '../engine/centre/faults/any-resilience.ts';
import { anyWorkload } from '../engine/jobs.ts';

type Around = Pick<Replay, 'jobs' | 'procs' | 'centre' | 'resilience'>;

async function runOf(spec: string, around: Around): Promise<{ run: FinishedRun; replay: StoredReplay }> {
  const replay = {
    ...around,
    policy: { label: spec, spec },
    successors: [{ label: spec, spec }],
    options: resolveOptions(),
    seed: 1,
  };
  const run = (await replayed(replay, [], undefined)).finish();
  return { run, replay: { ...replay, hash: run.hash } };
}

/** What is left of a side without its reasons, and without the order of what is done at one moment. */
const withoutReasons = ({ starts, stops, leaves, ...side }: DiffSide): DiffSide => ({
  ...side,
  starts: starts.map((one) => ({ ...one, reason: undefined })).sort((one, other) => one.job - other.job),
  stops: [...stops].sort((one, other) => one.job - other.job),
  leaves: leaves.map((one) => ({ ...one, why: undefined })),
  ...{ decision: undefined, noReasons: 'since' },
});

/** @returns whether they part */
async function isToldAlike(one: string, other: string, around: Around): Promise<boolean> {
  const [a, b] = [await runOf(one, around), await runOf(other, around)];
  const told = await diffRuns(a, b);
  if (told.parting === undefined) return false;
  const { time, a: first, b: second } = told.parting;
  expect([first.noReasons, second.noReasons]).toEqual([undefined, undefined]);
  const without = await diffRuns({ run: a.run, replay: 'since' }, { run: b.run, replay: 'since' });
  expect(without).toEqual({
    shifts: told.shifts,
    parting: { time, a: withoutReasons(first), b: withoutReasons(second) },
  });
  return true;
}

it('a stored run tells what it did as one that is simulated again does, but for the reasons', async () => {
  let parted = 0;
  await fc.assert(
    fc.asyncProperty(anyWorkload('kill', 20), fc.constantFrom('easy', 'sjf', 'conservative'), async (given, other) => {
      if (await isToldAlike('fcfs', other, given)) parted += 1;
    }),
    { numRuns: 200, seed: 1 },
  );
  expect(parted).toBeGreaterThan(20);
});

/** The jobs by a moment, without those that were cancelled before they ever ran, at a time that is not stored; and these. */
function jobsBy({ jobs, start, centre }: FinishedRun, time: Time): { known: JobId[]; cancelled: JobId[] } {
  const come = [...jobs.submit.keys()].filter((row) => jobs.submit[row]! <= time) as JobId[];
  const isCancelled = (row: JobId): boolean => Number.isNaN(start[row]!) && FATES[centre!.fate[row]!] === 'cancelled';
  return { known: come.filter((row) => !isCancelled(row)), cancelled: come.filter(isCancelled) };
}

it('and so it does at any moment on nodes, where jobs are preempted and faults befall them', async () => {
  const seen = new Set<string>();
  const anyFaulty = anyCentre.chain((given) =>
    fc.record({
      given: fc.constant(given),
      resilience: fc.option(anyResilience(given.centre.machine.nodes.length, given.centre.entities.length)),
      often: fc.boolean(),
      part: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    }),
  );
  const specs = ['backfill(preempt=qos,mode=requeue)', 'backfill(preempt=qos,mode=cancel)', 'easy'];
  await fc.assert(
    fc.asyncProperty(anyFaulty, fc.constantFrom(...specs), async ({ given, resilience, often, part }, spec) => {
      const { run, replay } = await runOf(spec, {
        ...given,
        procs: 1,
        resilience: resilience === null ? undefined : async () => resilience,
      });
      const { stretches } = run.centre!;
      const stops = stretches.filter(({ ending }) => ending !== 'end').map(({ end }) => end);
      const moments = stops.length > 0 && often ? stops : stretches.flatMap(({ start, end }) => [start, end]);
      if (moments.length === 0) return;
      const time = moments[Math.floor(part * moments.length)]!;
      const { known: jobs, cancelled } = jobsBy(run, time);
      const parting = { time, a: jobs, b: [] };
      const told = withoutReasons(await sideOf(replay, parting, jobs, undefined));
      expect(sideAsStored(run, parting, jobs, 'since')).toEqual(told);
      const never = { time, a: cancelled, b: [] };
      for (const { state } of sideAsStored(run, never, [], 'since').leaves) expect(state).toBe('cancelled');
      const again = await sideOf(replay, never, [], undefined);
      for (const { state } of again.leaves) {
        expect(state).toMatch(/^(waiting|cancelled)$/);
        seen.add(state);
      }
      if (told.starts.length > 0) seen.add('start');
      for (const { mode } of told.stops) seen.add(mode);
      for (const { state } of told.leaves) seen.add(state);
    }),
    // Of these cases all are seen that are looked for below.
    { numRuns: 400, seed: 1 },
  );
  expect([...seen]).toEqual(
    expect.arrayContaining(['cancelled', 'fault', 'gone', 'requeue', 'running', 'start', 'waiting']),
  );
});
