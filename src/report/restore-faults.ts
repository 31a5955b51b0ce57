import type { Stretch } from '../model/centre-run.ts';
import {
  CHECKPOINT_FATES,
  type CheckpointCounts,
  type FaultRun,
  type IncidentRecord,
  type MoveRecord,
  type Spending,
  type Spent,
} from '../model/fault-run.ts';
import type { JobId } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import { numbers, within } from './checked-columns.ts';
import { computedBy, OVERHEADS, STORAGE, type StoredFaults, VERDICTS, WARNINGS } from './faults-data.ts';
import { restoreLists, tableReader } from './stored-tables.ts';

/** What the records point at. */
export interface FaultsAround {
  readonly texts: readonly string[];
  readonly rows: number;
  /** How many nodes there are. */
  readonly machine: number;
  readonly entities: number;
}

/**
 * The stretches with how their time was spent.
 * @throws Error that names the column which cannot be right
 */
export function restoreSpent(stored: StoredFaults, stretches: readonly Stretch[]): Stretch[] {
  const columns = OVERHEADS.map((kind) =>
    notNegative(
      `faults.stretches.${kind}`,
      numbers(`faults.stretches.${kind}`, stored.stretches[kind], stretches.length),
    ),
  );
  return stretches.map((one, i) => {
    const spent = Object.fromEntries(OVERHEADS.map((kind, k) => [kind, columns[k]![i]!])) as Omit<Spent, 'compute'>;
    const compute = OVERHEADS.reduce((left, kind) => left - spent[kind], one.end - one.start);
    if (compute < 0) throw new Error(`faults.stretches: more time spent than there was (stretch ${i + 1})`);
    return { ...one, spent: { ...spent, compute } };
  });
}

/**
 * What faults have done.
 * @param stretches what `restoreSpent` made of them
 * @throws Error that names the column which cannot be right
 */
export function restoreFaults(stored: StoredFaults, stretches: readonly Stretch[], around: FaultsAround): FaultRun {
  const { coordinator, checkpointing, checkpoints } = stored;
  const { rows } = around;
  return {
    coordinator,
    checkpointing,
    spent: spentBy(stored, stretches, rows),
    incidents: incidentsOf(stored, stretches, around),
    moves: movesOf(stored, stretches),
    storage: storageOf(stored),
    deadlocks: deadlocksOf(stored, around),
    ...ofNodes(stored, around),
    checkpoints: Object.fromEntries(
      CHECKPOINT_FATES.map((fate) => [
        fate,
        Int32Array.from(numbers(`faults.checkpoints.${fate}`, checkpoints[fate], rows)),
      ]),
    ) as CheckpointCounts,
  };
}

/** After another time; -1 is never. */
const after = (from: number, time: number, never: number): number => (time === -1 ? never : from + time);

function notNegative(name: string, values: Float64Array): Float64Array {
  if (values.some((value) => !(value >= 0))) throw new Error(`${name}: a time below 0`);
  return values;
}

/** What jobs have spent is what their stretches have; what they computed was of use where it was not lost. */
function spentBy({ spent }: StoredFaults, stretches: readonly Stretch[], rows: number): FaultRun['spent'] {
  const lost = notNegative('faults.spent.lost', numbers('faults.spent.lost', spent.lost, rows));
  const computed = computedBy(stretches, rows);
  const useful = numbers('faults.spent.useful', spent.useful, rows).map(
    (more, row) => computed[row]! - lost[row]! + more,
  );
  const columns: Partial<Record<Spending, Float64Array>> = { useful, lost };
  for (const kind of OVERHEADS) {
    const column = new Float64Array(rows);
    for (const one of stretches) column[one.job]! += one.spent![kind];
    columns[kind] = column;
  }
  return columns as FaultRun['spent'];
}

function incidentsOf(stored: StoredFaults, stretches: readonly Stretch[], around: FaultsAround): IncidentRecord[] {
  const { count, nodes, unreadable } = stored.incidents;
  const column = tableReader('faults.incidents', stored.incidents);
  const stretch = within('faults.incidents.stretch', column('stretch'), stretches.length);
  const cause = within('faults.incidents.cause', column('cause'), around.texts.length);
  const why = within('faults.incidents.why', column('why'), around.texts.length);
  const then = within('faults.incidents.then', column('then'), VERDICTS.length);
  const unnoticed = notNegative('faults.incidents.unnoticed', column('unnoticed'));
  const [lost, checkpoint, queued, again] = [column('lost'), column('checkpoint'), column('queued'), column('again')];
  const failed = restoreLists('faults.incidents.nodes', nodes, count);
  within('faults.incidents.nodes', failed.flat(), around.machine);
  const numbersOf = restoreLists('faults.incidents.unreadable', unreadable, count);
  return Array.from({ length: count }, (_, i): IncidentRecord => {
    const { job, start, end, allocation } = stretches[stretch[i]!]!;
    return {
      job,
      cause: around.texts[cause[i]!]!,
      struck: end - unnoticed[i]!,
      known: end,
      since: start,
      on: allocation.nodes,
      nodes: failed[i] as NodeId[],
      lost: lost[i]!,
      checkpoint: checkpoint[i]!,
      unreadable: numbersOf[i]!,
      then: VERDICTS[then[i]!]!,
      why: around.texts[why[i]!]!,
      queued: after(end, queued[i]!, Number.NaN),
      again: after(end, again[i]!, Number.NaN),
    };
  });
}

