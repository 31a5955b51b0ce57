import { basename } from 'node:path';
import { commandText } from '../own/command-spec.ts';
import { isCommand, isModulePath, POLICIES, parsePolicy } from '../registry.ts';
import type { Experiment, PlannedPolicy, WorkloadSource } from './experiment.ts';

/** An experiment as plain JSON values, for the record: everything that its schedules depend on, and no folder. */
export function experimentRecord(experiment: Experiment): object {
  const { question, source, procs, centre, policies, options, metrics, claims, seed } = experiment;
  const { jobs, ...rules } = centre?.form ?? {};
  return {
    ...(question !== undefined && { question }),
    workload: jobs === undefined ? sourceRecord(source) : { jobs },
    ...rules,
    ...(procs !== undefined && { cluster: { procs } }),
    policies: policies.map(({ label, spec }) => ({ label, ...(typeof spec === 'string' ? { policy: spec } : spec) })),
    options,
    ...(metrics !== undefined && { metrics }),
    ...(claims !== undefined && { claims: claims.map(({ id, text }) => ({ id, claim: text })) }),
    ...(seed !== undefined && { seed }),
  };
}

/** A trace is recorded by its file's name: the folder differs from machine to machine. */
function sourceRecord(source: WorkloadSource): object {
  if (source.kind === 'jobs') return {};
  return source.kind === 'trace' ? { trace: basename(source.path) } : { [source.kind]: source.model };
}

/** What the policy does, in a sentence of the registry; of an own policy, where it comes from. */
export function describePolicy({ spec }: PlannedPolicy): string {
  if (isCommand(spec)) return `own policy, decided by ${commandText(spec)}`;
  const { name } = parsePolicy(spec);
  if (isModulePath(name)) return `own policy, from ${name}`;
  return POLICIES.find((entry) => entry.name === name)?.summary ?? '';
}
