import { readFileSync } from 'node:fs';
import { type Random, randomStreams } from '../../kernel/random.ts';
import type { JobTable } from '../../model/jobs.ts';
import { packageFile } from '../../model/package.ts';
import { fromSeconds } from '../../model/time.ts';

/** A job of a published case; times in seconds. */
interface CaseJob {
  readonly submit: number;
  readonly run: number;
  readonly procs: number;
  readonly estimate: number;
}

/** A small workload that a policy is tried on. */
export interface Trial {
  readonly name: string;
  readonly procs: number;
  readonly jobs: JobTable;
}

/** A published case: starts worked by hand, in seconds, for each policy that it is about. */
export interface Case extends Trial {
  readonly starts: Readonly<Record<string, readonly number[]>>;
}

/** The cases of scenarios/conformance/cases.json, which ships with the package for whoever wants to read it elsewhere. */
export function publishedCases(): Case[] {
  const text = readFileSync(packageFile('scenarios/conformance/cases.json'), 'utf8');
  const { cases } = JSON.parse(text) as {
    cases: readonly (Omit<Case, 'jobs'> & { readonly jobs: readonly CaseJob[] })[];
  };
  return cases.map((one) => ({ ...one, jobs: tableOf(one.jobs) }));
}

/** How many random workloads there are, and jobs in each. */
const RANDOM_TRIALS = 10;
const RANDOM_JOBS = 60;

/** The same workloads for everybody: small numbers, so that arrivals, ends and reservations often fall together. */
export function randomTrials(): Trial[] {
  const streams = randomStreams('conformance');
  return Array.from({ length: RANDOM_TRIALS }, (_, i) => {
    const random = streams.stream(`random-${i + 1}`);
    const procs = whole(random, 1, 12);
    let submit = 0;
    const jobs = Array.from({ length: RANDOM_JOBS }, () => {
      submit += random() < 0.4 ? 0 : whole(random, 1, 15);
      const run = random() < 0.1 ? 0 : whole(random, 1, 30);
      const estimate = random() < 0.3 ? run : run + whole(random, 0, 30);
      return { submit, run, estimate, procs: whole(random, 1, procs) };
    });
    return { name: `random workload ${i + 1}`, procs, jobs: tableOf(jobs) };
  });
}

const whole = (random: Random, least: number, most: number): number =>
  least + Math.floor(random() * (most - least + 1));

function tableOf(jobs: readonly CaseJob[]): JobTable {
  const unknown = jobs.map(() => -1);
  return {
    length: jobs.length,
    id: jobs.map((_, row) => row),
    submit: Float64Array.from(jobs, ({ submit }) => fromSeconds(submit)),
    runtime: Float64Array.from(jobs, ({ run }) => fromSeconds(run)),
    estimate: Float64Array.from(jobs, ({ estimate }) => fromSeconds(estimate)),
    procs: Int32Array.from(jobs, ({ procs }) => procs),
    killed: new Uint8Array(jobs.length),
    user: unknown,
    group: unknown,
    queue: unknown,
  };
}
