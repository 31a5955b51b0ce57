import { describe, expect, it } from 'vitest';
import { scenarioText } from '../../../src/experiment/open-scenario.ts';
import { studyOf } from '../../../src/experiment/study/load-study.ts';
import { partsOf } from '../../../src/experiment/study/parts.ts';
import { experimentAt } from '../../../src/experiment/study/point.ts';

const SYNTHETIC = '{ poisson: { jobs: 50, procs: 64, load: 0.5 } }';
/** A scenario of which a part is wrong; the part begins on line 6. */
const scenario = (part: string, workload = SYNTHETIC): string =>
  `question: Is it?\nworkload: ${workload}\npolicies: [fcfs, easy]\ncluster: { procs: 64 }\nseed: 1\n${part}`;
const told = async (text: string): Promise<string> => {
  try {
    await studyOf(scenarioText(text, 's.yaml'), () => []);
    return 'nothing is wrong';
  } catch (cause) {
    return (cause as Error).message;
  }
};

describe('what is wrong in a study is told with its place', () => {
  it.each([
    ['replicatons: 3', '6:1 replicatons: unknown key; did you mean replications?'],
    ['replications: 0', '6:15 replications: must be at least 1, found 0'],
    ['replications: 1e9', '6:15 replications: must be at most 10000, found 1000000000'],
    ['replications: { count: 20000 }', '6:24 replications.count: must be at most 10000, found 20000'],
    ['replications: { count: 3, most: 10001 }', '6:33 replications.most: must be at most 10000, found 10001'],
    // 51 points x 2 policies: 102 runs for each replication.
    [
      'replications: 10000\naxes: { workload.poisson.load: { from: 0.5, to: 1, by: 0.01 } }',
      '6:15 replications: 10000 x 102 (points x policies) make 1020000 runs; the most is 1000000',
    ],
    [
      'replications: { count: 2, most: 9804 }\naxes: { workload.poisson.load: { from: 0.5, to: 1, by: 0.01 } }',
      '6:33 replications.most: 9804 x 102 (points x policies) make 1000008 runs; the most is 1000000',
    ],
    ['axes: { cluster.procs: [64, 32, 64] }', '6:33 axes.cluster.procs[2]: the axis has the value 64 already'],
    [
      'axes: { cluster: [{ procs: 64, x: 1 }, { x: 1, procs: 64 }] }',
      '6:40 axes.cluster[1]: the axis has the value {"procs":64,"x":1} already',
    ],
    [
      'axes: { cluster.procs: { named: { few: 64, many: 64 } } }',
      '6:50 axes.cluster.procs.named.many: the axis has the value 64 already',
    ],
    [
      'replications: { count: 3, by: users }',
      '6:31 replications.by: a model has no users that could be sampled: it needs a trace; say by: seeds',
    ],
    ['replications: { by: seeds }', '6:15 replications.count: is missing'],
    ['replications: { count: 3, by: seed }', "6:31 replications.by: 'seed' is not known; did you mean seeds?"],
    ['compare: { confidence: 150% }', '6:24 compare.confidence: must be between 50% and 100%'],
    ['truncate: { warmup: 60%, cooldown: 60% }', '6:1 truncate: leaves no job: warmup and cooldown make 100 % or more'],
    [
      'compare: { margin: 600, metrics: [mean_wait, utilization] }',
      '6:20 compare.margin: is an amount, and the compared metrics have different units (s, share); say a part such as 5%, or compare metrics of one unit',
    ],
    [
      'axes: { replications.count: [2, 4] }',
      '6:9 axes.replications.count: replications is the same at every point; it cannot be an axis',
    ],
    [
      'axes: { policies: [[easy], [fcfs]] }',
      '6:9 axes.policies: every point has the same policies; vary one of them, such as policies[0].depth',
    ],
    ['replications: { count: 3, most: 2 }', '6:33 replications.most: must be at least count'],
    ['replications: { count: 3, weeks: 2 }', '6:27 replications.weeks: is of no use without by: users'],
    ['replications: { count: 3, by: seeds, within: 5s }', '6:38 replications.within: is of no use without by: shake'],
    ['replications: { count: 3, by: seeds, runs: 5% }', '6:38 replications.runs: is of no use without by: shake'],
    ['replications: { count: 3, by: shake, load: 2 }', '6:38 replications.load: is of no use without by: users'],
    ['replications: { count: 3, cont: 2 }', '6:27 replications.cont: unknown key; did you mean count?'],
    ['axes: {}', '6:7 axes: must not be empty'],
    ['axes: { cluster.procs: [] }', '6:24 axes.cluster.procs: must not be empty'],
    ['axes: { cluster.procs: { from: 5, to: 2, steps: 3 } }', '6:39 axes.cluster.procs.to: must be more than from'],
    [
      'axes: { cluster.procs: { from: 5, to: 9 } }',
      '6:9 axes.cluster.procs: a range needs steps or by; say how many values',
    ],
    [
      'axes: { cluster.procs: { from: 100, to: 250, by: 60 } }',
      '6:41 axes.cluster.procs.to: is not reached from 100 by 60: the last value would be 220; say to: 220 or 280, or by: 50',
    ],
    [
      'axes: { cluster.procs: { from: 1, to: 2, by: 5 } }',
      '6:39 axes.cluster.procs.to: is not reached from 1 by 5: the last value would be 1; say to: 6, or by: 1',
    ],
    [
      'axes: { workload.poisson.load: { from: 0.1, to: 1, by: 0.4 } }',
      '6:49 axes.workload.poisson.load.to: is not reached from 0.1 by 0.4: the last value would be 0.9; say to: 0.9 or 1.3, or by: 0.45',
    ],
    [
      'axes: { cluster.procs: { from: 1, to: 64.5, steps: 3, whole: true } }',
      '6:39 axes.cluster.procs.to: must be a whole number beside whole: true',
    ],
    [
      'axes: { cluster.procs: { from: 5, to: 9, steps: 2, by: 1 } }',
      '6:56 axes.cluster.procs.by: cannot be given beside steps',
    ],
    [
      'axes: { cluster.procs: { from: 0, to: 9, steps: 2, scale: log } }',
      '6:32 axes.cluster.procs.from: must be more than 0 on a log scale',
    ],
    ['axes: { cluster.procs: [-1, 64] }', '6:24 axes.cluster.procs: with -1: must be at least 1, found -1'],
    ['axes: { cluster.prcs: [32, 64] }', '6:23 axes.cluster.prcs: with 32: unknown key; did you mean procs?'],
    [
      'axes: { policies.eazy.depth: [1, 2] }',
      "6:9 axes.policies.eazy.depth: there is no policy 'eazy'; did you mean easy?",
    ],
    [
      'axes: { cluster..procs: [1, 2] }',
      "6:9 axes.cluster..procs: '.procs' is no path; expected words with dots between them, such as cluster.procs",
    ],
    [
      'axes: { cluster: [{ procs: 64 }], cluster.procs: { from: 1, to: 2 } }',
      '6:35 axes.cluster.procs: a range needs steps or by; say how many values',
    ],
    ['sample: { lhs: 5 }', '6:1 sample: needs axes, of which it is a sample'],
    [
      'sample: { lhs: 3 }\naxes: { cluster.procs: { from: 64, to: 96, steps: 3, whole: true } }',
      '7:44 axes.cluster.procs.steps: is of no use beside sample, which draws 3 values of the range: leave out one of the two',
    ],
    [
      'sample: { lhs: 3 }\naxes: { cluster.procs: { from: 64, to: 96, by: 8, whole: true } }',
      '7:44 axes.cluster.procs.by: is of no use beside sample, which draws 3 values of the range: leave out one of the two, or list the values that it is to draw from',
    ],
    ['sample: { lhs: 1 }\naxes: { cluster.procs: [32, 64] }', '6:16 sample.lhs: must be at least 2, found 1'],
    [
      'truncate: { warmup: mser }',
      '6:21 truncate.warmup: must be none, mser-5, a part of all submissions such as 10% (less than 100%), or a time such as 7d',
    ],
    [
      'truncate: { warmup: -5% }',
      '6:21 truncate.warmup: must be none, mser-5, a part of all submissions such as 10% (less than 100%), or a time such as 7d',
    ],
    ['truncate: { warm: 5% }', '6:13 truncate.warm: unknown key; did you mean warmup?'],
    ['compare: { to: eazy }', "6:16 compare.to: there is no policy 'eazy'; did you mean easy?"],
    [
      'compare: { metrics: [mean_wiat] }',
      "6:22 compare.metrics[0]: unknown metric 'mean_wiat'; did you mean mean_wait?",
    ],
    ['compare: { margin: 0 }', '6:20 compare.margin: must be more than 0, found 0'],
    ['compare: { margin: wide }', '6:20 compare.margin: must be a part such as 5%'],
    ['compare: { confidence: 0.4 }', '6:24 compare.confidence: must be more than 0.5, found 0.4'],
    ['compare: { confidence: 1 }', '6:24 compare.confidence: must be less than 1, found 1'],
    ['compare: { confidence: 95 }', '6:24 compare.confidence: must be less than 1, found 95; did you mean 95%?'],
    ['compare: { margin: -5% }', '6:20 compare.margin: must be more than 0%'],
    [
      'sample: { lhs: 3 }\naxes: { cluster.procs: { from: 5, to: 90 } }',
      '7:24 axes.cluster.procs: with 76.3143862074: expected a whole number, found 76.3143862074; say whole: true',
    ],
    [
      'plan: { axis: cluster.procs, from: 9, to: 3, targets: ["mean(wait) <= 1h"] }',
      '6:43 plan.to: must be more than from',
    ],
    ['plan: { axis: cluster.procs, from: 3, to: 9, targets: [] }', '6:55 plan.targets: must not be empty'],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9, targets: ["mean(wiat) <= 1h"] }',
      "6:62 plan.targets[0]: unknown property of a job 'wiat'; did you mean wait?",
    ],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9, targets: ["mean(wait) = 1h"] }',
      '6:68 plan.targets[0]: a target is met from some size on: say <= or >=, not =',
    ],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9, targets: ["99% of deadlines"] }',
      '6:57 plan.targets[0]: the share of the deadlines that are kept is on_time: on_time >= 99%',
    ],
    [
      'plan: { axis: cluster.prcs, from: 3, to: 9, targets: ["mean(wait) <= 1h"] }',
      '6:15 plan.axis: with 9: unknown key; did you mean procs?',
    ],
    [
      'plan: { axis: cluster..procs, from: 3, to: 9, targets: ["mean(wait) <= 1h"] }',
      "6:15 plan.axis: '.procs' is no path; expected words with dots between them, such as cluster.procs",
    ],
    [
      'plan: { axis: cluster.procs, from: few, to: 9, targets: ["mean(wait) <= 1h"] }',
      '6:36 plan.from: must be a number, or an amount with its unit such as 90min, 256 GiB or 25%',
    ],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9h, targets: ["mean(wait) <= 1h"] }',
      '6:43 plan.to: must be of the same kind as from, which is 3',
    ],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9, step: 0, targets: ["mean(wait) <= 1h"] }',
      '6:52 plan.step: must be more than 0',
    ],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9, step: 1min, targets: ["mean(wait) <= 1h"] }',
      '6:52 plan.step: must be of the same kind as from, which is 3',
    ],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9, step: 4, targets: ["mean(wait) <= 1h"] }',
      '6:43 plan.to: is none of the sizes that begin at 3 with a step of 4; the nearest are 7 and 11',
    ],
    [
      'plan: { axis: workload.poisson.load, from: 0.5, to: 0.9, targets: ["mean(wait) <= 1h"] }',
      '6:7 plan.step: is missing: say how far apart the sizes are, since they are no whole numbers',
    ],
    [
      'plan: { axis: workload.poisson.load, from: 0.5, to: 0.9, step: 0.000001, targets: ["mean(wait) <= 1h"] }',
      '6:64 plan.step: there are 400001 sizes; the most is 100000: say a larger step',
    ],
    [
      'plan: { axis: cluster.procs, from: 0, to: 1000000, targets: ["mean(wait) <= 1h"] }',
      '6:43 plan.to: there are 1000001 sizes; the most is 100000: say a larger step',
    ],
    [
      'plan: { axis: cluster.procs, from: 1, to: 2, step: 0.5, targets: ["mean(wait) <= 1h"] }',
      '6:15 plan.axis: with 1.5: expected a whole number, found 1.5',
    ],
    [
      'plan: { axis: cluster.procs, from: 0, to: 2, targets: ["mean(wait) <= 1h"] }',
      '6:15 plan.axis: with 0: must be at least 1, found 0',
    ],
    [
      'plan: { axis: cluster.procs, from: 1min, to: 2min, step: 30s, targets: ["mean(wait) <= 1h"] }',
      '6:15 plan.axis: with "2min": expected a number, found \'2min\'',
    ],
    [
      'plan: { axis: workload.poisson.load, find: most, from: 1, to: 2, targets: ["mean(wait) <= 1h"] }',
      "6:44 plan.find: 'most' is not known; expected one of: smallest, largest",
    ],
    [
      'plan: { axis: cluster.procs, from: 3, to: 9, targets: ["mean(wait) <= 1h"] }\naxes: { seed: [1, 2] }',
      '7:1 axes: cannot be given beside plan, which varies its own axis',
    ],
  ])('%s', async (part, message) => {
    expect(await told(scenario(part))).toBe(`s.yaml:${message}`);
  });
});

