import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { simulateAsync } from '../src/engine/simulation.ts';
import { startExternal } from '../src/own/external.ts';
import type { Benchmark } from './benchmark.ts';
import { sdscSp2 } from './inputs.ts';

const POLICIES = fileURLToPath(new URL('../scenarios/policies', import.meta.url));
const RULES = { pass: 'instant', order: 'completions-first', overrun: 'kill', estimate: 'requested' } as const;

interface Program {
  readonly name: string;
  /** Questions that are asked and answered in one run; the schedule and so their number are always the same. */
  readonly messages: number;
  readonly hash: string;
  /** The words that start it; what it has to be built into is a folder that is removed afterwards. */
  words(folder: string): readonly string[];
}

/** Questions and answers of a policy that is a program of its own, over all of SDSC-SP2. */
const external = ({ name, messages, hash, words }: Program): Benchmark => ({
  name: `external.${name}`,
  counts: 'messages',
  expected: { count: messages, hash },
  samples: 3,
  warmups: 0,
  long: true,
  async prepare() {
    const { jobs, procs } = await sdscSp2();
    const folder = mkdtempSync(join(tmpdir(), 'makespan-bench-'));
    const program = { words: words(folder), folder: POLICIES, timeout: 10_000 };
    return {
      async run() {
        let count = 0;
        const exchanged = (): void => {
          count += 1;
        };
        const policy = await startExternal({ ...program, exchanged }, { procs, rules: RULES });
        const { hash: made } = await simulateAsync(jobs, procs, policy.scheduler, { simultaneity: RULES });
        await policy.close(true);
        return { count, hash: made };
      },
      clear: () => rmSync(folder, { recursive: true, force: true }),
    };
  },
});

function compiled(folder: string): readonly string[] {
  const file = join(folder, 'fcfs');
  const { status, stderr } = spawnSync('cc', ['-O2', '-o', file, join(POLICIES, 'fcfs.c')], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`cc: ${stderr}`);
  return [file];
}

export const EXTERNAL: readonly Benchmark[] = [
  external({ name: 'python', messages: 99_107, hash: '9d2439c8a771e199', words: () => ['python3', 'easy.py'] }),
  external({ name: 'c', messages: 98_856, hash: 'daddcaa56eef183a', words: compiled }),
];
