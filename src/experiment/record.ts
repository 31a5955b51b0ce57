import { basename } from 'node:path';
import { POLICIES } from '../registry.ts';
import type { Experiment, PlannedPolicy, WorkloadSource } from './experiment.ts';

/** An experiment as plain JSON values, for the record: everything that its schedules depend on, and no folder. */
export function experimentRecord(experiment: Experiment): object {
  const { question, source, procs, policies, options, metrics, seed } = experiment;
  return {
    ...(question !== undefined && { question }),
    workload: sourceRecord(source),
    ...(procs !== undefined && { cluster: { procs } }),
    policies: policies.map(({ label, spec }) => ({ label, ...(typeof spec === 'string' ? { policy: spec } : spec) })),
    options,
    ...(metrics !== undefined && { metrics }),
    ...(seed !== undefined && { seed }),
  };
}

/** A trace is recorded by its file's name: the folder differs from machine to machine. */
function sourceRecord(source: WorkloadSource): object {
  return source.kind === 'trace' ? { trace: basename(source.path) } : { [source.kind]: source.model };
}

/** What the policy does, in a sentence of the registry, with its options where it has some. */
export function describePolicy({ spec }: PlannedPolicy): string {
  const name = typeof spec === 'string' ? (/^\s*([\w-]+)/.exec(spec)?.[1] ?? spec) : spec.policy;
  return POLICIES.find((entry) => entry.name === name)?.summary ?? '';
}
