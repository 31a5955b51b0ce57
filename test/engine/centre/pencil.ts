import { type CentreSimulationOptions, simulateCentre } from '../../../src/engine/centre/centre-simulation.ts';
import type { Dependency, Shape } from '../../../src/model/asks.ts';
import type { Centre } from '../../../src/model/centre.ts';
import { FATES } from '../../../src/model/centre-run.ts';
import type { JobId, JobTable } from '../../../src/model/jobs.ts';
import { CORES } from '../../../src/model/resources.ts';
import type { FinishedRun } from '../../../src/model/run.ts';
import type { Scheduler } from '../../../src/model/scheduler.ts';
import { fromSeconds, toSeconds } from '../../../src/model/time.ts';
import { centreInvariants } from '../../../src/observers/centre-invariants.ts';
import { shape } from './plain.ts';

/** A job as a table in a test shows it; times in seconds, defaults as plain as can be. */
export interface PencilJob {
  readonly name: string;
  readonly submit?: number;
  readonly run: number;
  readonly estimate?: number;
  readonly shape?: Shape;
  readonly entity?: number;
  readonly qos?: number;
  readonly priority?: number;
  readonly deadline?: number;
  /** Names of those it depends on, and how. */
  readonly after?: Readonly<Record<string, Dependency['after']>>;
  readonly fails?: boolean;
  /** Whether it may outlive its estimate, as under `overrun: extend`. */
  readonly overruns?: boolean;
}

/** The jobs must be given in order of submission. */
export function pencilJobs(list: readonly PencilJob[]): JobTable {
  const shapes = list.map(({ shape: given }) => given ?? shape(1, 1));
  const rows = new Map(list.map(({ name }, row) => [name, row as JobId]));
  const column = (of: (job: PencilJob) => number): Float64Array => Float64Array.from(list, of);
  const index = (of: (job: PencilJob) => number): Int32Array => Int32Array.from(list, of);
  const zeros = list.map(() => 0);
  return {
    length: list.length,
    id: list.map((_, row) => row + 1),
    submit: column(({ submit = 0 }) => fromSeconds(submit)),
    runtime: column(({ run, estimate = run, overruns }) => fromSeconds(overruns ? run : Math.min(run, estimate))),
    estimate: column(({ run, estimate = run }) => fromSeconds(estimate)),
    procs: Int32Array.from(shapes, ({ tasks, perTask }) => tasks * perTask[CORES]!),
    killed: Uint8Array.from(list, ({ run, estimate = run, overruns }) => (run > estimate && !overruns ? 1 : 0)),
    fails: Uint8Array.from(list, ({ fails }) => (fails ? 1 : 0)),
    user: zeros,
    group: zeros,
    queue: zeros,
    asks: {
      shapes,
      shape: Int32Array.from(list, (_, row) => row),
      entity: index(({ entity = 0 }) => entity),
      qos: index(({ qos = 0 }) => qos),
      priority: column(({ priority = 0 }) => priority),
      deadline: column(({ deadline }) => (deadline === undefined ? Number.NaN : fromSeconds(deadline))),
      dependencies: new Map(
        list.flatMap(({ after }, row) =>
          after === undefined
            ? []
            : [
                [
                  row as JobId,
                  Object.entries(after).map(([on, kind]) => ({ on: rows.get(on)!, after: kind })),
                ] as const,
              ],
        ),
      ),
      names: list.map(({ name }) => name),
    },
  };
}

/** Each job on a line: its stretches with the nodes on which it ran, then its fate if it did not complete. */
export function lives(run: FinishedRun): string[] {
  const { stretches, fate } = run.centre!;
  const { nodes } = run.centre!.centre.machine;
  return run.jobs.asks!.names!.map((name, row) => {
    const parts = stretches
      .filter(({ job }) => job === row)
      .map(({ start, end, allocation, ending }) => {
        const on = allocation.nodes.map(
          (node, i) => nodes[node]!.name + (allocation.tasks[i] === 1 ? '' : `x${allocation.tasks[i]}`),
        );
        return `${toSeconds(start)}-${toSeconds(end)} ${on.join(' ')}${ending === 'end' ? '' : ` ${ending}`}`;
      });
    const left = FATES[fate[row]!]!;
    return [name, ...parts, ...(left === 'completed' ? [] : [left])].join(' | ');
  });
}

/** Simulates a table of jobs and shows how each lived. */
export function live(
  centre: Centre,
  policy: Scheduler | readonly Scheduler[],
  jobs: readonly PencilJob[],
  options: CentreSimulationOptions = {},
): string[] {
  const table = pencilJobs(jobs);
  const policies = [policy].flat() as Scheduler[];
  const observers = [...(options.observers ?? []), centreInvariants(table, centre, policies[0]!)];
  return lives(simulateCentre(table, centre, policies, { ...options, observers }));
}
