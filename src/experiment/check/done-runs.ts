import type { FinishedRun } from '../../model/run.ts';
import type { Workload } from '../../model/workload.ts';
import type { Experiment } from '../experiment.ts';
import { loadWorkload } from '../load.ts';
import { type RunHooks, runExperiment, runOne } from '../run.ts';
import { experimentAt, inReplication } from '../study/point.ts';
import { type RunRecord, recordOf, workloadMark } from '../study/record.ts';
import type { Study } from '../study/study.ts';
import { type RunPlace, type StudyHooks, StudyRuns } from '../study/study-runs.ts';

/** A run with all that it was made from. */
export interface SimulatedRun {
  readonly experiment: Experiment;
  readonly workload: Workload;
  readonly run: FinishedRun;
}

/** All runs of a scenario. */
export interface DoneRuns {
  record(place: RunPlace): RunRecord;
  /** The run itself, simulated again if only its record is there. */
  simulated(place: RunPlace): Promise<SimulatedRun>;
}

/**
 * Does the runs of a plain comparison: one for each policy, every one anew.
 * @throws as `runExperiment` does; an error named AbortError if the signal fired
 */
export async function comparisonRuns(experiment: Experiment, hooks: RunHooks): Promise<DoneRuns> {
  const { workload, runs } = await runExperiment(experiment, hooks);
  hooks.signal?.throwIfAborted();
  const mark = workloadMark(workload);
  const records = runs.map(({ run }) => recordOf(run, undefined, [], mark));
  return {
    record: ({ policy }) => records[policy]!,
    simulated: async ({ policy }) => ({ experiment, workload, run: runs[policy]!.run }),
  };
}

/**
 * Does the runs of a study that are not kept yet, under the very names under which `run` keeps them.
 * @throws InputError for a run that fails, and the signal's reason if it fires; what is finished is kept in the store
 */
export async function studyRuns(study: Study, hooks: StudyHooks): Promise<DoneRuns> {
  const runs = new StudyRuns(study, hooks);
  await runs.complete(study.points, study.replications.count);
  let last: { readonly at: string; readonly experiment: Experiment; readonly workload: Workload } | undefined;
  return {
    record: ({ point, replication, policy }) => runs.record(point, replication, policy),
    async simulated({ point, replication, policy }) {
      const at = `${point.index}/${replication}`;
      if (last?.at !== at) {
        const experiment = inReplication(await experimentAt(study, point), study.replications, replication);
        last = { at, experiment, workload: await loadWorkload(experiment, { signal: hooks.signal }) };
      }
      const { experiment, workload } = last;
      return { ...last, run: await runOne(experiment, workload, experiment.policies[policy]!, hooks.signal) };
    },
  };
}
