import { PREEMPT_MODES } from '../model/centre.ts';
import { type CentreRun, FATES, type Stretch } from '../model/centre-run.ts';
import { type JobTable, NO_JOB } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import { MS_PER_SECOND } from '../model/time.ts';
import { encodeColumn, type StoredColumn } from './columns.ts';
import { type StoredFaults, storeFaults } from './faults-data.ts';
import { rangesOf } from './node-ranges.ts';

/**
 * How the jobs lived under one policy: columns by row. What follows from the jobs in most of the cases is stored as its
 * difference from that, so that a column of such cases is a single 0.
 */
export interface StoredLives {
  /** Of all times in these columns. */
  readonly unit: 's' | 'ms';
  /** From submission to start; -1 for a job that never started. */
  readonly wait: StoredColumn;
  /** From start to end, -1 without an end, less the run time. */
  readonly longer: StoredColumn;
  /** Less that of a job which comes to its end. */
  readonly fate: StoredColumn;
  /** Reasons, to which `why` and `stretches.why` point. */
  readonly texts: readonly string[];
  readonly why: { readonly count: number; readonly job: StoredColumn; readonly text: StoredColumn };
  /** From submission until it could have started; -1 for never. */
  readonly eligible: StoredColumn;
  /** The deadline in the end, -1 without one, less the deadline at first. */
  readonly deadline: StoredColumn;
  /** By shape, not by row. */
  readonly cores: StoredColumn;
  readonly lost: StoredColumn;
  readonly suspended: StoredColumn;
  readonly preemptions: StoredColumn;
  /** Columns by stretch, in order of their end. */
  readonly stretches: {
    readonly count: number;
    readonly job: StoredColumn;
    /** Since the end of the job's stretch before, or its first start. */
    readonly after: StoredColumn;
    /** From start to end, less the run time. */
    readonly longer: StoredColumn;
    readonly ending: StoredColumn;
    /** How many ranges of neighbouring nodes with as many tasks each has. */
    readonly ranges: StoredColumn;
    /** First and last node of each range of all stretches, and the tasks on each of its nodes. */
    readonly nodes: StoredColumn;
    readonly tasks: StoredColumn;
    /** Of those that were preempted, in order: for which row, -1 for none; and the place of the reason in `texts`. */
    readonly for: StoredColumn;
    readonly why: StoredColumn;
  };
  /** In a run under faults. */
  readonly faults?: StoredFaults;
}

/** By place in the stored column. */
export const ENDINGS: readonly Stretch['ending'][] = ['end', ...PREEMPT_MODES, 'fault'];

/** The fate of a job that comes to its end: of its kind there are most. */
export const endsAs = ({ killed, fails }: JobTable, row: number): number =>
  FATES.indexOf(killed[row] === 1 || fails?.[row] === 1 ? 'failed' : 'completed');

/** @param inSeconds whether all times of the jobs are whole seconds */
export function storeLives({ jobs, start, end }: FinishedRun, run: CentreRun, inSeconds: boolean): StoredLives {
  const { stretches } = run;
  const asked = jobs.asks!.deadline;
  const times = [start, end, run.eligible, run.deadline, asked, run.lost, run.suspended];
  const whole = (time: number): boolean => Number.isNaN(time) || time % MS_PER_SECOND === 0;
  const seconds =
    inSeconds &&
    times.every((column) => column.every(whole)) &&
    stretches.every((one) => whole(one.start) && whole(one.end));
  const scale = seconds ? MS_PER_SECOND : 1;
  const column = (of: (row: number) => number): StoredColumn =>
    encodeColumn(Float64Array.from({ length: jobs.length }, (_, row) => of(row)));
  /** -1 for never. */
  const units = (time: number): number => (Number.isNaN(time) ? -1 : time / scale);
  const { texts, place } = textTable();
  return {
    unit: seconds ? 's' : 'ms',
    wait: column((row) => units(start[row]! - jobs.submit[row]!)),
    longer: column((row) => units(end[row]! - start[row]!) - jobs.runtime[row]! / scale),
    fate: column((row) => run.fate[row]! - endsAs(jobs, row)),
    texts,
    why: {
      count: run.why.size,
      job: encodeColumn([...run.why.keys()]),
      text: encodeColumn([...run.why.values()].map(place)),
    },
    eligible: column((row) => units(run.eligible[row]! - jobs.submit[row]!)),
    deadline: column((row) => units(run.deadline[row]!) - units(asked[row]!)),
    cores: encodeColumn(byShape(jobs, run.cores)),
    lost: column((row) => run.lost[row]! / scale),
    suspended: column((row) => run.suspended[row]! / scale),
    preemptions: encodeColumn(run.preemptions),
    stretches: storeStretches(stretches, { jobs, start, scale, place }),
    ...(run.faults !== undefined && { faults: storeFaults(run, run.faults, place) }),
  };
}

interface Around {
  readonly jobs: JobTable;
  readonly start: Float64Array;
  /** ms per unit. */
  readonly scale: number;
  readonly place: (text: string) => number;
}

function storeStretches(
  stretches: readonly Stretch[],
  { jobs, start, scale, place }: Around,
): StoredLives['stretches'] {
  const column = (of: (one: Stretch) => number): StoredColumn => encodeColumn(stretches.map(of));
  const before = start.slice();
  const pieces = stretches.map(({ allocation }) => piecesOf(allocation));
  const all = pieces.flat();
  const stopped = stretches.filter(({ ending }) => ending !== 'end');
  return {
    count: stretches.length,
    job: column(({ job }) => job),
    after: column((one) => {
      const after = one.start - before[one.job]!;
      before[one.job] = one.end;
      return after / scale;
    }),
    longer: column((one) => (one.end - one.start - jobs.runtime[one.job]!) / scale),
    ending: column(({ ending }) => ENDINGS.indexOf(ending)),
    ranges: encodeColumn(pieces.map(({ length }) => length)),
    nodes: encodeColumn(all.flatMap(({ first, last }) => [first, last])),
    tasks: encodeColumn(all.map(({ tasks }) => tasks)),
    for: encodeColumn(stopped.map((one) => one.stopped?.for ?? NO_JOB)),
    why: encodeColumn(stopped.map((one) => place(one.stopped?.why ?? ''))),
  };
}

interface NodePiece {
  readonly first: number;
  readonly last: number;
  readonly tasks: number;
}

/** Neighbouring nodes with as many tasks on each. */
function piecesOf({ nodes, tasks }: Stretch['allocation']): NodePiece[] {
  const found: NodePiece[] = [];
  let from = 0;
  for (let to = 1; to <= nodes.length; to++) {
    if (to < nodes.length && tasks[to] === tasks[from]) continue;
    for (const [first, last] of rangesOf(nodes.slice(from, to))) found.push({ first, last, tasks: tasks[from]! });
    from = to;
  }
  return found;
}

/** What all jobs of a shape have in common; 0 for a shape without jobs. */
function byShape({ asks, length }: JobTable, values: ArrayLike<number>): Float64Array {
  const found = new Float64Array(asks!.shapes.length);
  for (let row = 0; row < length; row++) found[asks!.shape[row]!] = values[row]!;
  return found;
}

/** Texts that occur again and again, each kept once. */
function textTable(): { readonly texts: string[]; readonly place: (text: string) => number } {
  const places = new Map<string, number>();
  const texts: string[] = [];
  const place = (text: string): number => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  return { texts, place };
}
