import { InputError } from '../model/errors.ts';
import type { JobFacts } from '../model/jobs.ts';
import type { ClusterView, Prediction, QueueOrder, Scheduler } from '../model/scheduler.ts';
import { type Time, toSeconds } from '../model/time.ts';
import { InvariantViolation } from '../observers/invariants.ts';
import { factsOf, guestView } from './guest-view.ts';
import { type ModuleFile, messageOf } from './module-failure.ts';
import { PolicyError } from './policy-error.ts';

/**
 * The same policy, whose failures are told as the user's to mend: when in simulated time, and where in their file.
 * What an observer throws while the policy starts a job is not its failure and passes.
 */
export function guarded(policy: Scheduler, where: ModuleFile): Scheduler {
  const { order, scan, predicts } = policy;
  // Copied once per run: the same policy may be given to another run afterwards.
  const facts = new WeakMap<JobFacts, JobFacts>();
  const views = new WeakMap<ClusterView, ClusterView>();
  const factsFrom = (jobs: JobFacts): JobFacts => {
    const known = facts.get(jobs) ?? factsOf(jobs);
    facts.set(jobs, known);
    return known;
  };
  const viewOf = (view: ClusterView): ClusterView => {
    const known = views.get(view) ?? guestView(view, factsFrom(view.jobs));
    views.set(view, known);
    return known;
  };
  const failure = (cause: unknown, now: Time): unknown => {
    if (cause instanceof InvariantViolation || cause instanceof InputError) return cause;
    return new PolicyError(`at ${toSeconds(now)} s: ${messageOf(cause, where)}`, { cause });
  };
  const guardedOrder = (given: QueueOrder): QueueOrder => ({
    name: given.name,
    varies: given.varies,
    score(job, jobs, now) {
      let score: number;
      try {
        score = given.score(job, factsFrom(jobs), now);
      } catch (cause) {
        throw failure(cause, now);
      }
      if (typeof score === 'number' && !Number.isNaN(score)) return score;
      throw new PolicyError(`at ${toSeconds(now)} s: the score of row ${job} is ${String(score)}, not a number`);
    },
  });
  const passing = <T>(work: () => T): T => {
    try {
      return work();
    } catch (cause) {
      throw new PolicyError(`its prediction failed: ${messageOf(cause, where)}`, { cause });
    }
  };
  const guardedPrediction = (given: Prediction): Prediction => ({
    predict: (job, jobs) => passing(() => given.predict(job, factsFrom(jobs))),
    learn: (job, ran, jobs) => passing(() => given.learn(job, ran, factsFrom(jobs))),
    correct: (job, outlived, misses, jobs) => passing(() => given.correct(job, outlived, misses, factsFrom(jobs))),
  });
  return {
    ...policy,
    ...(predicts && { predicts: () => guardedPrediction(passing(predicts)) }),
    ...(order && { order: guardedOrder(order) }),
    ...(scan && { scan: guardedOrder(scan) }),
    decide(view, plan) {
      let answer: unknown;
      try {
        answer = policy.decide(viewOf(view), plan);
      } catch (cause) {
        throw failure(cause, view.now);
      }
      if (!(answer instanceof Promise)) return;
      // What it does later is too late, and must not end the process.
      answer.catch(() => {});
      throw new PolicyError(
        `at ${toSeconds(view.now)} s: its decide is asynchronous; it must decide before it returns`,
      );
    },
  };
}
