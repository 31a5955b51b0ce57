import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { simulate, simulateAsync } from '../../src/engine/simulation.ts';
import { type ExternalOptions, type ExternalPolicy, startExternal } from '../../src/own/external.ts';
import { PolicyError } from '../../src/own/policy-error.ts';
import { PolicyProcess } from '../../src/own/policy-process.ts';
import { createScheduler, PROFILES } from '../../src/registry.ts';
import { folder as temporary } from '../cli/recorder.ts';
import { anyWorkload, jobTable } from '../engine/jobs.ts';

const folder = fileURLToPath(new URL('.', import.meta.url));
const easy = ['python3', join(folder, '../../scenarios/policies/easy.py')];
const rules = { pass: 'instant', order: 'completions-first', overrun: 'kill', estimate: 'requested' } as const;

// On 4 processors: row 0 takes 3 for 10 s, row 1 the other one; row 2 has to wait until 10, row 3 until 14.
const jobs = jobTable([
  { submit: 0, run: 10, procs: 3 },
  { submit: 0, run: 7, procs: 1 },
  { submit: 5, run: 4, procs: 2, est: 6 },
  { submit: 6, run: 2, procs: 4 },
]);
const PROCS = 4;

const NOTHING = new SharedArrayBuffer(4);

/** Lets what has come be read. */
async function turns(): Promise<void> {
  for (let i = 0; i < 3; i++) await setImmediate();
}

const misbehaving = (mode: string, at = 3, options: Partial<ExternalOptions> = {}): ExternalOptions => ({
  words: [process.execPath, 'misbehaving.mjs', mode, String(at)],
  folder,
  timeout: 20_000,
  ...options,
});

/** Runs the policy to its end, or to the error that ends it; the program is gone afterwards. */
async function starts(options: ExternalOptions): Promise<number[]> {
  const external = await startExternal(options, { procs: PROCS, rules });
  try {
    return Array.from((await simulateAsync(jobs, PROCS, external.scheduler)).start, (ms) => ms / 1000);
  } finally {
    await external.close(true);
  }
}

const failure = async (options: ExternalOptions): Promise<string> => {
  const error: unknown = await starts(options).catch((cause: unknown) => cause);
  expect(error).toBeInstanceOf(PolicyError);
  const { message } = error as PolicyError;
  expect(message).not.toMatch(/\p{Cc}/u);
  return message;
};

describe('a program that decides', () => {
  it.each(['none', 'pieces'])('is heard whether it answers in one piece or in many (%s)', async (mode) => {
    expect(await starts(misbehaving(mode))).toEqual([0, 0, 10, 14]);
  });

  it('is told of everything in the words of the protocol', async () => {
    const told: string[] = [];
    const exchanged = (sent: string, read: string): void => void told.push(sent, read);
    await starts(misbehaving('none', 3, { exchanged }));
    expect(told).toEqual([
      '{"type":"hello","protocol":"1.0","procs":4,"options":{"pass":"instant","order":"completions-first","overrun":"kill","estimate":"requested"}}',
      '{"type":"hello","protocol":"1.7","name":"misbehaving","colour":"unknown fields are ignored"}',
      '{"type":"decide","id":2,"now":0,"free":4,"arrived":[{"job":0,"procs":3,"estimate":10},{"job":1,"procs":1,"estimate":7}],"ended":[]}',
      '{"type":"decision","id":2,"start":[0,1]}',
      '{"type":"decide","id":3,"now":5,"free":0,"arrived":[{"job":2,"procs":2,"estimate":6}],"ended":[]}',
      '{"type":"decision","id":3,"start":[]}',
      '{"type":"decide","id":4,"now":6,"free":0,"arrived":[{"job":3,"procs":4,"estimate":2}],"ended":[]}',
      '{"type":"decision","id":4,"start":[]}',
      '{"type":"decide","id":5,"now":7,"free":1,"arrived":[],"ended":[1]}',
      '{"type":"decision","id":5,"start":[]}',
      '{"type":"decide","id":6,"now":10,"free":4,"arrived":[],"ended":[0]}',
      '{"type":"decision","id":6,"start":[2]}',
      '{"type":"decide","id":7,"now":14,"free":4,"arrived":[],"ended":[2]}',
      '{"type":"decision","id":7,"start":[3]}',
    ]);
  });

  it('is greeted as what it says it is', async () => {
    const { scheduler, close } = await startExternal(misbehaving('needs-kill', 1), { procs: 1, rules });
    await close(false);
    expect(scheduler).toMatchObject({ name: 'x', promises: false, needsKill: true });
  });

  it('passes on what it writes to its standard error', async () => {
    let said = '';
    const stderr = (text: string): void => {
      said += text;
    };
    await failure(misbehaving('exit', 3, { stderr }));
    expect(said).toBe('Traceback (most recent call last):\n  File "p.py"\nValueError: no idea\n');
  });
});

