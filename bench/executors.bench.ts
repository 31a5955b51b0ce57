import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { InputError } from '../src/model/errors.ts';
import type { Benchmark, Work } from './benchmark.ts';
import { child } from './child.ts';

const SCRIPT = fileURLToPath(new URL('executors-child.mjs', import.meta.url));
const RUNS = 10_000;

/** What is around a run: hand it out, keep its record, tell it; and find it again. */
function overhead(executor: string): Work {
  if (!existsSync(new URL('../dist/executors/execute.js', import.meta.url))) {
    throw new InputError('dist/executors is missing: run `npm run build` first');
  }
  let most = 0;
  return {
    async run() {
      const { out, peak } = await child(SCRIPT, [executor, String(RUNS)]);
      most = Math.max(most, peak);
      const [made, reused] = JSON.parse(out) as [number, number];
      return { count: made + reused };
    },
    peakMemory: () => most,
  };
}

export const EXECUTORS: readonly Benchmark[] = ['in-process', 'threads'].map((executor) => ({
  name: `executors.${executor}`,
  counts: 'runs' as const,
  expected: { count: 2 * RUNS },
  samples: 3,
  warmups: 0,
  long: true,
  prepare: () => overhead(executor),
}));
