import type { Random } from '../kernel/random.ts';
import { InputError } from '../model/errors.ts';

/**
 * What synthetic users request. `exact`: the run time. A factor f: uniform between run and (1 + f) run, the f-model of
 * Mu'alem and Feitelson, IEEE TPDS 12(6), 2001.
 */
export type EstimateModel = 'exact' | { readonly factor: number };

/** Time requested for each run time, in the same unit and rounded up to a whole number of it. */
export function estimates<T extends Float64Array | Int32Array>(runs: T, model: EstimateModel, random: Random): T {
  if (model === 'exact') return runs.slice() as T;
  const { factor } = model;
  if (!Number.isFinite(factor) || factor < 0) {
    throw new InputError(`estimates: expected a factor of at least 0, found ${factor}`);
  }
  return runs.map((run) => Math.ceil(run * (1 + random() * factor))) as T;
}

/** @throws InputError unless the value is a whole number in 1 ... 2^31 - 1 */
export function requireCount(what: string, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= 0x7fff_ffff) return;
  throw new InputError(`${what}: expected a whole number of at least 1, found ${value}`);
}

/** @throws InputError unless the value is a positive number */
export function requirePositive(what: string, value: number): void {
  if (Number.isFinite(value) && value > 0) return;
  throw new InputError(`${what}: expected a number above 0, found ${value}`);
}

/** Header lines that say how a trace was made; with them alone it can be made again. */
export function modelHeader(
  model: string,
  source: string,
  options: { readonly jobs: number; readonly procs: number },
  all: object,
): string[] {
  return [
    '; Version: 2.2',
    '; Computer: none, this is a synthetic workload',
    `; Conversion: makespan, model ${model}`,
    `; Information: ${source}`,
    `; MaxJobs: ${options.jobs}`,
    `; MaxRecords: ${options.jobs}`,
    '; UnixStartTime: 0',
    '; TimeZone: 0',
    `; MaxNodes: ${options.procs}`,
    `; MaxProcs: ${options.procs}`,
    `; Note: ${model} ${JSON.stringify(all)}`,
  ];
}
