import { createHash } from 'node:crypto';
import type { JobTable } from '../../model/jobs.ts';
import type { Experiment } from '../experiment.ts';
import { experimentRecord } from '../record.ts';

/** What tells whether two experiments simulate the same: digests, by the scenario's keys. */
export type Setting = Readonly<Record<string, string>>;

/** What an experiment only asks of its runs, or looks at afterwards; and its policies, which are what a check is about. */
const BESIDE = ['question', 'policies', 'metrics', 'claims'];

/** A digest of each part of an experiment that all of its schedules depend on, but for the content of a trace. */
export function settingOf(experiment: Experiment): Setting {
  const parts = Object.entries(experimentRecord(experiment)).filter(([key]) => !BESIDE.includes(key));
  const digests = parts.map(([key, value]) => [key, digest(JSON.stringify(sorted(value)))] as const);
  return Object.fromEntries(digests.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The parts in which two settings differ, by their keys. */
export const differingParts = (a: Setting, b: Setting): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((key) => a[key] !== b[key]).sort();

/** Columns that come from the trace; what jobs ask of nodes follows from these and the scenario. */
const COLUMNS = ['id', 'submit', 'runtime', 'estimate', 'procs', 'killed', 'user', 'group', 'queue'] as const;

/** A digest of the jobs as they are simulated. */
export function jobsDigest(jobs: JobTable): string {
  const hash = createHash('sha256');
  for (const name of COLUMNS) hash.update(new Uint8Array(Float64Array.from(jobs[name]).buffer));
  return shortened(hash.digest('hex'));
}

const digest = (text: string): string => shortened(createHash('sha256').update(text).digest('hex'));

/** 64 bits tell files of one folder apart; nobody is kept from forging one. */
const shortened = (hex: string): string => hex.slice(0, 16);

/** The order of keys in a scenario says nothing. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}