describe('what is wrong in one part keeps no other from being looked at', () => {
  it.each([
    [
      'replications: 0\ncompare: { to: eazy, margin: 0 }\nclaims: ["mean_wait(fcfs) <= 3"]\nbudgtes: []',
      [
        '6:15 replications: must be at least 1, found 0',
        "7:16 compare.to: there is no policy 'eazy'; did you mean easy?",
        '7:30 compare.margin: must be more than 0, found 0',
        '8:30 claims[0]: cannot compare a time with a plain number: give it a unit, such as 3h or 3s',
        '9:1 budgtes: unknown key; did you mean budgets?',
      ],
    ],
    // Of a wrong axis the place is not looked at as it is in the file; the others are.
    [
      'options: { pass: sometimes }\naxes: { cluster.procs: { from: 9, to: 5, steps: 2 }, cluster.prcs: [3], x..y: [1], "policies[7].depth": [1] }',
      [
        "6:18 options.pass: 'sometimes' is not known; expected one of: instant, event",
        '7:39 axes.cluster.procs.to: must be more than from',
        '7:68 axes.cluster.prcs: with 3: unknown key; did you mean procs?',
        "7:73 axes.x..y: '.y' is no path; expected words with dots between them, such as cluster.procs",
        '7:84 axes.policies[7].depth: policies has 2 entries, counted from 0; there is no [7]',
      ],
    ],
    [
      'plan: { axis: cluster.prcs, from: 3, to: 9, step: 4, targets: ["mean(wiat) <= 1h"] }\ntruncate: { warmup: 50%, cooldown: 50% }',
      [
        '6:42 plan.to: is none of the sizes that begin at 3 with a step of 4; the nearest are 7 and 11',
        "6:70 plan.targets[0]: unknown property of a job 'wiat'; did you mean wait?",
        '7:1 truncate: leaves no job: warmup and cooldown make 100 % or more',
      ],
    ],
    [
      'plan: { axis: cluster.prcs, from: 3, to: 9, targets: ["mean(wiat) <= 1h"] }',
      [
        '6:15 plan.axis: with 9: unknown key; did you mean procs?',
        "6:61 plan.targets[0]: unknown property of a job 'wiat'; did you mean wait?",
      ],
    ],
    [
      'replications: { count: 3, by: users, within: 5s }\nclaims: ["low(mean_wait) <= 1h", "verdict(mean_wait, fcfs) = good"]\ncompare: { to: easy, metrics: [x] }\nworkloda: 1',
      [
        '6:31 replications.by: a model has no users that could be sampled: it needs a trace; say by: seeds',
        '6:38 replications.within: is of no use without by: shake',
        '7:62 claims[1]: expected one of: better, worse, higher, lower, equivalent, undecided',
        "8:32 compare.metrics[0]: unknown metric 'x'; expected one of: ",
        '9:1 workloda: unknown key; did you mean workload?',
      ],
    ],
  ])('%s', async (part, messages) => {
    const lines = (await told(scenario(part))).split('\n');
    expect(lines.map((line, i) => line.slice(0, 7 + messages[i]!.length))).toEqual(
      messages.map((one) => `s.yaml:${one}`),
    );
  });
});

