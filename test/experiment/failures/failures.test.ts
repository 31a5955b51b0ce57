import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import { Entities } from '../../../src/experiment/centre/entities.ts';
import { machineOf } from '../../../src/experiment/centre/machine.ts';
import { detectionForm } from '../../../src/experiment/failures/detection-form.ts';
import { type BuiltFailures, faultModelOf } from '../../../src/experiment/failures/failures.ts';
import { failuresForm } from '../../../src/experiment/failures/failures-form.ts';
import { problemsOf } from '../../../src/experiment/issues.ts';
import type { Problem } from '../../../src/experiment/problem.ts';
import type { Alarm, Fault, NodeOutage } from '../../../src/model/faults.ts';
import type { JobId, JobTable } from '../../../src/model/jobs.ts';

const HOUR = 3_600_000;
const folder = mkdtempSync(join(tmpdir(), 'makespan-failures-'));
afterAll(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'bad.csv'), 'node,from,until,cause\nn-1,10,20,disk\nn-9,5,6,\n');
writeFileSync(join(folder, 'good.csv'), 'node,from,until,cause\nn-2,10,20,disk\n');
writeFileSync(join(folder, 'fta'), '0\t0\t77\t0\tx\t1\t100\t160\t0\n1\t0\t77\t0\tx\t0\t160\t190\t0\n');

const schema = z.strictObject({ failures: failuresForm, detection: detectionForm });
const jobs = { length: 2, asks: { names: ['prep', 'solve'] } } as unknown as JobTable;

/** What a text in YAML makes of four nodes in the racks n-r1 and n-r2, with the accounts physics and art. */
function build(text: string, seed: number | undefined): { built: BuiltFailures | undefined; problems: Problem[] } {
  const value: unknown = parse(text);
  const parsed = schema.safeParse(value);
  if (!parsed.success) return { built: undefined, problems: problemsOf(parsed.error, schema, value) };
  const problems: Problem[] = [];
  const named = machineOf({ groups: { n: { count: 4, cores: 8, racks: 2 } } }, problems);
  const entities = new Entities({ physics: {}, art: {} }, named.cores, problems);
  const { failures, detection } = parsed.data;
  const built = faultModelOf({ failures, detection }, { named, entities, jobs, seed, folder }, problems);
  return { built, problems };
}
function built(text: string): BuiltFailures {
  const { built: found, problems } = build(text, 1);
  expect(problems).toEqual([]);
  return found!;
}
function faultsOf(text: string, most = 40): Fault[] {
  const script = built(text).model.script();
  const all: Fault[] = [];
  for (let fault = script.next(); fault !== undefined && all.length < most; fault = script.next()) all.push(fault);
  return all;
}
const outagesOf = (text: string, most?: number): NodeOutage[] =>
  faultsOf(text, most).filter((fault): fault is NodeOutage => fault.kind === 'node');
const wrong = (text: string, seed?: number): string[] =>
  build(text, seed).problems.map(({ path, message }) => `${path.join('.')}: ${message}`);

const SIGNAL =
  'signal: { every: 1min, normal: 60, noise: 0.001, failing: 70, lead: 1h, threshold: 65, samples: 2, holds: 2h }';
const fixed = (mtbf: string): string => `law: fixed, mtbf: ${mtbf}, repair: 1h`;

