import type { RunDiff } from '../experiment/diff.ts';
import type { DiffSide, LeftJob } from '../experiment/diff-side.ts';
import type { Shifts } from '../experiment/parting.ts';
import type { Shrunk } from '../experiment/shrink.ts';
import { type JobId, type JobTable, NO_JOB } from '../model/jobs.ts';
import { rowsOf } from '../model/rows.ts';
import { type Time, toSeconds } from '../model/time.ts';
import { type DiffTold, type DiffWording, diffWording } from './diff-words.ts';

/** A run that is compared, as JSON names it. */
export interface DiffedRun {
  /** The folder of its report. */
  readonly report: string;
  /** The label of its policy. */
  readonly policy: string;
  readonly hash: string;
}

/** How two runs differ as plain JSON values, times in seconds on the clock of the workload; docs/explain.md has the keys. */
export function diffJson(
  told: DiffTold,
  a: DiffedRun,
  b: DiffedRun,
  diff: RunDiff | undefined,
  shrunk?: object,
): object {
  return {
    a,
    b,
    jobs: told.jobs.length,
    same: diff === undefined,
    ...(diff === undefined ? { parting: null, shifts: null } : partsJson(told, diff)),
    shrunk: shrunk ?? null,
  };
}

/** @param diff of the two runs of the jobs that are left */
export function shrunkJson(told: DiffTold, { rows, a, b, pairs, minimal }: Shrunk, diff: RunDiff): object {
  const jobs = rowsOf(told.jobs, rows);
  return {
    pairs,
    minimal,
    jobs: rows.map((row, i) => ({
      job: jobs.id[i],
      row,
      submit: toSeconds(jobs.submit[i]!),
      procs: jobs.procs[i],
      estimate: toSeconds(jobs.estimate[i]!),
      run: toSeconds(jobs.runtime[i]!),
      start: { a: toSeconds(a.start[i]!), b: toSeconds(b.start[i]!) },
    })),
    ...partsJson({ ...told, jobs }, diff),
  };
}

function partsJson(told: DiffTold, { parting, shifts }: RunDiff): object {
  const to = diffWording(told, (time) => String(toSeconds(time)));
  return {
    parting: parting === undefined ? null : partingJson(told, parting, to),
    shifts: shiftsJson(told.jobs, shifts),
  };
}

function partingJson(told: DiffTold, { time, a, b }: NonNullable<RunDiff['parting']>, to: DiffWording): object {
  return { time: toSeconds(time), a: sideJson(told, a, to), b: sideJson(told, b, to) };
}

const named = ({ id, asks }: JobTable, row: JobId): object => ({ job: asks?.names?.[row] ?? id[row], row });

const jobOrNull = (jobs: JobTable, row: JobId): object | null => (row === NO_JOB ? null : named(jobs, row));

/** What never happens, or is in no sight, is null. */
const seconds = (time: Time): number | null => (Number.isFinite(time) ? toSeconds(time) : null);

function sideJson({ jobs, centre }: DiffTold, side: DiffSide, to: DiffWording): object {
  const { decision, starts, stops, leaves, noReasons } = side;
  return {
    starts: starts.map((one) => ({
      ...named(jobs, one.job),
      rule: one.reason?.rule ?? null,
      why: one.reason === undefined ? null : to.start(one),
      note: one.reason?.why ?? null,
      ...(one.allocation && { nodes: one.allocation.nodes.map((node) => centre!.machine.nodes[node]!.name) }),
    })),
    stops: stops.map((one) => ({
      ...named(jobs, one.job),
      mode: one.mode,
      for: jobOrNull(jobs, one.for),
      why: one.why,
    })),
    leaves: leaves.map((one) => ({
      ...named(jobs, one.job),
      running: one.state === 'running',
      state: one.state,
      rule: ruleOf(one),
      why: noReasons === undefined ? to.left(one) : null,
      next: seconds(one.next),
    })),
    decision: decision === undefined ? null : decisionJson(jobs, decision, to),
    no_reasons: noReasons ?? null,
  };
}

const ruleOf = ({ why }: LeftJob): string | null => why?.wait?.rule ?? why?.nodeWait?.first.rule ?? null;

function decisionJson(jobs: JobTable, decision: NonNullable<DiffSide['decision']>, to: DiffWording): object {
  const { time, free, waiting, first, expected, strict, head, shadow } = decision;
  return {
    time: toSeconds(time),
    free,
    waiting,
    first: jobOrNull(jobs, first),
    expected: seconds(expected),
    strict,
    reserved: head === NO_JOB ? null : { ...named(jobs, head), at: seconds(shadow) },
    why: to.standing(decision),
  };
}

/** Lengths of time in seconds. */
function shiftsJson(jobs: JobTable, { earlier, later, onlyA, onlyB, mean, meanSize, greatest }: Shifts): object {
  return {
    earlier,
    later,
    only_a: onlyA,
    only_b: onlyB,
    mean: seconds(mean),
    mean_size: seconds(meanSize),
    greatest: greatest === undefined ? null : { ...named(jobs, greatest.job), by: toSeconds(greatest.by) },
  };
}