describe('what is right', () => {
  it('a claim on a verdict of the first policy, where the others are compared with another, at every point', async () => {
    const part =
      'compare: { to: easy }\naxes: { cluster.procs: [64, 80] }\nclaims: ["verdict(mean_wait, fcfs) = worse"]';
    const study = await studyOf(scenarioText(scenario(part), 's.yaml'), () => []);
    for (const point of study.points) {
      const experiment = await experimentAt(study, point);
      expect(partsOf(experiment, []).get('fcfs')).toEqual([]);
    }
  });

  it('a seed beside a sample, which is drawn from it, also where a trace draws nothing', async () => {
    const part = 'sample: { lhs: 3 }\naxes: { cluster.procs: [32, 64] }';
    const study = await studyOf(scenarioText(scenario(part, '{ trace: ./t.swf }'), 's.yaml'), () => []);
    expect((await experimentAt(study, study.points[2]!)).seed).toBe(1);
  });
});

describe('how a workload can be had more than once', () => {
  const drawn = 'nothing is drawn from seeds here, so all replications would be equal';
  const listed = (part: string): string =>
    scenario(part, '{ jobs: [{ name: a, run: 10 }] }').replace(
      '{ procs: 64 }',
      '{ groups: { n: { count: 2, cores: 4 } } }',
    );

  it('listed jobs are what they are', async () => {
    expect(await told(listed('replications: 3'))).toBe(`s.yaml:6:15 replications: ${drawn}`);
    expect(await told(listed('replications: { count: 3, by: shake }'))).toBe(
      's.yaml:6:31 replications.by: listed jobs are no trace that could be sampled or shaken',
    );
  });

  it('a trace is not drawn from seeds', async () => {
    const trace = '{ trace: ./t.swf }';
    expect(await told(scenario('replications: 3', trace))).toBe(
      `s.yaml:6:15 replications: ${drawn}; say by: users or by: shake`,
    );
    expect(await told(scenario('replications: { count: 3, by: shake }', trace))).toBe('nothing is wrong');
  });

  it.each([
    ['replications: 3', 'a synthetic workload is drawn from it'],
    ['sample: { lhs: 3 }\naxes: { cluster.procs: [32, 64] }', 'the sample is drawn from it'],
  ])('without a seed: %s', async (part, why) => {
    expect(await told(scenario(part).replace('seed: 1\n', '\n'))).toBe(`s.yaml:1:1 seed: is missing: ${why}`);
  });
});

