import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { simulate } from '../../src/engine/simulation.ts';
import type { Shape } from '../../src/model/asks.ts';
import type { Centre } from '../../src/model/centre.ts';
import { createScheduler } from '../../src/registry.ts';
import { asking, centreOf, group, shape } from '../engine/centre/plain.ts';
import { SETTINGS, SPECS, settingsOf } from './variants.ts';
import { anyWorkload, check, jobTable } from './workloads.ts';

/** Machines of nodes that are nothing but `procs` processors, and what a job of so many of them asks for there. */
const MACHINES: readonly {
  readonly name: string;
  readonly centre: (procs: number) => Centre;
  readonly shapeOf: (procs: number) => Shape;
}[] = [
  {
    name: 'nodes of one core, given away whole',
    centre: (procs) => centreOf([group('n', procs, 1)]),
    shapeOf: (procs) => shape(procs, 1, { wholeNodes: true }),
  },
  {
    name: 'nodes of several cores, and tasks of one',
    centre: (procs) => centreOf([group('a', 1, Math.ceil(procs / 2)), group('b', 1, Math.floor(procs / 2))]),
    shapeOf: (procs) => shape(procs, 1),
  },
  {
    name: 'one node of which every resource is planned',
    centre: (procs) => centreOf([group('n', 1, procs, { each: [procs, procs, 0, 0] })]),
    shapeOf: (procs) => shape(1, procs, { perTask: [procs, 1, 0, 0] }),
  },
];

/** The rules of time that a machine of nodes knows. */
const PLAIN_TIME = SETTINGS.filter(
  ({ simultaneity, estimate }) =>
    simultaneity.pass === 'instant' && simultaneity.order === 'completions-first' && estimate === 'requested',
);

const shared = SPECS.filter((spec) => {
  const { predicts, needsCentre } = createScheduler(spec);
  return predicts === undefined && needsCentre !== true;
});

describe.each(MACHINES)('$name are planned as processors are counted', ({ centre, shapeOf }) => {
  it.each(shared)('%s', (spec) => {
    const settings = PLAIN_TIME.filter(({ name }) => settingsOf(spec).some((one) => one.name === name));
    check(
      fc.property(anyWorkload, fc.constantFrom(...settings), ({ procs, jobs }, setting) => {
        const table = jobTable(jobs, setting);
        const counted = simulate(table, procs, createScheduler(spec));
        const planned = simulateCentre(asking(table, shapeOf), centre(procs), [createScheduler(spec)]);
        expect(planned.start).toEqual(counted.start);
        expect(planned.end).toEqual(counted.end);
      }),
      15,
    );
  });
});