function movesOf(stored: StoredFaults, stretches: readonly Stretch[]): MoveRecord[] {
  const column = tableReader('faults.moves', stored.moves);
  const stretch = within('faults.moves.stretch', column('stretch'), stretches.length);
  const alarm = within('faults.moves.alarm', column('alarm'), stored.alarms.count);
  const [saving, left, again] = [column('saving'), column('left'), column('again')];
  return Array.from(stretch, (place, i): MoveRecord => {
    const { job, start, end, allocation } = stretches[place]!;
    return {
      ...{ job, alarm: alarm[i]!, since: start, warned: end - saving[i]!, moved: end, on: allocation.nodes },
      ...{ left: left[i]!, again: after(end, again[i]!, Number.NaN) },
    };
  });
}

function storageOf(stored: StoredFaults): FaultRun['storage'] {
  const column = tableReader('faults.storage', stored.storage);
  const what = within('faults.storage.what', column('what'), STORAGE.length);
  const [until, speed] = [column('until'), column('speed')];
  return Array.from(column('from'), (from, i) => ({
    kind: 'storage' as const,
    from,
    until: after(from, until[i]!, Number.POSITIVE_INFINITY),
    what: STORAGE[what[i]!]!,
    speed: speed[i]!,
  }));
}

function deadlocksOf({ deadlocks }: StoredFaults, { entities }: FaultsAround): FaultRun['deadlocks'] {
  if (deadlocks === undefined) return [];
  const column = tableReader('faults.deadlocks', deadlocks);
  const entity = within('faults.deadlocks.entity', column('entity'), entities);
  return Array.from(column('from'), (from, i) => ({ kind: 'deadlock' as const, from, entity: entity[i]! }));
}

type OfNodes = Pick<FaultRun, 'outages' | 'alarms' | 'quarantines' | 'replacements'>;

function ofNodes(stored: StoredFaults, { texts, rows, machine }: FaultsAround): OfNodes {
  const nodeOf = (name: string, values: Float64Array): NodeId[] =>
    Array.from(within(name, values, machine)) as NodeId[];
  const text = (name: string, values: Float64Array): string[] =>
    Array.from(within(name, values, texts.length), (place) => texts[place]!);
  const end = (from: number, time: number): number => after(from, time, Number.POSITIVE_INFINITY);
  const outages = tableReader('faults.outages', stored.outages);
  const outage = { known: outages('known'), until: outages('until'), back: outages('back'), event: outages('event') };
  const causes = text('faults.outages.cause', outages('cause'));
  const failed = nodeOf('faults.outages.node', outages('node'));
  const alarms = tableReader('faults.alarms', stored.alarms);
  const alarm = { expected: alarms('expected'), until: alarms('until'), justified: alarms('justified') };
  const then = within('faults.alarms.then', alarms('then'), WARNINGS.length);
  const warned = nodeOf('faults.alarms.node', alarms('node'));
  const reasons = text('faults.alarms.why', alarms('why'));
  const jobs = restoreLists('faults.alarms.jobs', stored.alarms.jobs, stored.alarms.count);
  within('faults.alarms.jobs', jobs.flat(), rows);
  const quarantines = tableReader('faults.quarantines', stored.quarantines);
  const shut = { node: nodeOf('faults.quarantines.node', quarantines('node')), until: quarantines('until') };
  const whys = text('faults.quarantines.why', quarantines('why'));
  const replacements = tableReader('faults.replacements', stored.replacements);
  const spare = nodeOf('faults.replacements.node', replacements('node'));
  const replaced = nodeOf('faults.replacements.of', replacements('of'));
  const ready = replacements('ready');
  return {
    outages: Array.from(outages('from'), (from, i) => ({
      ...{ node: failed[i]!, from, known: from + outage.known[i]!, cause: causes[i]!, event: outage.event[i]! },
      ...{ until: end(from, outage.until[i]!), back: end(from, outage.back[i]!) },
    })),
    alarms: Array.from(alarms('from'), (from, i) => ({
      ...{ kind: 'alarm' as const, from, node: warned[i]!, justified: alarm.justified[i] === 1 },
      ...{ expected: end(from, alarm.expected[i]!), until: end(from, alarm.until[i]!) },
      ...{ then: WARNINGS[then[i]!]!, why: reasons[i]!, jobs: jobs[i] as JobId[] },
    })),
    quarantines: Array.from(quarantines('from'), (from, i) => ({
      ...{ node: shut.node[i]!, from, until: end(from, shut.until[i]!), why: whys[i]! },
    })),
    replacements: Array.from(replacements('from'), (from, i) => ({
      ...{ node: spare[i]!, of: replaced[i]!, from, ready: from + ready[i]! },
    })),
  };
}
