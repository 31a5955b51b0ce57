import { MAIN_METRICS } from '../../metrics/index.ts';
import { toSeconds } from '../../model/time.ts';
import type { ReplicationModel } from '../../workload/replicate.ts';
import { milliseconds, percent } from '../centre/amounts.ts';
import type { Experiment } from '../experiment.ts';
import { comparedIn } from './compared.ts';
import { type CompareForm, type CutForm, MOST_REPLICATIONS, type ReplicationsForm } from './form.ts';
import type { Comparison, Cut, Replications } from './study.ts';

/** Replications are added up to so many times their number. */
const MOST_TIMES = 20;

export function replicationsOf(form: ReplicationsForm | undefined): Replications {
  if (form === undefined) return { count: 1, most: 1, by: 'none' };
  const { count, by = 'seeds', within, runs, weeks, load } = typeof form === 'number' ? { count: form } : form;
  const most = (typeof form === 'number' ? undefined : form.most) ?? Math.min(MOST_TIMES * count, MOST_REPLICATIONS);
  if (by === 'seeds') return { count, most, by };
  const how: ReplicationModel =
    by === 'shake'
      ? {
          by,
          ...(within !== undefined && { seconds: Math.ceil(toSeconds(milliseconds(within))) }),
          ...(runs !== undefined && { runs: percent(runs) / 100 }),
        }
      : { by, ...(weeks !== undefined && { weeks }), ...(load !== undefined && { load }) };
  return { count, most, by: how };
}

export function comparisonOf(form: CompareForm | undefined, experiment: Experiment): Comparison {
  const { to = experiment.policies[0]!.label, margin, confidence = 0.95 } = form ?? {};
  const metrics = form?.metrics ?? experiment.metrics ?? MAIN_METRICS;
  return {
    to,
    metrics,
    pairs: comparedIn({ to, metrics }, experiment),
    margin: marginOf(margin),
    confidence: typeof confidence === 'string' ? percent(confidence) / 100 : confidence,
  };
}

function marginOf(form: CompareForm['margin']): Comparison['margin'] {
  if (form === undefined) return undefined;
  return typeof form === 'string' ? { share: percent(form) / 100 } : { amount: form };
}

export function cutOf(form: CutForm | undefined): Cut | 'mser-5' {
  if (form === undefined || form === 'none') return { ms: 0 };
  if (form === 'mser-5') return form;
  if (typeof form === 'string' && form.includes('%')) return { share: percent(form) / 100 };
  return { ms: milliseconds(form) };
}
