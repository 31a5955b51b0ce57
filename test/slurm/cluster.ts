import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll } from 'vitest';

const SCRIPT = fileURLToPath(new URL('cluster.sh', import.meta.url));
const run = promisify(execFile);

/** Whether Slurm's daemons are installed. Where the tests must not be skipped, it is an error if not. */
export function slurmInstalled(): boolean {
  const programs = ['munged', 'slurmctld', 'slurmd', 'sbatch'];
  const missing = programs.filter((name) => spawnSync('sh', ['-c', `PATH=$PATH:/usr/sbin command -v ${name}`]).status);
  if (missing.length === 0) return true;
  const text = `Slurm is not installed (no ${missing.join(', ')}): apt-get install slurmctld slurmd slurm-client munge`;
  if (process.env['MAKESPAN_REQUIRE_SLURM']) throw new Error(text);
  process.stderr.write(`test/slurm is skipped: ${text}\n`);
  return false;
}

/** Starts a cluster of one-CPU nodes before the tests of a file, and stops it after them. */
export function withCluster(nodes: number): void {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'makespan-slurm-'));
    // Of this process, so that two runs of the tests at once do not meet.
    const port = 20_000 + (process.pid % 750) * 16;
    execFileSync(SCRIPT, ['start', folder, String(nodes), String(port)], { stdio: ['ignore', 'inherit', 'inherit'] });
    process.env['SLURM_CONF'] = join(folder, 'slurm.conf');
  });
  afterAll(() => {
    execFileSync(SCRIPT, ['stop', folder], { stdio: ['ignore', 'inherit', 'inherit'] });
    rmSync(folder, { recursive: true, force: true });
  });
}

/** Runs one of Slurm's commands. */
export async function slurmCommand(command: string, ...words: string[]): Promise<string> {
  return (await run(command, words)).stdout.trim();
}
