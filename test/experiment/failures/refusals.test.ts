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
    [`9:41 failures.nodes.repair: ${LENGTH}`, ['failures: { nodes: { mtbf: 36h, repair: 1 h 5 } }', RECOVERY]],
    [`9:28 failures.nodes.mtbf: ${LENGTH}`, ['failures: { nodes: { mtbf: 36 GiB, repair: 1h } }', RECOVERY]],
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
    // Retry without bound.
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

describe('a trace of failures that is broken is told with its line', () => {
  const CSV = 'node,from,until,cause\n';
  const event = (start: string): string => `1\t1\tn-1\t1\tnode\t0\t${start}\t10\tx\n`;
  it.each([
    [`${CSV}n-1,5,10,x\nn-2,7\n`, '3: expected 4 fields (node,from,until,cause), found 2'],
    [`${CSV}n-1,5,10,x\n\nn-2,70,7,x\n`, '4: ends before it begins'],
    [`${CSV}n-1,5,10,x\nn-77,7,9,x\n`, "3: unknown node 'n-77'; did you mean n-7?"],
    [`# events\n${event('5')}${event('soon')}`, "3: expected a time in seconds, found 'soon'"],
    [
      'node;from;until;cause\n',
      '1: expected at least 8 fields between tabs, or the header node,from,until,cause in the first line; found 1',
    ],
    [CSV, '1: the file has no outage'],
    ['', '1: the file has no outage'],
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
