import { execFile } from 'node:child_process';
import { InputError } from '../../model/errors.ts';

/** A command of Slurm that has not answered for so long, ms, is taken to have failed. */
const PATIENCE = 60_000;

/** How a command ended that could be started. */
interface Answer {
  readonly ok: boolean;
  readonly out: string;
  /** The last line that it wrote to standard error, where it says what is wrong. */
  readonly complaint: string;
}

const NO_SLURM =
  'there is no Slurm here: sbatch is not on the path. Log in to a node of the cluster from which jobs are submitted, ' +
  'or install it (Debian: apt-get install slurm-client, with the slurm.conf of the cluster); threads need none';

const NO_CONFIGURATION =
  'Slurm is installed here, but has no configuration that works. Log in to a node of the cluster from which jobs are ' +
  'submitted, or put the slurm.conf of the cluster in place; --executor threads needs none';

/** @throws InputError if there is no such command */
function ask(command: string, words: readonly string[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    execFile(command, words, { timeout: PATIENCE, maxBuffer: 1 << 28 }, (error, out, err) => {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT') reject(new InputError(NO_SLURM));
      else resolve({ ok: error === null, out, complaint: err.trim().split('\n').at(-1) || 'it does not answer' });
    });
  });
}

/**
 * How many tasks a job array of this cluster may have.
 * @throws InputError if there is no Slurm or it does not answer
 */
export async function maxArraySize(): Promise<number> {
  await ask('sbatch', ['--version']);
  const { ok, out, complaint } = await ask('scontrol', ['show', 'config']);
  const size = Number(/^MaxArraySize\s*=\s*(\d+)/m.exec(out)?.[1]);
  if (ok && size > 0) return size;
  // Without a configuration that works the commands end before they ask any server.
  if (/fatal/i.test(complaint)) throw new InputError(`${NO_CONFIGURATION} (${complaint})`);
  throw new InputError(`Slurm does not answer: ${complaint}`);
}

/** A task of a job array as the queue shows it. */
export interface QueuedTask {
  /** The id of the array. */
  readonly job: string;
  readonly index: number;
  /** Such as PENDING or NODE_FAIL. */
  readonly state: string;
  readonly nodes: string;
  /** Why it waits. */
  readonly reason: string;
  /** The name of the array. */
  readonly name: string;
}

/**
 * What the queue shows of arrays of these names; those that have ended for as long as it remembers them (MinJobAge).
 * @returns a complaint if Slurm does not answer, which tells nothing about the tasks
 */
export async function squeue(names: readonly string[]): Promise<readonly QueuedTask[] | { complaint: string }> {
  if (names.length === 0) return [];
  const format = '%F|%K|%T|%N|%r|%j';
  const { ok, out, complaint } = await ask('squeue', ['-h', '-r', '-t', 'all', '-n', names.join(','), '-o', format]);
  return ok ? parseQueue(out) : { complaint };
}

/** Reads lines of the above format; a line about what is no array is passed over. */
export function parseQueue(text: string): QueuedTask[] {
  return text.split('\n').flatMap((line) => {
    const [job, index, state, nodes, reason, name] = line.trim().split('|');
    if (name === undefined || !/^\d+$/.test(index!)) return [];
    return [{ job: job!, index: Number(index), state: state!, nodes: nodes!, reason: reason!, name }];
  });
}

/**
 * Submits a script.
 * @returns the id of the job
 * @throws InputError with what sbatch says if it refuses
 */
export async function sbatch(words: readonly string[]): Promise<string> {
  const { ok, out, complaint } = await ask('sbatch', ['--parsable', ...words]);
  if (!ok) throw new InputError(`Slurm does not take the runs: ${complaint}`);
  // `123`, or `123;cluster` where there are several.
  return out.trim().split(';')[0]!;
}

/** States in which a task has ended for good, as `man squeue` lists them. In all others it will go on. */
const ENDED = new Set([
  'BOOT_FAIL',
  'CANCELLED',
  'COMPLETED',
  'DEADLINE',
  'FAILED',
  'NODE_FAIL',
  'OUT_OF_MEMORY',
  'PREEMPTED',
  'REVOKED',
  'TIMEOUT',
]);

export const isLive = ({ state }: QueuedTask): boolean => !ENDED.has(state);
