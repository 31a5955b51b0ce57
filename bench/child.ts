import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';

/**
 * Makes a process tell its peak memory on file descriptor 3 when it exits. Linux keeps it per program; elsewhere the figure of
 * the operating system has to do, which may include what the parent held when it forked.
 */
const TELL_PEAK = `data:text/javascript,${encodeURIComponent(`
import { readFileSync, writeSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
// A thread is given this import too.
if (isMainThread) process.on('exit', () => {
  let kilobytes = process.resourceUsage().maxRSS;
  try { kilobytes = Number(/VmHWM:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]); } catch {}
  writeSync(3, String(kilobytes));
});`)}`;

/** Runs a script in a process of its own. @returns what it printed, and its peak memory in bytes */
export async function child(script: string, words: readonly string[]): Promise<{ out: string; peak: number }> {
  const argv = ['--import', TELL_PEAK, script, ...words];
  const started = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit', 'pipe'] });
  const [out, kilobytes, [code]] = await Promise.all([
    text(started.stdout!),
    text(started.stdio[3] as NodeJS.ReadableStream),
    once(started, 'close'),
  ]);
  if (code !== 0) throw new Error(`${script} ended with exit code ${code}`);
  return { out, peak: Number(kilobytes) * 1024 };
}
