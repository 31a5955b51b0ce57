import type { JobId } from './job-id.ts';
import type { Resilience } from './resilience.ts';

/**
 * What befalls a run of some of the jobs of another: each meets what it met there.
 * @param rows of the jobs in the other run, in the order of this one, as in `rowsOf`
 */
export function resilienceOfRows(resilience: Resilience, rows: readonly number[]): Resilience {
  const { faults, checkpoints } = resilience;
  const row = (job: JobId): JobId => rows[job]! as JobId;
  return {
    ...resilience,
    faults: {
      ...faults,
      script: () => faults.script(),
      ...(faults.jobFault && { jobFault: (job: JobId, attempt: number) => faults.jobFault!(row(job), attempt) }),
    },
    coordinator() {
      const own = resilience.coordinator();
      return {
        name: own.name,
        afterFault: (incident) => own.afterFault({ ...incident, job: row(incident.job) }),
        afterRepair: (repair) => own.afterRepair(repair),
        onWarning: (warning) => own.onWarning({ ...warning, jobs: warning.jobs.map(row) }),
      };
    },
    ...(checkpoints && {
      checkpoints: {
        ...checkpoints,
        interval: (job, costs, seen) => checkpoints.interval(row(job), costs, seen),
        state: (job, nodes) => checkpoints.state(row(job), nodes),
        levels: checkpoints.levels.map((level) => ({
          ...level,
          write: (job, nodes) => level.write(row(job), nodes),
          read: (job, nodes) => level.read(row(job), nodes),
        })),
        ...(checkpoints.corrupted && {
          corrupted: (job: JobId, number: number) => checkpoints.corrupted!(row(job), number),
        }),
      },
    }),
  };
}
