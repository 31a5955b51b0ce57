import type { Allocation } from '../model/asks.ts';
import type { Centre } from '../model/centre.ts';
import { type CentreRun, FATES, type Stretch } from '../model/centre-run.ts';
import { type JobId, type JobTable, NO_JOB } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import { MS_PER_SECOND } from '../model/time.ts';
import { numbers, times, within } from './checked-columns.ts';
import { ENDINGS, endsAs, type StoredLives } from './lives-data.ts';
import { restoreFaults, restoreSpent } from './restore-faults.ts';

/**
 * Starts, ends and lives of the jobs under one policy.
 * @throws Error that names the column which cannot be right
 */
export function restoreLives(
  stored: StoredLives,
  jobs: JobTable,
  centre: Centre,
): Required<Pick<FinishedRun, 'start' | 'end'>> & { readonly centre: CentreRun } {
  const { length: rows, submit, runtime } = jobs;
  const asks = jobs.asks!;
  const scale = stored.unit === 's' ? MS_PER_SECOND : 1;
  type Column = 'wait' | 'longer' | 'fate' | 'eligible' | 'deadline' | 'lost' | 'suspended' | 'preemptions';
  const column = (name: Column): Float64Array => numbers(name, stored[name], rows);
  /** Lengths of time in ms, of which -1 was never. */
  const lengths = (name: Column, known?: (row: number) => number): Float64Array =>
    times(name, known === undefined ? column(name) : column(name).map((more, row) => more + known(row))).map(
      (time) => time * scale,
    );
  const sinceSubmission = (name: Column): Float64Array => lengths(name).map((time, row) => submit[row]! + time);
  const start = sinceSubmission('wait');
  const lasted = lengths('longer', (row) => runtime[row]! / scale);
  const cores = numbers('cores', stored.cores, asks.shapes.length);
  const fate = column('fate').map((fate, row) => fate + endsAs(jobs, row));
  const machine = centre.machine.nodes.length;
  const ran = stretchesOf(stored, { jobs, start, scale, machine });
  const { faults, texts } = stored;
  const stretches = faults === undefined ? ran : restoreSpent(faults, ran);
  const run: CentreRun = {
    centre,
    fate: Uint8Array.from(within('fate', fate, FATES.length)),
    why: reasonsOf(stored, rows),
    eligible: sinceSubmission('eligible'),
    deadline: lengths('deadline', (row) => (Number.isNaN(asks.deadline[row]!) ? -1 : asks.deadline[row]! / scale)),
    stretches,
    cores: Float64Array.from(asks.shape, (shape) => cores[shape]!),
    lost: lengths('lost'),
    suspended: lengths('suspended'),
    preemptions: Int32Array.from(column('preemptions')),
    ...(faults !== undefined && {
      faults: restoreFaults(faults, stretches, { texts, rows, machine, entities: centre.entities.length }),
    }),
  };
  return { start, end: start.map((time, row) => time + lasted[row]!), centre: run };
}

function reasonsOf({ why, texts }: StoredLives, rows: number): Map<JobId, string> {
  const job = within('why.job', numbers('why.job', why.job, why.count), rows);
  const text = within('why.text', numbers('why.text', why.text, why.count), texts.length);
  return new Map(Array.from(job, (row, i) => [row as JobId, texts[text[i]!]!]));
}

interface Around {
  readonly jobs: JobTable;
  readonly start: Float64Array;
  /** ms per unit. */
  readonly scale: number;
  /** How many nodes there are. */
  readonly machine: number;
}

function stretchesOf({ stretches, texts }: StoredLives, { jobs, start, scale, machine }: Around): Stretch[] {
  const { count } = stretches;
  const column = (name: Exclude<keyof typeof stretches, 'count'>, length = count): Float64Array =>
    numbers(`stretches.${name}`, stretches[name], length);
  const job = within('stretches.job', column('job'), jobs.length);
  const ending = within('stretches.ending', column('ending'), ENDINGS.length);
  const preempted = ending.reduce((sum, one) => sum + (one > 0 ? 1 : 0), 0);
  const causes = within('stretches.for', column('for', preempted), jobs.length, NO_JOB);
  const reasons = within('stretches.why', column('why', preempted), texts.length);
  const [after, longer] = [column('after'), column('longer')];
  const allocation = allocations(stretches, machine);
  const before = start.slice();
  let stops = 0;
  return Array.from({ length: count }, (_, i): Stretch => {
    const row = job[i]!;
    const from = before[row]! + after[i]! * scale;
    const end = from + jobs.runtime[row]! + longer[i]! * scale;
    if (!(after[i]! >= 0 && end >= from)) throw new Error(`stretches: one ends before it starts (row ${row + 1})`);
    before[row] = end;
    const how = ENDINGS[ending[i]!]!;
    const known = { job: row as JobId, start: from, end, allocation: allocation(), ending: how };
    if (how === 'end') return known;
    const stopped = { for: causes[stops]! as JobId, why: texts[reasons[stops]!]! };
    stops += 1;
    return { ...known, stopped };
  });
}

/** Gives the allocation of one stretch after the other. */
function allocations(stored: StoredLives['stretches'], machine: number): () => Allocation {
  const ranges = numbers('stretches.ranges', stored.ranges, stored.count);
  const count = ranges.reduce((sum, one) => sum + one, 0);
  const ends = within('stretches.nodes', numbers('stretches.nodes', stored.nodes, 2 * count), machine);
  const tasks = numbers('stretches.tasks', stored.tasks, count);
  let stretch = 0;
  let range = 0;
  return () => {
    const until = range + ranges[stretch]!;
    let length = 0;
    for (let one = range; one < until; one++) length += Math.max(ends[2 * one + 1]! - ends[2 * one]! + 1, 0);
    // Of millions of nodes in all, lists that grow would leave as much again to be collected.
    const allocation = { nodes: new Array<number>(length), tasks: new Array<number>(length) };
    for (let place = 0; range < until; range++) {
      for (let node = ends[2 * range]!; node <= ends[2 * range + 1]!; node++) {
        allocation.nodes[place] = node;
        allocation.tasks[place] = tasks[range]!;
        place += 1;
      }
    }
    stretch += 1;
    return allocation;
  };
}
