import { join } from 'node:path';
import type { RunOptions } from '../experiment/experiment.ts';
import { resolveOptions } from '../experiment/options.ts';
import type { StoredReplay } from '../experiment/stored-replay.ts';
import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import type { Resilience } from '../model/resilience.ts';
import type { ReportedRun, ReportInput } from '../report/report.ts';
import { version } from './version.ts';

/**
 * The runs with these labels, each once; all of them without labels.
 * @throws InputError for a label that is none of the run's
 */
export function runsOf({ runs }: ReportInput, labels: readonly string[] | undefined, folder: string): ReportedRun[] {
  if (labels === undefined) return [...runs];
  return [...new Set(labels)].map((wanted) => {
    const run = runs.find(({ label }) => label === wanted);
    if (run !== undefined) return run;
    const known = runs.map(({ label }) => label);
    throw new InputError(`${folder}: the run has no policy '${wanted}'${suggestion(wanted, known)}`);
  });
}

/** What befell a run of a report, made at most once. */
function resilienceIn(
  { resilience: record, workload, seed }: ReportInput,
  { folder, options }: { readonly folder: string; readonly options: RunOptions },
): StoredReplay['resilience'] {
  const { centre, jobs } = workload;
  if (record === undefined || centre === undefined) return undefined;
  let made: Promise<Resilience> | undefined;
  return () => {
    made ??= import('../experiment/failures/again.ts').then(({ resilienceAgain }) =>
      resilienceAgain(record, { centre, jobs, seed, folder, limited: options.overrun === 'kill' }),
    );
    return made;
  };
}

/** Why a run cannot be simulated again whose policy has no text that could make it. */
export const madeByProgram = (label: string): string =>
  `policy '${label}' was made by a program, so it cannot be simulated again`;

/**
 * What it takes to simulate a run of a report again.
 * @throws InputError for a run that cannot be simulated again
 */
export function replayOf(stored: ReportInput, { label, spec, run }: ReportedRun, folder: string): StoredReplay {
  if (spec === undefined) throw new InputError(`${folder}: ${madeByProgram(label)}`);
  const base = join(folder, stored.base ?? '.');
  const options = stored.options ?? resolveOptions();
  return {
    jobs: run.jobs,
    procs: run.procs,
    centre: stored.workload.centre,
    resilience: resilienceIn(stored, { folder: base, options }),
    policy: { label, spec, folder: base },
    seed: stored.seed,
    successors: stored.successors?.map((one) => ({ ...one, folder: base })),
    options,
    hash: run.hash,
    version: stored.version === version() ? undefined : stored.version,
  };
}