describe('each key has its effect', () => {
  it('nodes: all fail, by the law and the repair that are said', () => {
    const found = outagesOf(`failures: { nodes: { ${fixed('10h')} }, until: 22h }`);
    // Each of four nodes after 10 h and, mended after 1 h, 10 h later, at 21 h.
    expect(found.map(({ node, from, until }) => [node, from / HOUR, until / HOUR])).toEqual(
      [10, 21].flatMap((at) => [0, 1, 2, 3].map((node) => [node, at, at + 1])),
    );
    expect(found.every(({ cause, known, from }) => cause === 'node' && known === from)).toBe(true);
  });

  it('nodes: sets, each with its own law, and the mean time between failures of a node of the machine', () => {
    const text = `failures: { nodes: [{ of: { nodes: [n-1] }, ${fixed('10h')} }, { of: { racks: [n-r2] }, ${fixed('20h')} }], until: 20.5h }`;
    expect(outagesOf(text).map(({ node, from }) => [node, from / HOUR])).toEqual([
      [0, 10],
      [2, 20],
      [3, 20],
    ]);
    // Failures of all nodes per hour: 1/10 + 2/20 = 1/5; four nodes: one of them fails every 20 h.
    expect(built(text).mtbf).toBe(20 * HOUR);
    expect(built('failures: { machine: { mtbf: 1d, repair: 1h } }').mtbf).toBeUndefined();
  });

  it('nodes: a fit to a real system', () => {
    expect(outagesOf('failures: { nodes: lanl05 }')).toHaveLength(40);
    expect(
      outagesOf('failures: { nodes: { law: lanl05, of: { nodes: [n-3] } } }').every(({ node }) => node === 2),
    ).toBe(true);
    // Weibull, shape 0.48 and scale 816.6 h: mean 816.6 x gamma(1 + 1 / 0.48) = 816.6 x 2.1628 h.
    expect(built('failures: { nodes: lanl05 }').mtbf! / HOUR).toBeCloseTo(1766, -1);
  });

  it.each([
    'mtbf: 9h',
    'law: weibull, shape: 0.7, mtbf: 9h',
    'law: weibull, shape: 0.7, scale: 9h',
    'law: lognormal, sigma: 1.2, mtbf: 9h',
    'law: lognormal, sigma: 1.2, median: 9h',
    'law: gamma, shape: 2, mtbf: 9h',
    'law: bathtub, early: { shape: 0.5, scale: 10d }, chance: 20d, wear: { shape: 3, scale: 90d }',
    'law: empirical, values: [1h, 9h]',
  ])('nodes: { %s }', (law) => {
    const found = outagesOf(`failures: { nodes: { ${law}, repair: { law: lognormal, mean: 2h, sigma: 1 } } }`);
    expect(new Set(found.map(({ until, from }) => until - from)).size).toBeGreaterThan(30);
  });

  it('racks, power, machine: what is shared fails together', () => {
    const at = (text: string): number[] => outagesOf(`failures: { ${text}, until: 11h }`).map(({ node }) => node);
    expect(at(`racks: { ${fixed('10h')} }`)).toEqual([0, 1, 2, 3]);
    expect(at(`power: { domains: { a: [n-r2] }, ${fixed('10h')} }`)).toEqual([2, 3]);
    expect(
      new Set(outagesOf(`failures: { machine: { ${fixed('10h')} }, until: 11h }`).map(({ event }) => event)).size,
    ).toBe(1);
  });

  it('bursts and cascades', () => {
    const burst = outagesOf(
      'failures: { bursts: { every: { law: fixed, mean: 10h }, size: 3, within: 5min, repair: 1h }, until: 11h }',
    );
    expect(burst.map(({ cause }) => cause)).toEqual(['burst', 'burst', 'burst']);
    expect(burst.every(({ from }) => from >= 10 * HOUR && from <= 10 * HOUR + 300_000)).toBe(true);
    const spread = outagesOf(
      `failures: { nodes: { of: { nodes: [n-1] }, ${fixed('10h')} }, cascade: { probability: 100%, within: 1min }, until: 11h }`,
    );
    expect(spread.map(({ node, cause, until, from }) => [node, cause, until - from])).toEqual([
      [0, 'node', HOUR],
      [1, 'cascade', HOUR],
    ]);
  });

  it('trace: on nodes by name, or in order', () => {
    const [one] = outagesOf('failures: { trace: good.csv }');
    expect(one).toMatchObject({ node: 1, from: 10_000, until: 20_000, cause: 'disk' });
    expect(outagesOf('failures: { trace: { file: fta, nodes: in-order } }')[0]).toMatchObject({
      node: 0,
      from: 60_000,
    });
  });

  it('jobs: what runs meet, and deadlocks', () => {
    const text = 'failures: { jobs: { crash: { share: 100%, at: 50% }, always: { jobs: [solve], at: 25% } } }';
    const { model } = built(text);
    expect(model.jobFault!(0 as JobId, 0)).toEqual({ kind: 'crash', at: 0.5, speed: 1, cause: 'crash' });
    expect(model.jobFault!(1 as JobId, 7)).toEqual({ kind: 'crash', at: 0.25, speed: 1, cause: 'always' });
    const slow = built('failures: { jobs: { slow: { share: 1, speed: 20%, at: [10%, 20%] } } }').model.jobFault!(
      0 as JobId,
      0,
    )!;
    expect(slow).toMatchObject({ kind: 'slow', speed: 0.2 });
    expect(slow.at >= 0.1 && slow.at <= 0.2).toBe(true);
    const hang = built('failures: { jobs: { hang: { share: 100% } } }').model.jobFault!(0 as JobId, 0)!;
    expect(hang.kind).toBe('hang');
    const locks = faultsOf('failures: { jobs: { deadlock: { account: art, every: 1d } } }', 3);
    expect(locks.map((fault) => fault.kind === 'deadlock' && fault.entity)).toEqual([1, 1, 1]);
  });

  it('storage, crew and until', () => {
    const every = 'every: { law: fixed, mean: 2h }, for: 1h';
    const found = faultsOf(
      `failures: { storage: { slow: { ${every}, speed: 25% }, full: { ${every} }, corrupt: { ${every} } }, until: 3h }`,
    );
    expect(found).toEqual(
      (['slow', 'full', 'corrupt'] as const).map((what) => ({
        kind: 'storage',
        from: 2 * HOUR,
        until: 3 * HOUR,
        what,
        speed: what === 'slow' ? 0.25 : 1,
      })),
    );
    // One at a time: the last of four is mended after four hours.
    const last = outagesOf(`failures: { nodes: { ${fixed('10h')} }, crew: 1, until: 10.5h }`).at(-1)!;
    expect(last.until).toBe(14 * HOUR);
  });

  it('detection: heartbeat with timeout, and a predictor', () => {
    const nodes = `failures: { nodes: { ${fixed('10h')} }, until: 50h }`;
    const late = outagesOf(`{ ${nodes}, detection: { heartbeat: 10s, timeout: 30s } }`).map(
      ({ known, from }) => known - from,
    );
    expect(late.every((delay) => delay > 20_000 && delay <= 30_000)).toBe(true);
    const alarms = faultsOf(
      `{ ${nodes}, detection: { predictor: { precision: 100%, recall: 100%, lead: 1h, holds: 2h } } }`,
    ).filter(({ kind }) => kind === 'alarm');
    expect(alarms[0]).toMatchObject({ from: 9 * HOUR, expected: 10 * HOUR, until: 12 * HOUR, justified: true });
  });

  it('detection: a predictor of recorded failures', () => {
    const text =
      '{ failures: { trace: good.csv }, detection: { predictor: { precision: 100%, recall: 100%, lead: 3s, holds: 2h } } }';
    expect(faultsOf(text)).toMatchObject([
      { kind: 'alarm', node: 1, from: 7000, expected: 10_000, justified: true },
      { kind: 'node', node: 1, from: 10_000 },
    ]);
  });

  it('detection: a signal that rises above a threshold', () => {
    const text = `{ failures: { nodes: { of: { nodes: [n-1] }, ${fixed('10h')} }, until: 11h }, detection: { ${SIGNAL} } }`;
    const [alarm, ...rest] = faultsOf(text);
    // From 9 h on it rises from 60 to 70, and passes 65 half-way; the second sample after that raises the alarm.
    expect(alarm).toMatchObject({ kind: 'alarm', node: 0, justified: true });
    const { from, expected, until } = alarm as Alarm;
    expect(from).toBeGreaterThan(9.5 * HOUR + 60_000);
    expect(from).toBeLessThanOrEqual(9.5 * HOUR + 120_000);
    expect([expected - from, until - expected]).toEqual([0.5 * HOUR, 2 * HOUR]);
    expect(rest).toMatchObject([{ kind: 'node', from: 10 * HOUR }]);
  });

  it('says nothing where nothing fails', () => {
    expect(build('{}', undefined)).toEqual({ built: undefined, problems: [] });
  });
});

