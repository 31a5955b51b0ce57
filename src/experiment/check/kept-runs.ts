import type { Experiment } from '../experiment.ts';
import { actsOf } from '../parting.ts';
import { isStudy } from '../study/form.ts';
import type { Point, Study } from '../study/study.ts';
import type { RunPlace } from '../study/study-runs.ts';
import type { BaselineRun, PointValues, RunName } from './baseline.ts';
import { type Budget, OTHERS } from './budget.ts';
import type { DoneRuns } from './done-runs.ts';

/** A run of now, and where it stands in its study. */
export interface PlacedRun {
  readonly place: RunPlace;
  readonly run: BaselineRun;
}

/** Every run of a study as a baseline keeps it, but for what it did; by point, replication and policy. */
export function keptRuns(study: Study, done: DoneRuns, budgets: readonly Budget[]): PlacedRun[] {
  const { points, replications, experiment } = study;
  const counted = Array.from({ length: replications.count }, (_, replication) => replication);
  const kept = keptMetrics(study, budgets);
  return points.flatMap((point) =>
    counted.flatMap((replication) =>
      experiment.policies.map(({ label }, policy) => {
        const place = { point, replication, policy };
        const { policy: name, submitted: jobs, hash, placements, metrics } = done.record(place);
        const shown = Object.entries(metrics).filter(([metric]) => kept === undefined || kept.has(metric));
        const named: RunName = { at: valuesAt(study, point), replication: replication + 1, label };
        return { place, run: { ...named, policy: name, jobs, hash, placements, metrics: Object.fromEntries(shown) } };
      }),
    ),
  );
}

const valuesAt = ({ axes }: Study, { values }: Point): PointValues =>
  Object.fromEntries(axes.map(({ path }, i) => [path, values[i]]));

/**
 * The metrics of a study that are compared, that the scenario names and that a budget is about; undefined for all, where
 * it is a plain scenario. A study has so many runs that no one would review all figures of each.
 */
function keptMetrics({ scenario, comparison, experiment }: Study, budgets: readonly Budget[]): Set<string> | undefined {
  if (!isStudy(scenario.value)) return undefined;
  return new Set([...comparison.metrics, ...(experiment.metrics ?? []), ...budgets.map(({ metric }) => metric)]);
}

/** The budget on a metric that a baseline's run does not keep, if there is one. */
export const budgetOnUnkept = (budgets: readonly Budget[], { metrics }: BaselineRun): Budget | undefined =>
  budgets.find(({ metric }) => metric !== OTHERS && !(metric in metrics));

/** The budgets of a scenario, and after them those of the command line. */
export const allBudgets = ({ budgets = [] }: Experiment, more: readonly Budget[]): readonly Budget[] => [
  ...budgets,
  ...more,
];

/** The same runs, the first of each policy with what it did, for which it is simulated again if need be. */
export async function withActs(runs: readonly PlacedRun[], done: DoneRuns): Promise<BaselineRun[]> {
  const first = new Set<string>();
  const all: BaselineRun[] = [];
  for (const { place, run } of runs) {
    if (first.has(run.label)) {
      all.push(run);
      continue;
    }
    first.add(run.label);
    const acts = actsOf((await done.simulated(place)).run);
    all.push({ ...run, acts: () => acts });
  }
  return all;
}
