import type { JobTable } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import { toSeconds } from '../model/time.ts';
import { type GroupFigures, groupFigures, groupRows } from './groups.ts';
import { measuredJobs } from './window.ts';

/** One step of a classification: the values above the step before and up to `most`. */
export interface ClassStep {
  readonly name: string;
  /** `1`, `2-8`, `10 min - 1 h`, for people. */
  readonly range: string;
  /** Inclusive upper bound; seconds for lengths, processors for sizes. */
  readonly most: number;
}

/**
 * Sizes and lengths of Kettimuthu, Subramani, Srinivasan, Gopalsamy, Panda & Sadayappan, Selective Preemption
 * Strategies for Parallel Job Scheduling, ICPP 2002: sequential, narrow, wide, very wide by very short, short,
 * long, very long. The length is the run time as executed, so a job is in the same class under every policy.
 */
export const SIZES: readonly ClassStep[] = [
  { name: 'sequential', range: '1', most: 1 },
  { name: 'narrow', range: '2-8', most: 8 },
  { name: 'wide', range: '9-32', most: 32 },
  { name: 'very wide', range: '> 32', most: Number.POSITIVE_INFINITY },
];
export const LENGTHS: readonly ClassStep[] = [
  { name: 'very short', range: '≤ 10 min', most: 600 },
  { name: 'short', range: '10 min - 1 h', most: 3600 },
  { name: 'long', range: '1 - 8 h', most: 28_800 },
  { name: 'very long', range: '> 8 h', most: Number.POSITIVE_INFINITY },
];

/** The figures of the jobs of one size and one length. */
export interface ClassFigures extends GroupFigures {
  readonly size: string;
  readonly length: string;
}

/** All 16 classes, narrow before wide and then short before long; the empty ones too, with 0 jobs. */
export function byClass(whole: FinishedRun): ClassFigures[] {
  const run = measuredJobs(whole);
  const groups = groupRows(run, (job) => sizeOf(run.jobs, job) * LENGTHS.length + lengthOf(run.jobs, job));
  return SIZES.flatMap((size, i) =>
    LENGTHS.map((length, j) => ({
      size: size.name,
      length: length.name,
      ...groupFigures(run, groups.get(i * LENGTHS.length + j) ?? []),
    })),
  );
}

/** The place of a job's size in `SIZES`. */
export const sizeOf = (jobs: JobTable, job: number): number => step(SIZES, jobs.procs[job]!);

/** The place of a job's length in `LENGTHS`. */
export const lengthOf = (jobs: JobTable, job: number): number => step(LENGTHS, toSeconds(jobs.runtime[job]!));

const step = (steps: readonly ClassStep[], value: number): number => steps.findIndex(({ most }) => value <= most);