describe('what is wrong is told with its path', () => {
  it.each([
    ['failures: { nodes: { mtbf: 180d } }', ['failures.nodes.repair: is missing']],
    ['failures: { nodes: { repair: 6h } }', ['failures.nodes.mtbf: is missing: exponential goes by mtbf']],
    ['failures: { nodes: { mtbf: 36, repair: 6h } }', ['failures.nodes.mtbf: has no unit: say 36h, 36min or 36s']],
    [
      'failures: { nodes: { mtbf: -3h, repair: 6h } }',
      [
        'failures.nodes.mtbf: is negative; must be a length of time with its unit, such as 30s, 5min, 8h, 2d or "1d 12h"',
      ],
    ],
    [
      'failures: { nodes: { mtbf: 3h, repair: { law: lognormal, mean: 6 , sigma: 1 } } }',
      ['failures.nodes.repair.mean: has no unit: say 6h, 6min or 6s'],
    ],
    [
      'failures: { nodes: { mtbf: 3h, repair: { law: lognormal, mean: 6h } } }',
      ['failures.nodes.repair.sigma: is missing: lognormal goes by sigma and mean or median'],
    ],
    [
      'failures: { nodes: { mtbf: 3h, shape: 2, repair: 1h } }',
      ['failures.nodes.shape: is no matter of exponential, which goes by mtbf'],
    ],
    [
      'failures: { nodes: { law: weibul, mtbf: 3h, repair: 1h } }',
      ["failures.nodes.law: 'weibul' is not known; did you mean weibull?"],
    ],
    [
      'failures: { nodes: { law: lanl05, mtbf: 3h } }',
      ['failures.nodes.mtbf: is no matter of lanl05, which is a fit with all its figures'],
    ],
    [
      'failures: { nodes: { law: weibull, shape: 1, mtbf: 3h, scale: 2h, repair: 1h } }',
      ['failures.nodes.scale: cannot be given beside mtbf: one follows from the other'],
    ],
    [
      'failures: { nodes: { mtbf: 3h, repai: 1h, repair: 1h } }',
      ['failures.nodes.repai: unknown key; did you mean repair?'],
    ],
    [
      'failures: { bursts: { every: 30d, size: 5, within: 1h, repair: 1h } }',
      ['failures.bursts.size: is more than the 4 nodes that there are'],
    ],
    ['failures: { nodes: lanl5 }', ["failures.nodes: unknown fit 'lanl5'; did you mean lanl05?"]],
    [
      'failures: { nodes: [{ mtbf: 3h, repair: 1h }, { of: { nodes: [n-2] }, mtbf: 3h, repair: 1h }] }',
      ['failures.nodes.1: n-2 fails already as an entry before this one says'],
    ],
    [
      'failures: { nodes: { of: { racks: [n-r3] }, mtbf: 3h, repair: 1h } }',
      ["failures.nodes.of.racks.0: unknown rack 'n-r3'; did you mean n-r1?"],
    ],
    [
      'failures: { power: { domains: { a: [n-r1], b: [n-r7, n-r1] }, mtbf: 3h, repair: 1h } }',
      [
        "failures.power.domains.b.0: unknown rack 'n-r7'; did you mean n-r1?",
        'failures.power.domains.b.1: n-r1 is in the domain a already',
      ],
    ],
    [
      'failures: { trace: bad.csv }',
      [`failures.trace: ${join(folder, 'bad.csv')}:3:1: unknown node 'n-9'; did you mean n-1?`],
    ],
    [
      'failures: { trace: none.csv }',
      [`failures.trace: there is no such file: ${join(folder, 'none.csv')}; did you mean good.csv?`],
    ],
    [
      'failures: { jobs: { crash: { share: 60% }, hang: { share: 50% } } }',
      ['failures.jobs.hang.share: shares come to 110% with it, over 100%: a run meets at most one of crash, hang'],
    ],
    [
      'failures: { jobs: { always: { jobs: [solv], at: 50% } } }',
      ["failures.jobs.always.jobs.0: unknown job 'solv'; did you mean solve?"],
    ],
    [
      'failures: { jobs: { deadlock: { account: phisics, every: 1d } } }',
      ["failures.jobs.deadlock.account: unknown account 'phisics'; did you mean physics?"],
    ],
    ['failures: { jobs: { slow: { share: 1, speed: 100% } } }', ['failures.jobs.slow.speed: must be less than all']],
    [
      'failures: { jobs: { crash: { share: 1, at: [50%, 20%] } } }',
      ['failures.jobs.crash.at: must be a part such as 50%, or two parts such as [0%, 100%], the lesser first'],
    ],
    [
      'failures: { cascade: { probability: 10%, within: 1h, repair: 1h }, machine: { mtbf: 3h, repair: 1h } }',
      ['failures.cascade: spreads failures of nodes or bursts, and neither is given'],
    ],
    [
      'failures: { bursts: { every: 1d, size: 2, within: 1min, repair: 1h }, cascade: { probability: 10%, within: 1h } }',
      ['failures.cascade.repair: is missing: nodes do not say one that is for all'],
    ],
    [
      'failures: { trace: good.csv, crew: 2 }',
      ['failures.crew: mends nothing: recorded outages and faults of jobs need no repair'],
    ],
    [
      'failures: { jobs: { hang: { share: 1% } }, until: 3d }',
      ['failures.until: ends nothing: faults of jobs go by their progress'],
    ],
    ['failures: {}', ['failures: says nothing that fails; give nodes, such as { mtbf: 180d, repair: 6h }']],
    [
      '{ failures: { nodes: lanl05 }, detection: { heartbeat: 10s, timeout: 5s } }',
      ['detection.timeout: is less than the heartbeat of 10s, so that nodes that work would count as failed'],
    ],
    [
      '{ failures: { nodes: lanl05 }, detection: { heartbeat: 10s } }',
      ['detection.timeout: is missing: give it beside heartbeat'],
    ],
    [
      '{ failures: { nodes: lanl05 }, detection: { predictor: { precision: 0, recall: 70%, lead: 1h, holds: 2h } } }',
      ['detection.predictor.precision: must be more than 0'],
    ],
    [
      '{ failures: { nodes: lanl05 }, detection: { signal: { every: 1min, normal: 60, noise: 2, failing: 50, lead: 1h, threshold: 60, holds: 2h } } }',
      [
        'detection.signal.failing: must be more than normal, which is 60',
        'detection.signal.threshold: must be more than normal, which is 60',
      ],
    ],
    [
      `{ failures: { nodes: lanl05, trace: good.csv }, detection: { ${SIGNAL} } }`,
      ['detection.signal: degrades before one failure at a time: give failures.nodes or failures.trace, not both'],
    ],
    [
      '{ failures: { nodes: lanl05 }, detection: {} }',
      ['detection: must not be empty: give heartbeat and timeout, predictor or signal'],
    ],
    [
      'detection: { heartbeat: 10s, timeout: 30s }',
      ['detection: there is nothing to detect: failures says of no node that it fails'],
    ],
    [
      '{ failures: { machine: { mtbf: 3h, repair: 1h } }, detection: { predictor: { precision: 1, recall: 70%, lead: 1h, holds: 2h } } }',
      ['detection.predictor: announces what nodes have of themselves, and failures.nodes is not given'],
    ],
  ])('%s', (text, messages) => {
    expect(wrong(text, 1)).toEqual(messages);
  });

  it('a seed that is missing', () => {
    expect(wrong('failures: { nodes: lanl05 }')).toEqual(['failures: failures are drawn: say seed: 1']);
    expect(wrong('failures: { trace: good.csv }')).toEqual([]);
    expect(wrong('{ failures: { trace: good.csv }, detection: { heartbeat: 10s, timeout: 30s } }')).toEqual([
      'detection.heartbeat: the phases of nodes are drawn: say seed: 1',
    ]);
    const predictor = 'predictor: { precision: 1, recall: 1, lead: 1h, holds: 2h }';
    expect(wrong(`{ failures: { trace: good.csv }, detection: { ${predictor} } }`)).toEqual([
      'detection.predictor: its alarms are drawn: say seed: 1',
    ]);
    expect(wrong(`{ failures: { trace: good.csv }, detection: { ${SIGNAL} } }`)).toEqual([
      'detection.signal: its noise is drawn: say seed: 1',
    ]);
  });

  it('describes the forms to editors', () => {
    const json = JSON.stringify(z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any' }));
    expect(json).toContain('lanl05');
    expect(json).toContain('Of lognormal: the deviation of the logarithm.');
  });
});