describe('a program that fails', () => {
  it.each([
    [
      'exit',
      'the program ended with exit code 3; its last words: Traceback (most recent call last): | File "p.py" | ValueError: no idea',
    ],
    ['exit-in-answer', 'the program ended with exit code 0 in the middle of a line: {"type":"deci'],
    ['kill', 'the program was ended by SIGKILL'],
    ['close-stdout', 'it closed its standard output'],
    ['garbage', 'the answer is no JSON object; read no idea [31m'],
    ['list', 'the answer is no JSON object; read []'],
    ['type', 'expected an answer of type decision; read {"type":"hello","protocol":"1.0","name":"x"}'],
    ['error', 'the policy says: I need overrun: kill'],
    ['id', 'it answers id 99 instead of 3; read {"type":"decision","id":99,"start":[]}'],
    ['start', 'start must be a list of jobs; read {"type":"decision","id":3,"strat":[]}'],
    ['not-jobs', 'start must be a list of jobs; read {"type":"decision","id":3,"start":["1"]}'],
    ['twice', 'it starts job 2, which needs 2 processors; 0 are free'],
    ['unknown', 'it decides about job 77, which does not wait'],
    ['running', 'it decides about job 0, which does not wait'],
    ['wide', 'it starts job 2, which needs 2 processors; 0 are free'],
    [
      'reserve-form',
      'reserve must be a list of {"job": N, "at": SECONDS}; read {"type":"decision","id":3,"start":[],"reserve":[3]}',
    ],
    ['reserve-started', 'it decides about job 0, which does not wait'],
    ['reserve-wrong', 'it reserves for job 2 at 5 s; the earliest place from then on is at 10 s'],
    ['why', 'why must be a map from jobs to texts; read {"type":"decision","id":3,"start":[],"why":"because"}'],
    ['huge', `its answer is longer than 4194304 bytes; it begins ${'x'.repeat(160)}...`],
  ])('%s: the error names the message and what happened', async (mode, message) => {
    expect(await failure(misbehaving(mode))).toBe(`message 3 (decide at 5 s): ${message}`);
  });

  it.each([
    ['extra', 'it wrote more than one line as the answer before: {"type":"decision"}'],
    ['flood', 'it wrote more than one line as the answer before: {"type":"decision","id":3,"start":[]}'],
  ])('%s: lines that nobody asked for fail the next message', async (mode, message) => {
    expect(await failure(misbehaving(mode))).toBe(`message 4 (decide at 6 s): ${message}`);
  });

  it.each([
    ['no-protocol', 'it names no protocol; expected "protocol": "1.0"; read {"type":"hello","name":"x"}'],
    ['other-protocol', 'it speaks protocol 2.0, and this is 1.0; read {"type":"hello","protocol":"2.0","name":"x"}'],
    ['nameless', 'its name must be a text; read {"type":"hello","protocol":"1.0"}'],
    [
      'hello-form',
      'promises must be true or false; read {"type":"hello","protocol":"1.0","name":"x","promises":"yes"}',
    ],
    [
      'exit',
      'the program ended with exit code 3; its last words: Traceback (most recent call last): | File "p.py" | ValueError: no idea',
    ],
  ])('%s: a greeting that is none', async (mode, message) => {
    expect(await failure(misbehaving(mode, 1))).toBe(`message 1 (hello): ${message}`);
  });

  it.each([
    ['silent', 'no answer within 20 s'],
    ['partial', 'no answer within 20 s, only the beginning of a line: {"type":"decision","id":'],
  ])('%s: it is given up after the time-out, and not before', async (mode, message) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const failed = join(temporary(), 'failed');
    const { words, ...options } = misbehaving(mode);
    let told: string | undefined;
    const run = failure({ ...options, words: [...words, failed] }).then((text) => {
      told = text;
    });
    // A poll of vitest would move the clock on.
    while (!existsSync(failed)) await setTimeout(10);
    vi.advanceTimersByTime(19_999);
    await turns();
    expect(told).toBeUndefined();
    vi.advanceTimersByTime(1);
    await run;
    expect(told).toBe(`message 3 (decide at 5 s): ${message}`);
  });

  it('that answers in time is heard, even if we are not awake to hear it', async () => {
    const answered = join(temporary(), 'answered');
    const words = ['sh', '-c', 'read line; echo "$line"; : >"$0"; read end', answered];
    const program = new PolicyProcess({ words, folder, timeout: 50 });
    const answer = program.ask('anything', 'message 1');
    const begun = performance.now();
    // Nothing else goes on in this process meanwhile.
    while (!existsSync(answered) || performance.now() < begun + 100) Atomics.wait(new Int32Array(NOTHING), 0, 0, 5);
    expect(await answer).toBe('anything');
    await program.end();
  });

  it('answers before it is asked', async () => {
    expect(await failure(misbehaving('early'))).toMatch(/^message 1 \(hello\): (it wrote|it names no protocol)/);
  });

  it('does not listen', async () => {
    expect(await failure(misbehaving('deaf', 3, { timeout: 3000 }))).toMatch(
      /^message 1 \(hello\): (it closed its standard input|no answer within 3 s)$/,
    );
  });

  it('cannot be started', async () => {
    const about = 'message 1 (hello): the program';
    expect(await failure({ ...misbehaving('none'), words: ['no-such-program'] })).toBe(
      `${about} no-such-program cannot be started: there is no such program`,
    );
    expect(await failure({ ...misbehaving('none'), words: ['./misbehaving.mjs'] })).toBe(
      `${about} ./misbehaving.mjs cannot be started: no permission to execute it`,
    );
  });

  it('leaves jobs waiting', async () => {
    await expect(starts(misbehaving('idle'))).rejects.toThrow('misbehaving left 2 jobs waiting for ever');
  });

  it('is one error within the time-out, wherever it is killed', async () => {
    // Not timed: each run ends by itself or the test does not.
    for (const delay of [0, 20, 40, 60, 80, 100]) {
      let external: ExternalPolicy | undefined;
      const pids = new Set<number>();
      const run = (async () => {
        external = await startExternal(misbehaving('none', 3, { stderr: () => {} }), { procs: PROCS, rules });
        return simulateAsync(jobs, PROCS, external.scheduler);
      })().catch((cause: unknown) => cause);
      await setTimeout(delay);
      for (const pid of childrenOf(process.pid, 'misbehaving.mjs')) {
        pids.add(pid);
        process.kill(pid, 'SIGKILL');
      }
      const outcome = await run;
      await external?.close(false);
      if (outcome instanceof Error)
        expect(outcome.message).toMatch(/^message \d+ \((hello|decide at .* s)\): the program/);
      else expect(outcome).toMatchObject({ policy: 'misbehaving' });
      for (const pid of pids) expect(isAlive(pid)).toBe(false);
    }
  });
});

