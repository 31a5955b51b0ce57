import { basename } from 'node:path';
import { InputError } from '../model/errors.ts';
import type { SwfTrace, Workload } from '../model/workload.ts';
import { prepareWorkload } from '../workload/prepare.ts';
import { readSwf } from '../workload/swf-read.ts';
import type { Experiment, WorkloadSource } from './experiment.ts';
import type { TraceCache } from './trace-cache.ts';

/** How a workload is loaded; none of it changes what comes out. */
export interface LoadOptions {
  /** Stops the reading of a file between two chunks. */
  readonly signal?: AbortSignal | undefined;
  /** Is told how many of a file's bytes have been read so far. */
  readonly onProgress?: ((bytesRead: number, totalBytes: number) => void) | undefined;
  /** Remembers what was read, for those who load many workloads made from one trace. */
  readonly traces?: TraceCache | undefined;
}

/**
 * Reads or draws an experiment's workload and prepares it by the experiment's rules.
 *
 * @throws InputError for a file that cannot be read, a machine whose size nothing tells, or a workload of which no job
 *   is left to simulate; an error named AbortError if the signal fired
 */
export async function loadWorkload(experiment: Experiment, how: LoadOptions = {}): Promise<Workload> {
  const workload = await prepared(experiment, how);
  if (workload.jobs.length === 0) throw new InputError(`${workload.name}: no job to simulate: ${emptiness(workload)}`);
  return workload;
}

async function prepared(experiment: Experiment, how: LoadOptions): Promise<Workload> {
  const { source, seed, procs, options, centre } = experiment;
  if (centre !== undefined) {
    // Most scenarios have no nodes, and should not wait for what builds them.
    const { withCentre } = await import('./centre/load.ts');
    const read = async (size: number): Promise<Workload> =>
      prepareWorkload(workloadName(source, seed), await traceOf(experiment, how), { ...options, procs: size });
    return withCentre(centre, experiment, source.kind === 'jobs' ? undefined : read);
  }
  const rules = { procs, overrun: options.overrun, estimate: options.estimate };
  return prepareWorkload(workloadName(source, seed), await traceOf(experiment, how), rules);
}

/** Every figure over no jobs would be void, so the user is told where the jobs went instead. */
function emptiness({ skipped, malformed, ledger }: Workload): string {
  const dropped = ledger.filter(({ effect }) => effect === 'dropped').map(({ rule, count }) => `${count} ${rule}`);
  return skipped + malformed === 0 ? 'it has no records' : `all its records are dropped (${dropped.join(', ')})`;
}

/** The records as they are, or as a replication changes them. What draws or changes is loaded only where asked for. */
async function traceOf({ source, seed, replicate }: Experiment, how: LoadOptions): Promise<SwfTrace> {
  const trace = await recordsOf(source, seed, how);
  if (replicate === undefined) return trace;
  const { replicated } = await import('../workload/replicate.ts');
  const make = (): SwfTrace => replicated(trace, replicate.how, replicate.seed);
  return how.traces?.replication(JSON.stringify(replicate), make) ?? make();
}

async function recordsOf(
  source: WorkloadSource,
  seed: string | number | undefined,
  { signal, onProgress, traces }: LoadOptions,
): Promise<SwfTrace> {
  if (source.kind === 'trace') {
    const read = async (): Promise<SwfTrace> =>
      readSwf(source.path, { ...(signal && { signal }), ...(onProgress && { onProgress }) });
    return traces === undefined ? read() : traces.of(source.path, read);
  }
  signal?.throwIfAborted();
  if (source.kind === 'jobs') throw new Error('listed jobs need a machine of nodes');
  if (seed === undefined) throw new Error(`a ${source.kind} workload without a seed`);
  if (source.kind === 'lublin') {
    const { lublin } = await import('../workload/lublin.ts');
    return lublin({ ...source.model, seed });
  }
  const { poisson } = await import('../workload/poisson.ts');
  return poisson({ ...source.model, seed });
}

/** The file's name without its folder, which differs from machine to machine, or the call of the model. */
export function workloadName(source: WorkloadSource, seed: string | number | undefined): string {
  if (source.kind === 'trace') return basename(source.path);
  if (source.kind === 'jobs') return source.name;
  const { jobs, procs, load } = source.model;
  const given = { jobs, procs, load, seed };
  const parts = Object.entries(given).filter(([, value]) => value !== undefined);
  return `${source.kind}(${parts.map(([key, value]) => `${key}=${value}`).join(', ')})`;
}