describe('what a target of a plan may say', () => {
  const plan = (cluster: string, axis: string, target = 'core_utilization >= 80%'): string =>
    `question: Is it?\nworkload: ${SYNTHETIC}\npolicies: [easy]\ncluster: ${cluster}\nseed: 1\nplan: { axis: ${axis}, from: 64, to: 80, targets: ["${target}"] }\n`;

  it('is of nodes where there are nodes', async () => {
    expect(await told(plan('{ groups: { n: { count: 64, cores: 1 } } }', 'cluster.groups.n.count'))).toBe(
      'nothing is wrong',
    );
    expect(
      await told(plan('{ groups: { n: { count: 64, cores: 1 } } }', 'cluster.groups.n.count', 'goodput >= 80%')),
    ).toBe(
      's.yaml:6:68 plan.targets[0]: goodput is of runs under faults, and nothing fails here: say failures; see docs/failures.md',
    );
    expect(await told(plan('{ procs: 64 }', 'cluster.procs'))).toContain('core_utilization needs a cluster of nodes');
  });

  it('names accounts, partitions and QOS as the machine has them, or is answered with the nearest', async () => {
    const cluster = '{ groups: { n: { count: 64, cores: 1 } }, partitions: { batch: { groups: [n] } } }';
    const named = (target: string): Promise<string> =>
      told(`${plan(cluster, 'cluster.groups.n.count', target)}accounts: { physics: {} }\nqos: { urgent: {} }\n`);
    expect(await named('p95(wait where account = physics) <= 1h')).toBe('nothing is wrong');
    expect(await named('p95(wait where account = physcs) <= 1h')).toBe(
      "s.yaml:6:93 plan.targets[0]: unknown account 'physcs'; did you mean physics?",
    );
    expect(await named('1h >= p95(wait where partition = bach)')).toContain(
      "unknown partition 'bach'; did you mean batch?",
    );
    expect(await named('count(late where qos = urgnt) <= 5')).toContain("unknown qos 'urgnt'; did you mean urgent?");
  });
});
