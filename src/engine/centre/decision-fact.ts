import type { DecisionFact } from '../../model/facts.ts';
import { type Inquired, whyNot } from './why-not.ts';

/**
 * What is told of a decision on a machine of nodes to those who ask for reasons; they may ask of it why a job waits,
 * until something changes.
 * @param free cores of all nodes that are online
 */
export function decisionFact(run: Inquired, free: number): DecisionFact {
  const { now: time, plan, queue } = run;
  const first = queue.first();
  return {
    kind: 'decision',
    time,
    free,
    waiting: queue.waiting.length,
    first,
    expected: plan.expected(first),
    strict: plan.isStrict(first),
    head: plan.head,
    shadow: plan.shadow,
    spare: Number.NaN,
    whyNot: (job) => whyNot(run, job),
  };
}
