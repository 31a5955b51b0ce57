import { expect, test } from 'vitest';
import { simulateCentre } from '../../../../src/engine/centre/centre-simulation.ts';
import type { Intervention } from '../../../../src/model/centre.ts';
import type { NodeVerdict } from '../../../../src/model/coordinator.ts';
import type { CentreFact, Observer } from '../../../../src/model/facts.ts';
import type { ReplacementRecord } from '../../../../src/model/fault-run.ts';
import type { Alarm, Fault } from '../../../../src/model/faults.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import type { Resilience } from '../../../../src/model/resilience.ts';
import { createScheduler } from '../../../../src/registry.ts';
import { pencilJobs } from '../pencil.ts';
import { centreOf, group, shape } from '../plain.ts';
import { listed } from './listed.ts';

const S = 1000;

const outage = (node: number, from: number, until: number, known = from): Fault => ({
  ...{
    kind: 'node',
    node: node as NodeId,
    from: from * S,
    known: known * S,
    until: until * S,
    cause: 'node',
    event: 0,
  },
});
const alarm = (node: number, from: number, until: number): Alarm => ({
  ...{ kind: 'alarm', node: node as NodeId, from: from * S, expected: until * S, until: until * S, justified: false },
});

interface Given {
  readonly spares: readonly number[];
  readonly faults: readonly Fault[];
  readonly after?: number;
  readonly interventions?: readonly Intervention[];
  afterRepair?(time: number): NodeVerdict;
}

const WELL: NodeVerdict = { then: 'return', why: 'repaired' };

function resilienceOf({ spares, faults, after = 0, afterRepair }: Given): Resilience {
  return {
    faults: {
      storage: false,
      script: listed(faults),
    },
    watchdog: Number.POSITIVE_INFINITY,
    limited: false,
    coordinator: () => ({
      name: 'own',
      afterFault: () => ({ then: 'requeue', from: 'start', place: 'order', after: 0, why: '' }),
      afterRepair: ({ time }) => afterRepair?.(time) ?? WELL,
      onWarning: () => ({ then: 'drain', why: 'it may fail' }),
    }),
    spares: spares as NodeId[],
    spareAfter: after * S,
  };
}

/** Four nodes of a core, and a job of a core that takes 1,000 s, so that faults go on until then. */
function facts(given: Given): CentreFact[] {
  const seen: CentreFact[] = [];
  const watch: Observer = { name: 'watch', on: () => undefined, onCentre: (fact) => seen.push(fact) };
  simulateCentre(
    pencilJobs([{ name: 'A', run: 1000, shape: shape(1, 1) }]),
    centreOf([group('n', 4, 1)], { interventions: given.interventions ?? [] }),
    [createScheduler('fcfs')],
    { observers: [watch], resilience: resilienceOf(given) },
  );
  return seen;
}

/** Who stood in for whom and when, seconds: `3 for 1 at 10`. */
const standIns = (given: Given): string[] =>
  facts(given).flatMap((fact) =>
    fact.kind === 'spare' ? [`${fact.node} for ${fact.of} at ${fact.time / S}, from ${fact.until / S}`] : [],
  );

test('a spare that fails is not replaced, and does not stand in while it is known not to work', () => {
  expect(standIns({ spares: [2, 3], faults: [outage(2, 10, 100)] })).toEqual([]);
  // n-3 is the only one that works when n-1 fails.
  expect(standIns({ spares: [2, 3], faults: [outage(2, 10, 100), outage(1, 20, 200)] })).toEqual([
    '3 for 1 at 20, from 20',
  ]);
});

test('a spare that has failed and is repaired stands in once, not twice', () => {
  const faults = [outage(2, 10, 20), outage(0, 30, 900), outage(1, 40, 900)];
  expect(standIns({ spares: [2, 3], faults })).toEqual(['2 for 0 at 30, from 30', '3 for 1 at 40, from 40']);
  expect(standIns({ spares: [2], faults })).toEqual(['2 for 0 at 30, from 30']);
});

test('a failed node that found no spare has the next one that is repaired, the longest wait first', () => {
  // n-3 is taken at 10. n-1 and n-2 find none; n-0 is a spare from 50 on, and n-1 from 60 on.
  const faults = [outage(0, 10, 50), outage(1, 20, 60), outage(2, 30, 900)];
  expect(standIns({ spares: [3], after: 5, faults })).toEqual([
    '3 for 0 at 10, from 15',
    '0 for 1 at 50, from 55',
    '1 for 2 at 60, from 65',
  ]);
});

