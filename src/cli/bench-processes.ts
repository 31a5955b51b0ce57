import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { InputError } from '../model/errors.ts';
import { built, entryPoint } from '../model/package.ts';
import type { Measured } from './bench-measure.ts';
import type { BenchOrder, BenchReply } from './bench-worker.ts';

/**
 * Times policies once.
 * @param told called with each policy that is done
 * @returns what was found of each, in their order
 * @throws InputError for a policy that fails; the signal's reason if it fires
 */
export type Sampler = (
  order: BenchOrder,
  signal: AbortSignal,
  told: (label: string) => void,
) => Promise<readonly Measured[]>;

/**
 * In a process of its own: where its memory lies and what its compiler makes of the code differs from one process to the
 * next, and by more than from one sample to the next, so that one process alone would not know how sure it is.
 */
export const inOwnProcess: Sampler = async (order, signal, told) => {
  signal.throwIfAborted();
  const worker = fork(fileURLToPath(built(entryPoint('cli/bench-worker'))), [], {
    execArgv: ['--expose-gc'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    signal,
    killSignal: 'SIGKILL',
  });
  const found: Measured[] = [];
  let [failure, complaint]: [Error | undefined, string] = [undefined, ''];
  worker.stderr!.setEncoding('utf8').on('data', (text: string) => {
    complaint += text;
  });
  worker.on('message', (reply: BenchReply) => {
    if ('failure' in reply) {
      const { kind, message } = reply.failure;
      failure = kind === 'input' ? new InputError(message) : new Error(message);
    } else {
      found.push(reply.measured);
      told(reply.label);
    }
  });
  const ended = new Promise<string>((resolve) => {
    worker.once('error', (cause) => resolve(cause.message));
    worker.once('close', (code, by) => resolve(by === null ? `exit code ${code}` : String(by)));
  });
  worker.send(order, (cause) => {
    // One that has died is told of by its end.
    if (cause) worker.kill();
  });
  const how = await ended;
  signal.throwIfAborted();
  if (failure !== undefined) throw failure;
  if (found.length === order.policies.length) return found;
  const last = complaint.trim().split('\n').at(-1);
  const label = order.policies[found.length]!.label;
  throw new InputError(`policy '${label}': the process that timed it has died: ${last || how}`);
};
