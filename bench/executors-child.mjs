import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execute } from '../dist/executors/execute.js';
import { inProcess } from '../dist/executors/in-process.js';
import { RunStore } from '../dist/executors/store.js';
import { threads } from '../dist/executors/threads/threads.js';

/**
 * `node executors-child.mjs EXECUTOR COUNT`: does so many runs, then once more, when all of them are kept. Prints how
 * many were made and how many reused. All outcomes are held, as a study holds them.
 */
async function main([executor, count]) {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-bench-'));
  const assignment = {
    module: new URL('executors-perform.mjs', import.meta.url),
    shared: { text: 'x'.repeat(10_000) },
    tasks: Array.from({ length: Number(count) }, (_, n) => ({
      ...{ key: createHash('sha256').update(String(n)).digest('hex'), name: `run ${n}`, group: `group ${n % 50}` },
      input: { n, point: { procs: n, text: 'x'.repeat(100) } },
    })),
    store: new RunStore(folder, '0'),
  };
  const outcomes = { made: [], reused: [] };
  const chosen = executor === 'threads' ? threads(2) : inProcess;
  try {
    for (const _ of ['made', 'reused']) {
      await execute(chosen, assignment, {
        done: (outcome) => outcomes[outcome.reused ? 'reused' : 'made'].push(outcome),
        signal: new AbortController().signal,
      });
    }
    process.stdout.write(JSON.stringify([outcomes.made.length, outcomes.reused.length]));
  } finally {
    await chosen.close();
    rmSync(folder, { recursive: true });
  }
}

await main(process.argv.slice(2));
