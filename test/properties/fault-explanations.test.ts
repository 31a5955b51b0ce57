import fc from 'fast-check';
import { expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { FATES } from '../../src/model/centre-run.ts';
import type { Observer } from '../../src/model/facts.ts';
import type { JobId } from '../../src/model/jobs.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import type { Duration, Time } from '../../src/model/time.ts';
import { type NodeLife, nodeLifeRecorder } from '../../src/observers/node-life.ts';
import { createScheduler } from '../../src/registry.ts';
import { anyCentre } from '../engine/centre/any-centre.ts';
import { anyResilience } from '../engine/centre/faults/any-resilience.ts';
import { check } from './workloads.ts';

const underFaults = anyCentre.chain((given) =>
  fc.tuple(fc.constant(given), anyResilience(given.centre.machine.nodes.length, given.centre.entities.length)),
);

const total = (times: object): Duration => Object.values(times).reduce((sum: number, time: number) => sum + time, 0);

/** Each stretch is told to the millisecond, and all of them make up what became of the time of the job. */
function isWhole({ job, stints, account }: NodeLife, { centre }: FinishedRun): void {
  for (const { from, to, spent } of stints) expect(total(spent!)).toBe(to - from);
  const own = centre!.stretches.filter((one) => one.job === job);
  expect(stints.map(({ from, to }) => [from, to])).toEqual(own.map(({ start, end }) => [start, end]));
  expect(account!.open === 0 || FATES[centre!.fate[job]!] === 'held').toBe(true);
  expect(total(account!.spent) + account!.open).toBe(total(own.map(({ start, end }) => end - start)));
  const stopped = stints.flatMap(({ fault }) => (fault === undefined ? [] : [fault]));
  expect(stopped.map(({ kept: _, ...incident }) => incident)).toEqual(
    centre!.faults!.incidents.filter((one) => one.job === job),
  );
  for (const { to, fault } of stints) if (fault !== undefined) expect(fault.known).toBe(to);
}

/** A wait after a fault is for the back-off as long as that lasts, and for something else from then on. */
function backsOff({ stints, waits }: NodeLife, over: Time): void {
  const offs = waits.filter(({ first }) => first.rule === 'back-off');
  const told = stints.flatMap(({ fault }) =>
    fault === undefined || fault.then === 'fail' || !((fault.queued || over) > fault.known)
      ? []
      : [[fault.known, fault.queued || over]],
  );
  expect(offs.map(({ from, to }) => [from, to])).toEqual(told);
}

it.each(['fcfs', 'easy', 'backfill(preempt=qos,mode=checkpoint)', 'backfill(preempt=qos,mode=suspend)'])(
  'what is told of jobs under faults is all that befell them under %s',
  (spec) => {
    check(
      fc.property(underFaults, ([{ jobs, centre }, resilience]) => {
        let over = 0;
        const recorders = Array.from({ length: jobs.length }, (_, row) => nodeLifeRecorder(row as JobId));
        const end: Observer = {
          name: 'end',
          on: () => undefined,
          finish(at) {
            over = at;
          },
        };
        const simulate = (observers: readonly Observer[]): FinishedRun =>
          simulateCentre(jobs, centre, [createScheduler(spec)], { observers, resilience, random: () => 0.5 });
        const run = simulate([...recorders, end]);
        expect(run.hash, 'asking changes nothing').toBe(simulate([]).hash);
        for (const recorder of recorders) {
          const life = recorder.lifeIn(run);
          isWhole(life, run);
          backsOff(life, over);
        }
      }),
      60,
    );
  },
);
