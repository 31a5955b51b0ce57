import { canonical, shortDigest } from '../digest.ts';
import type { Experiment } from '../experiment.ts';
import { experimentRecord } from '../record.ts';
import { experimentAt } from '../study/point.ts';
import type { Study } from '../study/study.ts';
import type { PointValues, Setting } from './baseline.ts';

/** What an experiment only asks of its runs, or looks at afterwards; and its policies, which are what a check is about. */
const BESIDE = ['question', 'policies', 'metrics', 'claims'];

/** A digest of each part of an experiment that all of its schedules depend on, but for the content of a trace. */
export const settingOf = (experiment: Experiment): Setting =>
  digestsOf(Object.entries(experimentRecord(experiment)).filter(([key]) => !BESIDE.includes(key)));

/**
 * The same of a study, as it is at the point where a baseline begins: points and replications may be added to it.
 * @throws InputError if the study can have no such point
 */
export async function studySetting(study: Study, at: PointValues): Promise<Setting> {
  const { axes, points, replications, truncation } = study;
  const values = axes.map(({ path }, i) => (path in at ? at[path] : points[0]!.values[i]));
  const experiment = axes.length === 0 ? study.experiment : await experimentAt(study, { values });
  const uncut = canonical(truncation) === canonical({ warmup: { ms: 0 }, cooldown: { ms: 0 } });
  const parts: [string, unknown][] = [
    ...(axes.length === 0 ? [] : [['axes', axes.map(({ path }) => path).sort()] as [string, unknown]]),
    ...(replications.by === 'none' ? [] : [['replications', replications.by] as [string, unknown]]),
    ...(uncut ? [] : [['truncate', truncation] as [string, unknown]]),
  ];
  return { ...settingOf(experiment), ...digestsOf(parts) };
}

/** The order of keys says nothing. */
const digestsOf = (parts: readonly (readonly [string, unknown])[]): Setting =>
  Object.fromEntries(
    parts.map(([key, value]) => [key, shortDigest(canonical(value))] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );

/** The parts in which two settings differ, by their keys. */
export const differingParts = (a: Setting, b: Setting): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]).sort();
