import type { Shape } from '../model/asks.ts';
import type { CentreView } from '../model/centre-view.ts';
import { InputError } from '../model/errors.ts';
import type { JobFacts } from '../model/jobs.ts';
import type { Placement } from '../model/placement.ts';
import type { ClusterView, Prediction, QueueOrder, Scheduler } from '../model/scheduler.ts';
import { type Time, toSeconds } from '../model/time.ts';
import { InvariantViolation } from '../observers/invariants.ts';
import { guestCentre } from './guest-centre.ts';
import { factsOf, guestView } from './guest-view.ts';
import { type ModuleFile, messageOf } from './module-failure.ts';
import { PolicyError } from './policy-error.ts';

/**
 * The same policy, whose failures are told as the user's to mend: when in simulated time, and where in their file.
 * What an observer throws while the policy starts a job is not its failure and passes.
 */
export function guarded(policy: Scheduler, where: ModuleFile): Scheduler {
  const { order, scan, predicts, placement } = policy;
  // Copied once per run: the same policy may be given to another run afterwards.
  const facts = new WeakMap<JobFacts, JobFacts>();
  const views = new WeakMap<ClusterView, ClusterView>();
  const centres = new WeakMap<CentreView, CentreView>();
  const factsFrom = (jobs: JobFacts): JobFacts => once(facts, jobs, factsOf);
  const centreOf = (centre: CentreView | undefined): CentreView | undefined =>
    centre && once(centres, centre, guestCentre);
  const viewOf = (view: ClusterView): ClusterView =>
    once(views, view, () => guestView(view, factsFrom(view.jobs), centreOf(view.centre)));
  const failure = (cause: unknown, now: Time): unknown => {
    if (cause instanceof InvariantViolation || cause instanceof InputError) return cause;
    return new PolicyError(`at ${toSeconds(now)} s: ${messageOf(cause, where)}`, { cause });
  };
  const guardedOrder = (given: QueueOrder): QueueOrder => ({
    name: given.name,
    varies: given.varies,
    score(job, jobs, now, centre) {
      let score: number;
      try {
        score = given.score(job, factsFrom(jobs), now, centreOf(centre));
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
    ...(placement && { placement: guardedPlacement(placement, where) }),
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

/** What is made of something once for as long as that exists. */
function once<K extends object, V>(made: WeakMap<K, V>, key: K, make: (key: K) => V): V {
  const known = made.get(key) ?? make(key);
  made.set(key, known);
  return known;
}

function guardedPlacement(given: Placement, where: ModuleFile): Placement {
  const shapes = new WeakMap<Shape, Shape>();
  return {
    name: given.name,
    ...(given.draws && { draws: true }),
    ...(given.byNode && { byNode: true }),
    score(candidate, shape, random) {
      let score: number;
      try {
        score = given.score(candidate, once(shapes, shape, structuredClone<Shape>), random);
      } catch (cause) {
        throw new PolicyError(`its placement failed: ${messageOf(cause, where)}`, { cause });
      }
      if (typeof score === 'number' && !Number.isNaN(score)) return score;
      throw new PolicyError(`its placement gives node ${candidate.node} the score ${String(score)}, not a number`);
    },
  };
}
