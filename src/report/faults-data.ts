import type { CentreRun, Stretch } from '../model/centre-run.ts';
import { CHECKPOINT_FATES, type CheckpointCounts, type FaultRun } from '../model/fault-run.ts';
import { encodeColumn, type StoredColumn } from './columns.ts';
import { faultStretches } from './fault-stretches.ts';
import { type StoredLists, type StoredTable, storeLists, storeTable } from './stored-tables.ts';

/**
 * What faults have done under one policy, in columns by record. All times are in ms, and as a rule how long after another
 * one they are; -1 stands for never. What follows from the stretches is not stored again.
 */
export interface StoredFaults {
  readonly coordinator: string;
  readonly checkpointing?: string;
  /** By row. `useful`: less what the job computed and has not lost, so that a column of jobs that have left is 0. */
  readonly spent: { readonly useful: StoredColumn; readonly lost: StoredColumn };
  /** By stretch: how its time was spent; what is left of it was computing. */
  readonly stretches: { readonly [K in (typeof OVERHEADS)[number]]: StoredColumn };
  readonly incidents: StoredTable<
    'stretch' | 'unnoticed' | 'cause' | 'lost' | 'checkpoint' | 'then' | 'why' | 'queued' | 'again'
  > & { readonly nodes: StoredLists; readonly unreadable: StoredLists };
  readonly moves: StoredTable<'stretch' | 'alarm' | 'saving' | 'left' | 'again'>;
  readonly outages: StoredTable<'node' | 'from' | 'known' | 'until' | 'back' | 'cause' | 'event'>;
  readonly storage: StoredTable<'from' | 'until' | 'what' | 'speed'>;
  /** Where there are any. */
  readonly deadlocks?: StoredTable<'from' | 'entity'>;
  readonly alarms: StoredTable<'node' | 'from' | 'expected' | 'until' | 'justified' | 'then' | 'why'> & {
    readonly jobs: StoredLists;
  };
  readonly quarantines: StoredTable<'node' | 'from' | 'until' | 'why'>;
  readonly replacements: StoredTable<'node' | 'of' | 'from' | 'ready'>;
  /** By row. */
  readonly checkpoints: { readonly [K in keyof CheckpointCounts]: StoredColumn };
}

/** All of the time of a stretch but computing. */
export const OVERHEADS = ['restore', 'slow', 'checkpoint', 'stuck', 'dead'] as const;

/** By place in the stored columns. */
export const VERDICTS = ['requeue', 'fail'] as const;
export const WARNINGS = ['ignore', 'drain', 'migrate'] as const;
export const STORAGE = ['slow', 'full', 'corrupt'] as const;

/** -1 for never. */
const since = (from: number, time: number): number => (Number.isFinite(time) ? time - from : -1);

/** @param place where a text is among those of the lives */
export function storeFaults(run: CentreRun, faults: FaultRun, place: (text: string) => number): StoredFaults {
  const { coordinator, checkpointing, incidents, moves, outages, storage, deadlocks, alarms, quarantines } = faults;
  const { stretches } = run;
  const ended = faultStretches(run, faults);
  const computed = computedBy(stretches, faults.spent.lost.length);
  return {
    coordinator,
    ...(checkpointing !== undefined && { checkpointing }),
    spent: {
      useful: encodeColumn(
        faults.spent.useful.map((useful, row) => useful - (computed[row]! - faults.spent.lost[row]!)),
      ),
      lost: encodeColumn(faults.spent.lost),
    },
    stretches: Object.fromEntries(
      OVERHEADS.map((kind) => [kind, encodeColumn(stretches.map(({ spent }) => spent?.[kind] ?? 0))]),
    ) as StoredFaults['stretches'],
    incidents: {
      ...storeTable(
        incidents.map((one, i) => ({ ...one, stretch: ended.incidents[i]! })),
        {
          stretch: (one) => one.stretch,
          unnoticed: (one) => one.known - one.struck,
          cause: (one) => place(one.cause),
          lost: (one) => one.lost,
          checkpoint: (one) => one.checkpoint,
          then: (one) => VERDICTS.indexOf(one.then),
          why: (one) => place(one.why),
          queued: (one) => since(one.known, one.queued),
          again: (one) => since(one.known, one.again),
        },
      ),
      nodes: storeLists(incidents.map(({ nodes }) => nodes)),
      unreadable: storeLists(incidents.map(({ unreadable }) => unreadable)),
    },
    moves: storeTable(
      moves.map((one, i) => ({ ...one, stretch: ended.moves[i]! })),
      {
        stretch: (one) => one.stretch,
        alarm: (one) => one.alarm,
        saving: (one) => one.moved - one.warned,
        left: (one) => one.left,
        again: (one) => since(one.moved, one.again),
      },
    ),
    outages: storeTable(outages, {
      node: (one) => one.node,
      from: (one) => one.from,
      known: (one) => one.known - one.from,
      until: (one) => since(one.from, one.until),
      back: (one) => since(one.from, one.back),
      cause: (one) => place(one.cause),
      event: (one) => one.event,
    }),
    storage: storeTable(storage, {
      from: (one) => one.from,
      until: (one) => since(one.from, one.until),
      what: (one) => STORAGE.indexOf(one.what),
      speed: (one) => one.speed,
    }),
    ...(deadlocks.length > 0 && {
      deadlocks: storeTable(deadlocks, { from: (one) => one.from, entity: (one) => one.entity }),
    }),
    alarms: {
      ...storeTable(alarms, {
        node: (one) => one.node,
        from: (one) => one.from,
        expected: (one) => since(one.from, one.expected),
        until: (one) => since(one.from, one.until),
        justified: (one) => Number(one.justified),
        then: (one) => WARNINGS.indexOf(one.then),
        why: (one) => place(one.why),
      }),
      jobs: storeLists(alarms.map(({ jobs }) => jobs)),
    },
    quarantines: storeTable(quarantines, {
      node: (one) => one.node,
      from: (one) => one.from,
      until: (one) => since(one.from, one.until),
      why: (one) => place(one.why),
    }),
    replacements: storeTable(faults.replacements, {
      node: (one) => one.node,
      of: (one) => one.of,
      from: (one) => one.from,
      ready: (one) => one.ready - one.from,
    }),
    checkpoints: Object.fromEntries(
      CHECKPOINT_FATES.map((fate) => [fate, encodeColumn(faults.checkpoints[fate])]),
    ) as StoredFaults['checkpoints'],
  };
}

/** By row: what all stretches of a job computed, ms. */
export function computedBy(stretches: readonly Stretch[], rows: number): Float64Array {
  const computed = new Float64Array(rows);
  for (const { job, spent } of stretches) computed[job]! += spent?.compute ?? 0;
  return computed;
}
