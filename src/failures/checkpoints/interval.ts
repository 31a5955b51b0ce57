import type { Checkpointing, SeenFailures } from '../../model/checkpoints.ts';
import { type Duration, MS_PER_SECOND } from '../../model/time.ts';

/** Closed forms by the mean time between failures of the job's nodes together. */
export const FORMULAS = ['young', 'daly', 'adaptive'] as const;
export type Formula = (typeof FORMULAS)[number];

/** How the interval between checkpoints is found; `mtbf` is that of one node, ms, as far as anybody knows it. */
export type IntervalRule =
  | { readonly kind: 'fixed'; readonly every: Duration }
  | { readonly kind: Formula; readonly mtbf: Duration };

/** No interval is shorter, whatever a formula says of checkpoints that take no time. */
const SHORTEST: Duration = MS_PER_SECOND;

/**
 * Young's interval, the time of computing between two checkpoints that loses least to first order: sqrt(2 C M)
 * (J. W. Young, "A first order approximation to the optimum checkpoint interval", CACM 17(9), 1974).
 *
 * @param write how long a checkpoint takes, C
 * @param mtbf mean time between failures of whatever stops the job, M, in the same unit
 */
export const youngInterval = (write: number, mtbf: number): number => Math.sqrt(2 * write * mtbf);

/**
 * Daly's interval, which holds where failures are frequent, too: with x = sqrt(C / 2M) it is
 * sqrt(2 C M) (1 + x/3 + x^2/9) - C, and M where C is 2M or more (J. T. Daly, "A higher order estimate of the optimum
 * checkpoint interval for restart dumps", FGCS 22(3), 2006). Units as in `youngInterval`.
 */
export function dalyInterval(write: number, mtbf: number): number {
  if (write >= 2 * mtbf) return mtbf;
  const x = Math.sqrt(write / (2 * mtbf));
  return youngInterval(write, mtbf) * (1 + x / 3 + x ** 2 / 9) - write;
}

/**
 * What the mean time between failures of a node is taken for after some have been seen: failures come at random at a
 * rate of which one failure in `stated` was believed beforehand, a gamma law of shape 1, so that the expected rate is
 * (failures + 1) / (exposure + stated) by the rule for a gamma prior of a Poisson rate. It is `stated` at first, and
 * what has been seen in the long run.
 */
export const learntMtbf = ({ failures, exposure }: SeenFailures, stated: Duration): number =>
  (exposure + stated) / (failures + 1);

/** The interval by a rule; those of the formulas regard that a job on n nodes fails n times as often as one node. */
export function intervalBy(rule: IntervalRule): Checkpointing['interval'] {
  if (rule.kind === 'fixed') return () => rule.every;
  const { kind, mtbf } = rule;
  const formula = kind === 'young' ? youngInterval : dalyInterval;
  return (_, { nodes, write }, seen) => {
    const ofNode = kind === 'adaptive' ? learntMtbf(seen, mtbf) : mtbf;
    return Math.max(SHORTEST, Math.round(formula(write, ofNode / nodes)));
  };
}
