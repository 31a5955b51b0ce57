import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { makespan } from '../../cli/recorder.ts';

/** What is right; the part of a case begins on line 9. */
const HEAD = `question: Is it?
workload:
  poisson: { jobs: 40, procs: 16, load: 0.7, mean_run: 3600, size: [1, 4], estimates: 1 }
cluster:
  groups:
    n: { count: 16, cores: 1, nodes_per_rack: 4 }
policies: [easy]
seed: 1
`;
const FAILURES = 'failures: { nodes: { mtbf: 36h, repair: 1h } }';
const RECOVERY = 'recovery: { retries: 2 }';
const LENGTH = 'must be a length of time with its unit, such as 30s, 5min, 8h, 2d or "1d 12h"';

const folder = mkdtempSync(join(tmpdir(), 'makespan-refusals-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What validate tells of a scenario, with its exit code. */
async function told(...parts: readonly string[]): Promise<{ code: number; lines: string[] }> {
  const path = join(folder, 's.yaml');
  writeFileSync(path, `${HEAD}${parts.join('\n')}\n`);
  const { code, err } = await makespan('validate', path);
  return { code, lines: err.trimEnd().replaceAll(`${folder}/`, '').split('\n') };
}

describe('what is wrong with failures is told in one line with its place, and the exit code is 2', () => {
  it.each<[string, string[]]>([
    // Something that could have no effect.
    [
      '9:13 failures.storage: has no effect: jobs take no checkpoints; say checkpoints: { interval: 1h, write: 5min }',
      ['failures: { storage: { slow: { every: 5d, for: 1h, speed: 10% } } }', RECOVERY],
    ],
    [
      '9:13 failures.storage: has no effect: no checkpoint goes to the store; give checkpoints.levels shared',
      [
        'failures: { storage: { corrupt: { every: 5d, for: 1h } } }',
        'checkpoints: { interval: 1h, levels: { local: { write: 5s } } }',
        RECOVERY,
      ],
    ],
    // Parameters that are negative or missing.
    [`9:28 failures.nodes.mtbf: is negative; ${LENGTH}`, ['failures: { nodes: { mtbf: -5d, repair: 1h } }', RECOVERY]],
    ['9:20 failures.nodes.repair: is missing', ['failures: { nodes: { mtbf: 36h } }', RECOVERY]],
    ['10:22 recovery.retries: must be at least 0, found -1', [FAILURES, 'recovery: { retries: -1 }']],
    // Units that are absent or mixed.
    [
      '9:28 failures.nodes.mtbf: has no unit: say 36h, 36min or 36s',
      ['failures: { nodes: { mtbf: 36, repair: 1h } }', RECOVERY],
    ],
    [
      '9:41 failures.nodes.repair: has no unit at its 5: say 5h, 5min or 5s',
      ['failures: { nodes: { mtbf: 36h, repair: 1 h 5 } }', RECOVERY],
    ],
    [
      "9:28 failures.nodes.mtbf: unknown unit 'GiB'; expected one of: s, min, h, d",
      ['failures: { nodes: { mtbf: 36 GiB, repair: 1h } }', RECOVERY],
    ],
    [
      '11:25 detection.heartbeat: has no unit: say 10h, 10min or 10s',
      [FAILURES, RECOVERY, 'detection: { heartbeat: 10, timeout: 30s }'],
    ],
    [
      '10:43 recovery.backoff.first: has no unit: say 5h, 5min or 5s',
      [FAILURES, 'recovery: { retries: 2, backoff: { first: 5 } }'],
    ],
    [
      '11:54 checkpoints.corrupted: must be at most 1, found 30',
      [FAILURES, RECOVERY, 'checkpoints: { interval: 1h, write: 1min, corrupted: 30 }'],
    ],
    [
      '9:20 failures.nodes.mtbf: is missing: exponential goes by mtbf',
      ['failures: { nodes: { repair: 1h } }', RECOVERY],
    ],
    [
      `9:41 failures.nodes.repair: is negative; ${LENGTH}`,
      ['failures: { nodes: { mtbf: 36h, repair: -1h } }', RECOVERY],
    ],
    [
      '9:66 failures.nodes.shape: must be at least 0.1, found -0.7',
      ['failures: { nodes: { law: weibull, mtbf: 36h, repair: 1h, shape: -0.7 } }', RECOVERY],
    ],
    [
      '10:39 recovery.retries.nodes: must be a whole number of at least 0, such as 3',
      [FAILURES, 'recovery: { retries: { own: 1, nodes: -3 } }'],
    ],
    [
      "9:28 failures.nodes.mtbf: unknown unit 'ms'; did you mean 0.001s?",
      ['failures: { nodes: { mtbf: 1ms, repair: 1h } }', RECOVERY],
    ],
    [
      "9:28 failures.nodes.mtbf: unknown unit 'hours'; did you mean 36h?",
      ['failures: { nodes: { mtbf: 36 hours, repair: 1h } }', RECOVERY],
    ],
    [
      "9:28 failures.nodes.mtbf: unknown unit 'weeks'; did you mean 14d?",
      ['failures: { nodes: { mtbf: 1d 2weeks, repair: 1h } }', RECOVERY],
    ],
    [
      "11:78 checkpoints.store.bandwidth: unknown unit 'GiB'; did you mean 5 GiB/s?",
      [FAILURES, RECOVERY, 'checkpoints: { interval: 1h, state: { per_core: 1 GiB }, store: { bandwidth: 5 GiB } }'],
    ],
    [
      '11:25 detection.heartbeat: has no unit: say 10h, 10min or 10s',
      // Whether it is more than the timeout nobody knows.
      [FAILURES, RECOVERY, 'detection: { heartbeat: 10, timeout: 5s }'],
    ],
    // Retry without bound.
    ['10:22 recovery.retries: retry without bound: say a number, such as 3', [FAILURES, 'recovery: { retries: .inf }']],
    [
      '10:22 recovery.retries.nodes: is missing: retry without bound after failures of its nodes; say how often',
      [FAILURES, 'recovery: { retries: { own: 2 } }'],
    ],
    [
      '9:1 failures: nothing says what becomes of jobs, and retry without bound is refused: say recovery: { retries: 3 }',
      [FAILURES],
    ],
    ['10:1 recovery: retry without bound: say retries: 3', [FAILURES, 'recovery: { place: head }']],
    [
      '10:22 recovery.retries: retry without bound: say a number, such as 3',
      [FAILURES, 'recovery: { retries: unlimited }'],
    ],
    // Names that are misspelt: the key that would be missing otherwise is not told as well.
    ['10:13 recovery.retires: unknown key; did you mean retries?', [FAILURES, 'recovery: { retires: 2 }']],
    [
      '11:14 detection.hartbeat: unknown key; did you mean heartbeat?',
      [FAILURES, RECOVERY, 'detection: { hartbeat: 10s, timeout: 30s }'],
    ],
    [
      '11:16 checkpoints.intervall: unknown key; did you mean interval?',
      [FAILURES, RECOVERY, 'checkpoints: { intervall: 1h, write: 1min }'],
    ],
    [
      '11:1 checkpoint: unknown key; did you mean checkpoints?',
      [FAILURES, RECOVERY, 'checkpoint: { interval: 1h, write: 1min }'],
    ],
    [
      "10:37 recovery.on_warning: 'migrat' is not known; did you mean migrate?",
      [FAILURES, 'recovery: { retries: 2, on_warning: migrat }'],
    ],
  ])('%s', async (message, parts) => {
    expect(await told(...parts)).toEqual({ code: 2, lines: [`s.yaml:${message}`] });
  });
});

describe('what is wrong between values is told beside values that are wrong by themselves', () => {
  const NOTHING_SAID =
    'nothing says what becomes of jobs, and retry without bound is refused: say recovery: { retries: 3 }';
  it.each<[string, string[], string[]]>([
    [
      'in another part',
      ['failures: { nodes: { mtbf: 36, repair: 1h } }', 'checkpoints: { interval: 1h, write: 5min, mtbf: 9d }'],
      [
        `9:1 failures: ${NOTHING_SAID}`,
        '9:28 failures.nodes.mtbf: has no unit: say 36h, 36min or 36s',
        '10:43 checkpoints.mtbf: has no effect: the interval is 1h; remove it',
      ],
    ],
    [
      'where the machine is right as a whole',
      ['failures: { trace: gone.csv }', 'recovery: { retries: 1 }', 'claims: [1]'],
      [
        '9:20 failures.trace: there is no such file: gone.csv',
        '11:10 claims[0]: must be a text, or a map with claim and id',
      ],
    ],
    [
      'but not what may come of them',
      [
        'failures: { nodes: { mtbf: 36h, repair: 1h }, storage: { full: { every: 5d, for: 1h } } }',
        'checkpont: { interval: 1h, write: 5min }',
        'recovery: { retries: -1, from: start }',
      ],
      [
        '10:1 checkpont: unknown key; did you mean checkpoints?',
        '11:22 recovery.retries: must be at least 0, found -1',
      ],
    ],
  ])('%s', async (_, parts, messages) => {
    const { code, lines } = await told(...parts);
    expect({ code, lines }).toEqual({ code: 2, lines: messages.map((message) => `s.yaml:${message}`) });
  });
});

describe('a seed', () => {
  const listed = HEAD.replace(/ {2}poisson.*\n/, '  jobs: [{ name: a, run: 1h, cores: 1 }]\n');
  const without = async (...parts: readonly string[]): Promise<unknown> => {
    const path = join(folder, 'seed.yaml');
    writeFileSync(join(folder, 'outages.csv'), 'node,from,until,cause\nn-1,60,120,disk\n');
    writeFileSync(path, `${listed.replace('seed: 1\n', '')}${parts.join('\n')}\n${RECOVERY}\n`);
    const { code, err } = await makespan('validate', path);
    return [code, err.replaceAll(`${folder}/`, '')];
  };

  it('is not asked for where all that fails is said', async () => {
    expect(await without('failures: { trace: outages.csv }')).toEqual([0, '']);
    expect(await without('failures: { jobs: { always: { jobs: [a], at: 50% } } }')).toEqual([0, '']);
  });

  it.each([
    [['failures: { nodes: { mtbf: 1d, repair: 1h } }'], '8:11 failures: failures are drawn: say seed: 1'],
    [
      ['failures: { trace: outages.csv }', 'detection: { heartbeat: 10s, timeout: 20s }'],
      '9:25 detection.heartbeat: the phases of nodes are drawn: say seed: 1',
    ],
    [
      ['failures: { trace: outages.csv }', 'checkpoints: { interval: 1h, write: 1min, corrupted: 5% }'],
      '9:54 checkpoints.corrupted: is drawn, so the scenario needs a seed',
    ],
  ])('is asked for, once, where something is drawn: %j', async (parts, message) => {
    expect(await without(...parts)).toEqual([2, `seed.yaml:${message}\n`]);
  });

  it('makes no replications of a trace of failures', async () => {
    expect(await without('failures: { trace: outages.csv }', 'seed: 1', 'replications: 3')).toEqual([
      2,
      'seed.yaml:10:15 replications: nothing is drawn from seeds here, so all replications would be equal\n',
    ]);
  });
});

describe('a trace of failures that is broken is told with its line and column', () => {
  const CSV = 'node,from,until,cause\n';
  const event = (start: string): string => `1\t1\tn-1\t1\tnode\t0\t${start}\t10\tx\n`;
  it.each([
    [`${CSV}n-1,5,10,x\nn-2,7\n`, '3:5: expected 4 fields (node,from,until,cause), found 2'],
    [`${CSV}n-1,5,10,x\n\nn-2,70,7,x\n`, '4:8: ends before it begins'],
    [`${CSV}n-1,5,10,x\nn-77,7,9,x\n`, "3:1: unknown node 'n-77'; did you mean n-7?"],
    [`# events\n${event('5')}${event('soon')}`, "3:18: expected a time in seconds, found 'soon'"],
    [
      'node;from;until;cause\n',
      '1:1: expected at least 8 fields between tabs, or the header node,from,until,cause in the first line; found 1',
    ],
    [CSV, '1:1: the file has no outage'],
    ['', '1:1: the file has no outage'],
  ])('%j', async (text, message) => {
    writeFileSync(join(folder, 'failures.txt'), text);
    expect(await told('failures: { trace: failures.txt }', RECOVERY)).toEqual({
      code: 2,
      lines: [`s.yaml:9:20 failures.trace: failures.txt:${message}`],
    });
  });
});

describe('an interval longer than jobs run', () => {
  const jobs = HEAD.replace(
    / {2}poisson.*\n/,
    '  jobs: [{ name: a, run: 1h, cores: 1 }, { name: b, run: 2h, cores: 1 }, { name: c, run: 3h, cores: 1 }]\n',
  );
  const text = (interval: string): string =>
    `${jobs}${FAILURES}\n${RECOVERY}\ncheckpoints: { interval: ${interval}, write: 1min }\n`;
  const run = async (interval: string): Promise<{ out: string; ledger: unknown }> => {
    writeFileSync(join(folder, 'long.yaml'), text(interval));
    const { code, out } = await makespan('run', join(folder, 'long.yaml'), '--out', join(folder, 'out'));
    expect(code).toBe(0);
    return { out, ledger: JSON.parse(readFileSync(join(folder, 'out/report.json'), 'utf8')).workload.ledger };
  };

  it('is accepted, and it is said how many jobs never take a checkpoint', async () => {
    // Those of 1 h and 2 h, for none is due at the end.
    const { out, ledger } = await run('2h');
    const meaning = 'The job runs for no longer than its checkpoint interval, so it never takes a checkpoint.';
    expect(ledger).toEqual([{ rule: 'no-checkpoint-due', effect: 'noted', meaning, count: 2, lines: [] }]);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(`2 noted no-checkpoint-due: ${meaning}`);
  });

  it('is nothing to tell where every job is longer', async () => {
    expect((await run('59min')).ledger).toEqual([]);
  });
});
