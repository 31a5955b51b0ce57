import { toSeconds } from '../../model/time.ts';
import { experimentRecord } from '../record.ts';
import type { Axis, Cut, Study } from './study.ts';

/** A cut as files tell it: a length of time, or a part of all submissions. */
export type CutRecord = { readonly seconds: number } | { readonly share: number };

export const cutRecord = (cut: Cut): CutRecord => ('ms' in cut ? { seconds: toSeconds(cut.ms) } : { share: cut.share });

const wantedCut = (cut: Cut | 'mser-5'): CutRecord | 'mser-5' => (cut === 'mser-5' ? cut : cutRecord(cut));

/** A study as plain JSON values, for the record: everything that its figures depend on, and no folder. */
export function studyRecord({ experiment, axes, sampled, points, ...study }: Study): object {
  const { replications, truncation, comparison, plan } = study;
  return {
    ...experimentRecord(experiment),
    replications,
    ...(axes.length > 0 && { axes: Object.fromEntries(axes.map(axisRecord)) }),
    ...(sampled && { sample: { lhs: points.length } }),
    truncate: { warmup: wantedCut(truncation.warmup), cooldown: wantedCut(truncation.cooldown) },
    compare: { ...comparison, margin: comparison.margin ?? null },
    ...(plan !== undefined && { plan: plan.form }),
  };
}

const axisRecord = ({ path, values, named }: Axis): [string, unknown] => [
  path,
  named === undefined ? values : { named },
];
