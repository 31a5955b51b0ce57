import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { InputError } from '../src/model/errors.ts';
import type { Benchmark, Work } from './benchmark.ts';
import { SP2_FILE } from './inputs.ts';

const MAIN = fileURLToPath(new URL('../dist/cli/main.js', import.meta.url));

/**
 * Makes a process tell its peak memory on file descriptor 3 when it exits. Linux keeps it per program; elsewhere the figure of
 * the operating system has to do, which may include what the parent held when it forked.
 */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(`
import { readFileSync, writeSync } from 'node:fs';
process.on('exit', () => {
  let kilobytes = process.resourceUsage().maxRSS;
  try { kilobytes = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]); } catch {}
  writeSync(3, String(kilobytes));
});`)}`;

/** The whole command in a process of its own: start, load, simulate, print. */
function wholeCommand(policy: string): Work {
  if (!existsSync(MAIN)) throw new InputError('dist/cli/main.js is missing: run `npm run build` first');
  let peak = 0;
  return {
    async run() {
      const argv = ['--import', TELL_PEAK, MAIN, 'run', '--trace', SP2_FILE, '--policy', policy, '--json'];
      const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
      const [out, kilobytes, [code]] = await Promise.all([
        text(child.stdout!),
        text(child.stdio[3] as NodeJS.ReadableStream),
        once(child, 'close'),
      ]);
      if (code !== 0) throw new Error(`makespan run ended with exit code ${code}`);
      peak = Math.max(peak, Number(kilobytes) * 1024);
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
