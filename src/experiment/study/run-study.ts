import { InputError } from '../../model/errors.ts';
import { decided, type Look } from '../statistics/sequential.ts';
import { analyse, type StudyFigures } from './analysis.ts';
import { looksOf } from './looks-of.ts';
import type { Study } from './study.ts';
import { judgeClaims, type StudyClaimResult } from './study-claims.ts';
import { type StudyHooks, StudyRuns } from './study-runs.ts';

/** What a study left behind. */
export interface StudyResult {
  readonly study: Study;
  readonly runs: StudyRuns;
  readonly figures: StudyFigures;
  readonly claims: readonly StudyClaimResult[];
  /** The looks that were taken at the verdicts, where replications were added until they were decided. */
  readonly looks?: readonly Look[] | undefined;
}

export interface StudyOptions {
  /** Add replications until every comparison has a verdict, or there are as many as there may be. */
  readonly untilDecided?: boolean | undefined;
}

/**
 * Does the runs of a study that are not kept yet, and sums all of them up.
 * @throws InputError for a run that fails, and the signal's reason if it fires; what is finished is kept in the store
 */
export async function runStudy(
  study: Study,
  hooks: StudyHooks,
  { untilDecided = false }: StudyOptions = {},
): Promise<StudyResult> {
  const runs = new StudyRuns(study, hooks);
  const { points, replications } = study;
  if (untilDecided) return summed(runs, ...(await decide(runs)));
  await runs.complete(points, replications.count);
  return summed(runs, analyse(runs, points, replications.count));
}

const summed = (runs: StudyRuns, figures: StudyFigures, taken?: readonly Look[]): StudyResult => ({
  study: runs.study,
  runs,
  figures,
  claims: judgeClaims(runs, figures),
  ...(taken && { looks: taken }),
});

async function decide(runs: StudyRuns): Promise<[StudyFigures, Look[]]> {
  const { points, experiment } = runs.study;
  const planned = looksOf(runs.study);
  if (experiment.policies.length < 2) throw new InputError('--until-decided needs two policies to decide between');
  const taken: Look[] = [];
  let figures: StudyFigures | undefined;
  for (const look of planned) {
    await runs.complete(points, look.replications);
    taken.push(look);
    figures = analyse(runs, points, look.replications, look.confidence);
    if (decided(figures.points.flatMap(({ comparisons }) => comparisons))) break;
  }
  return [figures!, taken];
}
