import type { JobAsks } from '../model/asks.ts';
import type { Centre } from '../model/centre.ts';
import { type CentreRun, FATES, type Stretch } from '../model/centre-run.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import { ENDINGS, type StoredAsks, type StoredCentre, type StoredLives } from './centre-data.ts';
import { decodeColumn, type StoredColumn } from './columns.ts';

/** The centre of what `storeCentre` made of it. */
export const restoreCentre = (stored: StoredCentre): Centre => ({
  ...stored,
  machine: {
    ...stored.machine,
    groups: stored.machine.groups.map((group) => ({ ...group, speedOf: new Map(group.speedOf) })),
  },
  entities: stored.entities.map((entity) => ({ ...entity, burst: entity.burst ?? Number.POSITIVE_INFINITY })),
  halfLife: stored.halfLife ?? Number.POSITIVE_INFINITY,
});

/**
 * The jobs together with what they ask of the centre.
 * @throws Error that names the column which cannot be right
 */
export function restoreAsks(jobs: JobTable, stored: StoredAsks, centre: Centre): JobTable {
  const { length: rows } = jobs;
  const { shapes, dependencies, names } = stored;
  const place = (name: string, column: StoredColumn, count: number): Int32Array =>
    Int32Array.from(within(name, numbers(name, column, rows), count));
  const asks: JobAsks = {
    shapes,
    shape: place('shape', stored.shape, shapes.length),
    entity: place('entity', stored.entity, centre.entities.length),
    qos: place('qos', stored.qos, centre.qos.length),
    priority: numbers('priority', stored.priority, rows),
    deadline: times('deadline', stored.deadline, rows),
    dependencies: new Map(dependencies.map(([job, on]) => [job as JobId, on])),
    ...(names !== undefined && { names }),
  };
  within(
    'dependencies',
    [...asks.dependencies].flatMap(([job, on]) => [job, ...on.map((one) => one.on)]),
    rows,
  );
  within(
    'partition',
    shapes.map(({ partition }) => partition),
    centre.machine.partitions.length,
  );
  if (names !== undefined && names.length !== rows) throw new Error(`names: expected ${rows}, found ${names.length}`);
  return { ...jobs, asks, fails: Uint8Array.from(within('fails', numbers('fails', stored.fails, rows), 2)) };
}

/**
 * Starts, ends and lives of the jobs under one policy.
 * @throws Error that names the column which cannot be right
 */
export function restoreLives(
  stored: StoredLives,
  rows: number,
  centre: Centre,
): Required<Pick<FinishedRun, 'start' | 'end'>> & { readonly centre: CentreRun } {
  const run: CentreRun = {
    centre,
    fate: Uint8Array.from(within('fate', numbers('fate', stored.fate, rows), FATES.length)),
    why: new Map(stored.why.map(([job, why]) => [job as JobId, why])),
    eligible: times('eligible', stored.eligible, rows),
    deadline: times('deadline', stored.deadline, rows),
    stretches: stretchesOf(stored.stretches, rows, centre.machine.nodes.length),
    cores: numbers('cores', stored.cores, rows),
    lost: numbers('lost', stored.lost, rows),
    suspended: numbers('suspended', stored.suspended, rows),
    preemptions: Int32Array.from(numbers('preemptions', stored.preemptions, rows)),
  };
  return { start: times('start', stored.start, rows), end: times('end', stored.end, rows), centre: run };
}

function stretchesOf(stored: StoredLives['stretches'], rows: number, machine: number): Stretch[] {
  const { count } = stored;
  const column = (name: Exclude<keyof typeof stored, 'count'>, length = count): Float64Array =>
    numbers(`stretches.${name}`, stored[name], length);
  const job = within('stretches.job', column('job'), rows);
  const ending = within('stretches.ending', column('ending'), ENDINGS.length);
  const [start, end, width] = [column('start'), column('end'), column('width')];
  const held = width.reduce((sum, one) => sum + one, 0);
  const nodes = within('stretches.nodes', column('nodes', held), machine);
  const tasks = column('tasks', held);
  let at = 0;
  return Array.from({ length: count }, (_, i): Stretch => {
    const from = at;
    at += width[i]!;
    const allocation = { nodes: Array.from(nodes.subarray(from, at)), tasks: Array.from(tasks.subarray(from, at)) };
    return { job: job[i]! as JobId, start: start[i]!, end: end[i]!, allocation, ending: ENDINGS[ending[i]!]! };
  });
}

function numbers(name: string, column: StoredColumn, rows: number): Float64Array {
  try {
    return decodeColumn(column, rows);
  } catch (cause) {
    throw new Error(`${name}: ${(cause as Error).message}`, { cause });
  }
}

/** -1 stands for never. */
function times(name: string, column: StoredColumn, rows: number): Float64Array {
  const found = numbers(name, column, rows);
  if (found.some((time) => time !== -1 && !(time >= 0 && Number.isFinite(time)))) {
    throw new Error(`${name}: a time below 0`);
  }
  return found.map((time) => (time === -1 ? Number.NaN : time));
}

/** Places in a list of so many. */
function within<T extends ArrayLike<number>>(name: string, places: T, count: number): T {
  const wrong = Array.from(places).findIndex((place) => !(Number.isInteger(place) && place >= 0 && place < count));
  if (wrong >= 0) throw new Error(`${name}: expected whole numbers from 0 to ${count - 1}, found ${places[wrong]}`);
  return places;
}
