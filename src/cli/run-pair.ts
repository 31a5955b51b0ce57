import { isDeepStrictEqual } from 'node:util';
import { InputError } from '../model/errors.ts';
import type { JobTable } from '../model/jobs.ts';
import type { Workload } from '../model/workload.ts';
import type { ReportedRun, ReportInput } from '../report/report.ts';
import { readRun } from '../report/run-data.ts';
import { isFolder } from './output-file.ts';
import { runsOf } from './stored-run.ts';

/** One run of a report. */
export interface NamedRun {
  readonly folder: string;
  readonly stored: ReportInput;
  readonly run: ReportedRun;
}

/**
 * The two runs that were named: two folders, or one for both; with the label of a policy behind a colon, or by --policy.
 * @throws InputError if they do not name exactly two runs, or those are not of the same workload
 */
export function runPair(words: readonly string[], labels: readonly string[] = []): readonly [a: NamedRun, b: NamedRun] {
  const places = words.map(placeOf);
  if (places.some(({ label }) => label !== undefined) && labels.length > 0) {
    throw new InputError('--policy: policies are named behind a colon already; name them in one way');
  }
  const pair = places.length === 1 ? withinOne(places[0]!, labels) : ofTwo(places, labels);
  sameWorkload(pair);
  return pair;
}

interface Place {
  readonly folder: string;
  readonly label: string | undefined;
}

/** A colon may be in the name of a folder, too; then the folder is meant if it is there. */
function placeOf(word: string): Place {
  if (isFolder(word)) return { folder: word, label: undefined };
  for (let at = word.indexOf(':'); at >= 0; at = word.indexOf(':', at + 1)) {
    if (isFolder(word.slice(0, at))) return { folder: word.slice(0, at), label: word.slice(at + 1) };
  }
  return { folder: word.replace(/:.*$/s, ''), label: undefined };
}

function withinOne({ folder, label }: Place, labels: readonly string[]): readonly [NamedRun, NamedRun] {
  const stored = readRun(folder);
  if (label !== undefined) throw new InputError('B is required: another run to hold this one against');
  const runs = runsOf(stored, labels.length === 0 ? undefined : labels, folder);
  if (runs.length === 2) return [0, 1].map((i) => ({ folder, stored, run: runs[i]! })) as [NamedRun, NamedRun];
  throw new InputError(
    labels.length > 0
      ? `--policy: expected two different policies of ${folder}, found ${runs.length}`
      : `${folder}: ${runs.length === 1 ? 'only one policy was run' : `${runs.length} policies were run`}; name two of them with --policy, or another folder`,
  );
}

function ofTwo(places: readonly Place[], labels: readonly string[]): readonly [NamedRun, NamedRun] {
  if (labels.length > 2) throw new InputError(`--policy: expected one or two policies, found ${labels.length}`);
  return places.map(({ folder, label }, i): NamedRun => {
    const stored = readRun(folder);
    const wanted = label ?? labels[i] ?? labels[0];
    const runs = runsOf(stored, wanted === undefined ? undefined : [wanted], folder);
    if (runs.length === 1) return { folder, stored, run: runs[0]! };
    throw new InputError(
      `${folder}: ${runs.length} policies were run; say which, as in ${folder}:${runs[0]?.label ?? 'LABEL'}`,
    );
  }) as [NamedRun, NamedRun];
}

function sameWorkload([a, b]: readonly [NamedRun, NamedRun]): void {
  if (a.stored === b.stored) return;
  const what = difference(a.stored.workload, b.stored.workload);
  if (what === undefined) return;
  throw new InputError(
    `${a.folder} and ${b.folder} are runs of different workloads, which cannot be compared: ${what}`,
  );
}

const COLUMNS = {
  submit: 'submit time',
  runtime: 'run time',
  estimate: 'estimate',
  procs: 'number of processors',
  id: 'label',
  user: 'user',
  group: 'group',
  queue: 'queue',
} as const satisfies Partial<Record<keyof JobTable, string>>;

function difference(a: Workload, b: Workload): string | undefined {
  if (a.jobs.length !== b.jobs.length) return `${a.jobs.length} and ${b.jobs.length} jobs`;
  for (const [column, name] of Object.entries(COLUMNS) as [keyof typeof COLUMNS, string][]) {
    const [one, other] = [a.jobs[column], b.jobs[column]];
    for (let row = 0; row < one.length; row += 1) {
      if (one[row] !== other[row]) return `the ${name} of job ${a.jobs.id[row]} (row ${row}) is not the same`;
    }
  }
  if (a.procs !== b.procs) return `machines of ${a.procs} and ${b.procs} processors`;
  if ((a.centre === undefined) !== (b.centre === undefined)) return 'one of a machine of nodes, one of processors';
  if (!isDeepStrictEqual(a.centre, b.centre)) return 'their machines of nodes, or the rules of these, are not the same';
  const alike = isDeepStrictEqual([a.jobs.asks, a.jobs.fails], [b.jobs.asks, b.jobs.fails]);
  return alike ? undefined : 'their jobs do not ask for the same, or do not end in the same way';
}
