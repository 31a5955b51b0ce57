import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
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
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'makespan-slurm-'));
    const port = await freePorts(1 + nodes);
    execFileSync(SCRIPT, ['start', folder, String(nodes), String(port)], { stdio: ['ignore', 'inherit', 'inherit'] });
    process.env['SLURM_CONF'] = join(folder, 'slurm.conf');
  });
  afterAll(() => {
    execFileSync(SCRIPT, ['stop', folder], { stdio: ['ignore', 'inherit', 'inherit'] });
    rmSync(folder, { recursive: true, force: true });
  });
}

/**
 * The first of so many ports, below those that systems give out by themselves, at which nobody listens. The search
 * begins at a place of this process, so that two runs of the tests at once do not meet.
 */
async function freePorts(count: number): Promise<number> {
  for (let turn = process.pid; ; turn++) {
    const first = 20_000 + (turn % 750) * 16;
    const free = await Promise.all(Array.from({ length: count }, (_, i) => isFree(first + i)));
    if (free.every(Boolean)) return first;
  }
}

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });

/** Runs one of Slurm's commands. */
export async function slurmCommand(command: string, ...words: string[]): Promise<string> {
  return (await run(command, words)).stdout.trim();
}