test('nodes that fail and are repaired together have spares only where there are enough, and none for an instant', () => {
  // At 50 all work again: n-1 keeps its place, and does not make room for n-0, which is repaired first.
  const faults = [outage(0, 10, 50), outage(1, 10, 50)];
  expect(standIns({ spares: [3], faults })).toEqual(['3 for 0 at 10, from 10']);
  // That n-0 has failed is known when it works again.
  expect(standIns({ spares: [3], faults: [outage(0, 10, 20, 20)] })).toEqual([]);
});

test('one that is repaired before a spare is free keeps its place', () => {
  const faults = [outage(0, 10, 50), outage(1, 20, 40)];
  expect(standIns({ spares: [3], faults })).toEqual(['3 for 0 at 10, from 10']);
});

test('a spare on its way that fails is replaced like any node, for it has a place', () => {
  const faults = [outage(0, 10, 900), outage(2, 12, 900)];
  expect(standIns({ spares: [2, 3], after: 5, faults })).toEqual(['2 for 0 at 10, from 15', '3 for 2 at 12, from 17']);
});

test('a spare of which nobody knows yet that it has failed is taken, and replaced once that is known', () => {
  const faults = [outage(2, 5, 900, 25), outage(0, 10, 900)];
  expect(standIns({ spares: [2, 3], faults })).toEqual(['2 for 0 at 10, from 10', '3 for 2 at 25, from 25']);
});

test('a repaired node is a spare when its quarantine is over, and a spare with a warning when that is', () => {
  const afterRepair = (time: number): NodeVerdict => ({ then: 'quarantine', until: time + 100 * S, why: 'to be seen' });
  const faults = [outage(0, 10, 50), outage(1, 20, 900)];
  expect(standIns({ spares: [3], faults, afterRepair })).toEqual([
    '3 for 0 at 10, from 10',
    '0 for 1 at 150, from 150',
  ]);
  expect(standIns({ spares: [3], faults: [alarm(3, 5, 60), outage(1, 20, 900)] })).toEqual(['3 for 1 at 60, from 60']);
});

test('what an intervention has taken away neither stands in nor is replaced until it is given back', () => {
  const away = (node: number, at: number, status: 'maintenance' | 'online'): Intervention => ({
    ...{ kind: 'nodes', at: at * S, nodes: [node] as NodeId[], status, running: 'finish' },
  });
  const faults = [outage(1, 20, 900)];
  const spare = [away(3, 10, 'maintenance'), away(3, 70, 'online')];
  expect(standIns({ spares: [3], faults, interventions: spare })).toEqual(['3 for 1 at 70, from 70']);
  const failed = [away(1, 10, 'maintenance'), away(1, 80, 'online')];
  expect(standIns({ spares: [3], faults, interventions: failed })).toEqual(['3 for 1 at 80, from 80']);
});

test('all that is decided of nodes is told with its reason, in the order in which it happens', () => {
  const afterRepair = (time: number): NodeVerdict =>
    time < 55 * S ? { then: 'quarantine', until: 500 * S, why: 'to be looked at' } : WELL;
  const told = facts({ spares: [3], after: 5, faults: [outage(0, 10, 50), outage(1, 20, 60)], afterRepair })
    .filter(({ kind }) => /repair|return|quarantine|spare/.test(kind))
    .map(({ time, ...fact }) => ({ at: time / S, ...fact }));
  expect(told).toEqual([
    { at: 10, kind: 'spare', node: 3, of: 0, until: 15 * S, why: 'the only idle spare' },
    { at: 20, kind: 'no-spare', node: 1, why: 'the only spare is not idle' },
    { at: 50, kind: 'repair', node: 0 },
    { at: 50, kind: 'quarantine', node: 0, until: 500 * S, why: 'to be looked at' },
    { at: 60, kind: 'repair', node: 1 },
    { at: 60, kind: 'return', node: 1, why: 'repaired' },
  ]);
});

test('replacements are on record', () => {
  const given: Given = { spares: [3], after: 5, faults: [outage(0, 10, 50), outage(1, 20, 900)] };
  const { centre } = simulateCentre(
    pencilJobs([{ name: 'A', run: 100, shape: shape(1, 1) }]),
    centreOf([group('n', 4, 1)]),
    [createScheduler('fcfs')],
    { resilience: resilienceOf(given) },
  );
  expect(centre!.faults!.replacements).toEqual<ReplacementRecord[]>([
    { node: 3 as NodeId, of: 0 as NodeId, from: 10 * S, ready: 15 * S },
    { node: 0 as NodeId, of: 1 as NodeId, from: 50 * S, ready: 55 * S },
  ]);
});
