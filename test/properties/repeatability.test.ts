import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { startSimulation } from '../../src/engine/simulation.ts';
import type { JobFact } from '../../src/model/facts.ts';
import type { JobId } from '../../src/model/jobs.ts';
import { invariants } from '../../src/observers/invariants.ts';
import { createScheduler } from '../../src/registry.ts';
import { pinnedHashes } from '../golden/hashes.ts';
import { advanceBy, firstDifference, recorder, run } from './facts.ts';
import { SPECS, settingsOf } from './variants.ts';
import { anyWorkload, check, jobTable } from './workloads.ts';

describe.each(SPECS)('%s', (spec) => {
  it('keeps every invariant, and does the same twice, unobserved, asked for reasons, or step by step', () => {
    let checked = 0;
    check(
      fc.property(anyWorkload, fc.integer({ min: 1, max: 5 }), (workload, step) => {
        for (const setting of settingsOf(spec)) {
          const jobs = jobTable(workload.jobs, setting);
          const scheduler = createScheduler(spec);
          const [first, second] = [recorder(), recorder()];
          const observed = run(spec, workload, setting, [invariants(jobs, workload.procs, scheduler), first]);
          const stepped = advanceBy(
            startSimulation(jobs, workload.procs, scheduler, {
              simultaneity: setting.simultaneity,
              observers: [second],
            }),
            step,
          );
          expect(firstDifference(first.facts, second.facts), setting.name).toBeUndefined();
          expect(stepped.hash).toBe(observed.hash);
          expect(run(spec, workload, setting).hash, setting.name).toBe(observed.hash);
          const curious = { name: 'curious', reasons: true, on: () => {} } as const;
          expect(run(spec, workload, setting, [curious]).hash, setting.name).toBe(observed.hash);
          checked += jobs.length;
        }
      }),
      12,
    );
    expect(checked).toBeGreaterThan(300);
  });
});

test('a fresh process, in another time zone and language, finds the same hashes', async () => {
  const script = `
    const { pinnedHashes } = await import('./test/golden/hashes.ts');
    console.log(JSON.stringify(await pinnedHashes()));`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', NODE_OPTIONS: '' },
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual(await pinnedHashes());
});

describe('firstDifference', () => {
  const row = (job: number): JobId => job as JobId;
  const facts: readonly JobFact[] = [
    { kind: 'submit', time: 0, job: row(0) },
    { kind: 'reserve', time: 0, job: row(0), at: 1500, until: 2500, kept: false },
    { kind: 'start', time: 1500, job: row(0) },
    { kind: 'end', time: 2000, job: row(0), killed: false },
  ];
  const doctored = (index: number, fact: JobFact): JobFact[] => facts.with(index, fact);

  it.each([
    [facts, undefined],
    [doctored(0, { kind: 'submit', time: 0, job: row(1) }), 'fact 0: submit of row 0 at 0 s | submit of row 1 at 0 s'],
    [
      doctored(1, { kind: 'reserve', time: 0, job: row(0), at: 1000, until: 2000, kept: false }),
      'fact 1: reserve of row 0 at 0 s for 1.5 s | reserve of row 0 at 0 s for 1 s',
    ],
    [
      doctored(2, { kind: 'start', time: 1501, job: row(0) }),
      'fact 2: start of row 0 at 1.5 s | start of row 0 at 1.501 s',
    ],
    [
      doctored(3, { kind: 'end', time: 2000, job: row(0), killed: true }),
      'fact 3: end of row 0 at 2 s | end of row 0 at 2 s, killed',
    ],
    [facts.slice(0, 3), 'fact 3: end of row 0 at 2 s | nothing more'],
    [[...facts, facts[0]!], 'fact 4: nothing more | submit of row 0 at 0 s'],
  ])('of %# is %j', (other, difference) => {
    expect(firstDifference(facts, other)).toBe(difference);
  });
});
