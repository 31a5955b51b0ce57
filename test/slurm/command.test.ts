import { join } from 'node:path';
import { describe, test } from 'vitest';
import { BuiltStudy } from '../cli/built-study.ts';
import { folder, swf } from '../cli/recorder.ts';
import { slurmInstalled, withCluster } from './cluster.ts';

/** 2 points x 2 shaken copies x 3 policies: 12 runs, one policy of them a module that the nodes must find. */
const SCENARIO = `question: Is one better?
workload: { trace: week.swf }
policies: [easy, sjf, ./last-come.mjs]
replications: { count: 2, by: shake, within: 5min }
axes: { cluster.procs: [16, 20] }
truncate: { warmup: mser-5, cooldown: 5% }
compare: { to: easy }
claims: ["mean_wait(easy) >= 0 s", "low(mean_wait(sjf)) >= 0 s"]
seed: 1
`;

/** The youngest job that fits first. */
const LAST_COME = `export default {
  name: 'last-come',
  order: { name: 'youngest', varies: false, score: (job) => -job },
  decide({ queue }, plan) {
    for (let job = queue.startableAfter(); job !== -1; job = queue.startableAfter(job)) plan.start(job);
  },
};
`;

/** 1,000 jobs, 1 to 8 processors wide, which ask for up to three times what they need and overload 16 processors. */
const WEEK = swf(
  16,
  Array.from({ length: 1000 }, (_, i) => {
    const run = 60 + ((i * 7919) % 900);
    return [i * 110, run, 1 + ((i * 31) % 8), run * (1 + (i % 3))] as const;
  }),
);

/** 2 points x 2 replications. */
const UNDER_FAULTS = `question: Who decides better?
workload: { poisson: { jobs: 40, procs: 8, load: 0.5, mean_run: 3600, size: [1, 4] } }
cluster: { groups: { n: { count: 8, cores: 1 } } }
failures: { nodes: { mtbf: 10h, repair: 30min } }
recovery: { retries: 5 }
policies: [easy]
axes: { recovery.coordinator: { named: { usual: standard, own: ./mine.mjs } } }
replications: 2
seed: 1
`;

const OWN_COORDINATOR = "export default { afterFault: () => ({ then: 'requeue', place: 'tail', why: 'mine' }) };";

describe.runIf(slurmInstalled())('on a real Slurm', () => {
  withCluster(6);

  test('makespan run prints and writes the same bytes on nodes, in threads, in one process, and after kills', async ({
    expect,
  }) => {
    const place = folder({ 's.yaml': SCENARIO, 'week.swf': WEEK, 'last-come.mjs': LAST_COME });
    const study = (name: string): BuiltStudy => new BuiltStudy(join(place, 's.yaml'), join(place, name));
    const [serial, one, two, nodes, mixed] = ['serial', 'one', 'two', 'nodes', 'mixed'].map(study);
    const alone = await serial!.run('--executor', 'in-process');
    expect(alone).toMatchObject({ code: 0, err: '' });
    const whole = serial!.files();
    expect(Object.keys(whole)).toEqual(
      expect.arrayContaining(['out/report.html', 'out/report.json', 'out/summary.md', 'tables/runs.parquet']),
    );
    // The 12 runs, and the pilots by which MSER-5 cuts: the first replication of each point and policy.
    expect(serial!.kept()).toHaveLength(12 + 6);

    expect(await one!.run('--workers', '1')).toEqual(alone);
    expect(one!.files()).toEqual(whole);
    expect(await two!.run('--workers', '2')).toEqual(alone);
    expect(two!.files()).toEqual(whole);
    const { err, ...printed } = await nodes!.run('--executor', 'slurm');
    expect({ ...printed, err: '' }).toEqual(alone);
    // What is asked for at once is one array: the pilots, then the runs.
    expect(err.match(/^makespan: (6|12) runs are submitted as job \d+$/gm)).toHaveLength(2);
    expect(nodes!.files()).toEqual(whole);

    // Begun in threads and killed, killed again while an array is under way, and finished on nodes.
    expect(await mixed!.killed(1, 0, '--workers', '2')).toMatchObject({ signal: 'SIGKILL' });
    const begun = mixed!.kept().length;
    expect(await mixed!.killed(begun + 1, 0, '--executor', 'slurm')).toMatchObject({ signal: 'SIGKILL' });
    expect(mixed!.files()).not.toHaveProperty(['out/report.json']);
    expect(await mixed!.run('--executor', 'slurm')).toMatchObject({ code: 0, out: alone.out });
    expect(mixed!.files()).toEqual(whole);
  }, 240_000);

  test('a coordinator of the user decides on nodes as it does in one process', async ({ expect }) => {
    const place = folder({ 's.yaml': UNDER_FAULTS, 'mine.mjs': OWN_COORDINATOR });
    const study = (name: string): BuiltStudy => new BuiltStudy(join(place, 's.yaml'), join(place, name));
    const [alone, nodes] = [study('alone'), study('nodes')];
    const printed = await alone.run('--executor', 'in-process');
    expect(printed).toMatchObject({ code: 0, err: '' });
    expect(await nodes.run('--executor', 'slurm')).toMatchObject({ code: 0, out: printed.out });
    expect(nodes.files()).toEqual(alone.files());
  }, 240_000);
});
