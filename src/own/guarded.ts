import { InputError } from '../model/errors.ts';
import type { Prediction, QueueOrder, Scheduler } from '../model/scheduler.ts';
import { type Time, toSeconds } from '../model/time.ts';
import { InvariantViolation } from '../observers/invariants.ts';
import { type ModuleFile, messageOf } from './module-failure.ts';
import { PolicyError } from './policy-error.ts';

/**
 * The same policy, whose failures are told as the user's to mend: when in simulated time, and where in their file.
 * What an observer throws while the policy starts a job is not its failure and passes.
 */
export function guarded(policy: Scheduler, where: ModuleFile): Scheduler {
  const { order, scan, predicts } = policy;
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
        score = given.score(job, jobs, now);
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
    predict: (...args) => passing(() => given.predict(...args)),
    learn: (...args) => passing(() => given.learn(...args)),
    correct: (...args) => passing(() => given.correct(...args)),
  });
  return {
    ...policy,
    ...(predicts && { predicts: () => guardedPrediction(passing(predicts)) }),
    ...(order && { order: guardedOrder(order) }),
    ...(scan && { scan: guardedOrder(scan) }),
    decide(view, plan) {
      try {
        policy.decide(view, plan);
      } catch (cause) {
        throw failure(cause, view.now);
      }
    },
  };
}