describe('the end of a program', () => {
  it('comes with the run, by force if need be', async () => {
    const external = await startExternal(misbehaving('stubborn'), { procs: PROCS, rules });
    const [pid] = childrenOf(process.pid, 'stubborn');
    await simulateAsync(jobs, PROCS, external.scheduler);
    expect(isAlive(pid!)).toBe(true);
    await external.close(true);
    expect(isAlive(pid!)).toBe(false);
  });

  it('is that of everything it has started', async () => {
    const external = await startExternal(
      {
        ...misbehaving('none'),
        words: ['sh', '-c', 'sleep 1000 & exec "$0" "$@"', process.execPath, 'misbehaving.mjs', 'grouped'],
      },
      { procs: PROCS, rules },
    );
    const [pid] = childrenOf(process.pid, 'grouped');
    const [sleeper] = childrenOf(pid!, 'sleep');
    expect(isAlive(sleeper!)).toBe(true);
    await external.close(true);
    expect(isAlive(pid!)).toBe(false);
    await expect.poll(() => isAlive(sleeper!)).toBe(false);
  });

  it('comes at once when the run is interrupted', async () => {
    const interruption = new AbortController();
    const { signal } = interruption;
    const waits = failureOf(starts(misbehaving('silent', 3, { signal })));
    await expect.poll(() => childrenOf(process.pid, 'silent').length).toBe(1);
    await setTimeout(100);
    interruption.abort();
    expect(await waits).toBe(signal.reason);
    expect(childrenOf(process.pid, 'silent')).toEqual([]);
  });
});

describe('scenarios/policies/easy.py', () => {
  it('starts every job when the built-in easy does, under every profile', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyWorkload('extend'),
        fc.constantFrom(...PROFILES),
        async ({ procs, jobs: drawn }, { pass, order }) => {
          const simultaneity = { pass, order };
          const options = { words: easy, folder, timeout: 20_000 };
          const external = await startExternal(options, { procs, rules: { ...rules, ...simultaneity } });
          const { hash } = await simulateAsync(drawn, procs, external.scheduler, { simultaneity });
          await external.close(true);
          expect(hash).toBe(simulate(drawn, procs, createScheduler('easy'), { simultaneity }).hash);
        },
      ),
      { numRuns: 25 },
    );
  });
});

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.catch((cause: unknown) => cause);

/** The processes that a process has started and whose command line holds a text. */
function childrenOf(pid: number, text: string): number[] {
  const lines = execFileSync('ps', ['-eo', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' }).split('\n');
  return lines.flatMap((line) => {
    const [, child, parent, state, args] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
    return Number(parent) === pid && !state?.startsWith('Z') && args?.includes(text) ? [Number(child)] : [];
  });
}

function isAlive(pid: number): boolean {
  const listed = execFileSync('ps', ['-eo', 'pid=,stat='], { encoding: 'utf8' });
  return listed.split('\n').some((line) => new RegExp(String.raw`^\s*${pid}\s+[^Z]`).test(line));
}
