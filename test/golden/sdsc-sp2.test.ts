import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { jobsCsv } from '../../src/cli/jobs-csv.ts';
import { simulate } from '../../src/engine/simulation.ts';
import { headline } from '../../src/metrics/headline.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { createScheduler, PROFILES } from '../../src/registry.ts';
import { prepareWorkload } from '../../src/workload/prepare.ts';
import { readSwf } from '../../src/workload/swf-read.ts';

type Figure = 'mean_wait' | 'max_wait' | 'mean_bounded_slowdown' | 'utilization' | 'makespan';

interface Golden {
  readonly trace: string;
  readonly procs: number;
  readonly jobs: number;
  readonly skipped: number;
  readonly killed: number;
  readonly schedules: readonly {
    readonly policy: string;
    readonly profile: string;
    readonly sha256: string;
    readonly figures?: Readonly<Record<Figure, number>>;
  }[];
}

const golden: Golden = JSON.parse(readFileSync(new URL('sdsc-sp2.json', import.meta.url), 'utf8'));
const trace = await readSwf(fileURLToPath(new URL(`../../traces/${golden.trace}`, import.meta.url)));

function replay(policy: string, profileName: string): { run: FinishedRun; skipped: number } {
  const { estimate, ...simultaneity } = PROFILES.find(({ name }) => name === profileName)!;
  const { jobs, procs, skipped } = prepareWorkload('SDSC-SP2', trace, { overrun: 'kill', estimate });
  return { run: simulate(jobs, procs, createScheduler(policy), { simultaneity }), skipped };
}

function sha256(lines: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const line of lines) hash.update(line);
  return hash.digest('hex');
}

describe.each(golden.schedules)('SDSC-SP2 under $policy, profile $profile', ({ policy, profile, ...expected }) => {
  let run: FinishedRun;
  let skipped: number;
  beforeAll(() => {
    ({ run, skipped } = replay(policy, profile));
  });

  it('is the reference schedule, job for job', () => {
    expect(sha256(jobsCsv(run))).toBe(expected.sha256);
  });

  it('runs, skips and kills as many jobs', () => {
    const { jobs, killed } = headline(run);
    // With perfect estimates nobody is killed.
    const kills = profile === 'cqsim' ? 0 : golden.killed;
    expect({ jobs, skipped, killed, procs: run.procs }).toEqual({
      jobs: golden.jobs,
      skipped: golden.skipped,
      killed: kills,
      procs: golden.procs,
    });
  });

  const { figures } = expected;
  if (figures === undefined) return;
  it.each(Object.entries(figures))('has the reference %s, %d, at 1e-9', (figure, value) => {
    expect(Math.abs(headline(run)[figure as Figure]! / value - 1)).toBeLessThanOrEqual(1e-9);
  });
});
