import type { JobExplanation } from '../experiment/explain.ts';
import type { Alternative } from '../experiment/what-if.ts';
import { type JobId, type JobTable, NO_JOB } from '../model/jobs.ts';
import { type Time, toSeconds } from '../model/time.ts';
import type { Standing, Wait } from '../observers/explain.ts';
import { startWords, type Wording } from '../observers/words.ts';
import { waitWords } from './explain-words.ts';

/** An explanation as plain JSON values, times in seconds on the clock of the workload; docs/explain.md has the keys. */
export function explanationJson(jobs: JobTable, job: JobId, lives: readonly JobExplanation[]): object {
  const to: Wording = {
    procs: jobs.procs,
    job: (row) => `job ${jobs.id[row]}`,
    time: (time) => String(toSeconds(time)),
  };
  return {
    ...named(jobs, job),
    submit: toSeconds(jobs.submit[job]!),
    estimate: toSeconds(jobs.estimate[job]!),
    run: toSeconds(jobs.runtime[job]!),
    killed: jobs.killed[job] === 1,
    user: jobs.user[job] === -1 ? null : jobs.user[job],
    policies: lives.map((life) => lifeJson(jobs, life, to)),
  };
}

const named = ({ id, procs }: JobTable, job: JobId): object => ({ job: id[job], row: job, procs: procs[job] });

const orNull = (time: Time | undefined): number | null => (time === undefined ? null : toSeconds(time));

function lifeJson(jobs: JobTable, life: JobExplanation, to: Wording): object {
  const { label, job, submit, start, end, planned, reason, waits, blockers, alternatives } = life;
  return {
    policy: label,
    start: toSeconds(start),
    end: toSeconds(end),
    wait: toSeconds(start - submit),
    planned: toSeconds(planned),
    rule: reason.rule,
    why: startWords(reason, job, to),
    note: reason.why ?? null,
    waits: waits.map((wait) => waitJson(jobs, wait, life, to)),
    blockers: blockers.map(({ job: row, time }) => ({ ...named(jobs, row), time: toSeconds(time) })),
    alternatives: alternatives?.map((one) => alternativeJson(jobs, one)) ?? null,
  };
}

function waitJson(jobs: JobTable, wait: Wait, { job, planned }: JobExplanation, to: Wording): object {
  const { from, to: until, rule, by, decisions, first, last, holders } = wait;
  return {
    from: toSeconds(from),
    to: toSeconds(until),
    rule,
    by: by === NO_JOB ? null : named(jobs, by),
    decisions,
    why: waitWords(wait, job, planned, to),
    first: standingJson(first),
    last: standingJson(last),
    holders: holders.map(({ job: row, time }) => ({ ...named(jobs, row), time: toSeconds(time) })),
  };
}

const standingJson = ({ free, place, expected, obstacle }: Standing): object => ({
  free,
  place: orNull(place),
  expected: orNull(expected),
  obstacle: obstacle === undefined ? null : { at: toSeconds(obstacle.at), left: obstacle.left },
});

function alternativeJson(jobs: JobTable, { change, start }: Alternative): object {
  const { kind } = change;
  if (kind === 'without') return { change: kind, ...named(jobs, change.job), start: orNull(start) };
  if (kind === 'estimate') return { change: kind, estimate: toSeconds(change.estimate), start: orNull(start) };
  return { change: kind, procs: change.procs, start: orNull(start) };
}
