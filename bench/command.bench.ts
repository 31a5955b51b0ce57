import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '../src/model/errors.ts';
import type { Benchmark, Work } from './benchmark.ts';
import { child } from './child.ts';
import { SP2_FILE } from './inputs.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/** The whole command in a process of its own: start, load, simulate, print. */
function wholeCommand(policy: string): Work {
  if (!existsSync(MAIN)) throw new InputError('dist/cli/main.js is missing: run `npm run build` first');
  let peak = 0;
  return {
    async run() {
      const { out, peak: used } = await child(MAIN, ['run', '--trace', SP2_FILE, '--policy', policy, '--json']);
      peak = Math.max(peak, used);
      const { jobs, hash } = JSON.parse(out).policies[policy] as { jobs: number; hash: string };
      return { count: jobs, hash };
    },
    peakMemory: () => peak,
  };
}

export const COMMAND: readonly Benchmark[] = [
  {
    name: 'command.easy',
    counts: 'jobs',
    expected: { count: 54_044, hash: '9d2439c8a771e199' },
    samples: 7,
    warmups: 1,
    prepare: () => wholeCommand('easy'),
  },
];
