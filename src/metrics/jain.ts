import type { FinishedRun } from '../model/run.ts';
import { BOUNDED_SLOWDOWN, TAU } from './bounded-slowdown.ts';
import { userOf } from './centre-names.ts';
import { measures } from './measures.ts';
import { type Metric, ratio, SHARE } from './metric.ts';

/** (sum x)^2 / (m * sum x^2): 1 when all m values are equal, 1/m when one has everything; NaN for no values. */
export function jainIndex(values: readonly number[]): number {
  let sum = 0;
  let squares = 0;
  for (const value of values) {
    sum += value;
    squares += value * value;
  }
  return ratio(sum * sum, values.length * squares);
}

/** How evenly users are slowed down. */
export const JAIN_BOUNDED_SLOWDOWN: Metric = {
  name: 'jain_bounded_slowdown',
  label: 'Jain index over users',
  unit: '1',
  better: 'higher',
  over: 'jobs',
  skewed: false,
  range: SHARE,
  tau: TAU,
  definition:
    '(sum x)^2 / (m * sum x^2) over the m users, x = the mean bounded slowdown ' +
    `(tau = ${TAU} s) of the user's jobs; jobs of unknown user count as one user. 1 is even, 1/m is all on one user.`,
  source:
    'Jain, Chiu & Hawe, A Quantitative Measure of Fairness and Discrimination for Resource Allocation, DEC-TR-301, 1984',
  of(run: FinishedRun): number {
    const slowdown = measures(run).column(BOUNDED_SLOWDOWN);
    const users = new Map<number | string, { sum: number; jobs: number }>();
    for (let job = 0; job < run.jobs.length; job++) {
      const whose = userOf(run.jobs, run.centre?.centre, job);
      const user = users.get(whose) ?? { sum: 0, jobs: 0 };
      user.sum += slowdown[job]!;
      user.jobs += 1;
      users.set(whose, user);
    }
    return jainIndex([...users.values()].map(({ sum, jobs }) => sum / jobs));
  },
};
