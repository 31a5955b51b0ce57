import type { Centre } from './centre.ts';
import type { JobTable } from './jobs.ts';
import type { Ledger } from './ledger.ts';
import type { Resilience } from './resilience.ts';
import type { TraceOrigin } from './wall-clock.ts';

/** The 18 fields of the Standard Workload Format, in the order of the file, under their usual names. */
export const SWF_FIELDS = [
  'job',
  'submit',
  'wait',
  'run',
  'procsUsed',
  'cpuTime',
  'memoryUsed',
  'procsRequested',
  'timeRequested',
  'memoryRequested',
  'status',
  'user',
  'group',
  'executable',
  'queue',
  'partition',
  'precedingJob',
  'thinkTime',
] as const;

export type SwfField = (typeof SWF_FIELDS)[number];

/** A trace as it stands in the file: every well-formed record, all 18 fields, in file order, times in seconds. */
export interface SwfTrace {
  readonly length: number;
  /** Int32Array where every value fits, else Float64Array; -1 is "not given". */
  readonly columns: { readonly [F in SwfField]: Int32Array | Float64Array };
  /** Line number of each record in the file, from 1. */
  readonly lines: Uint32Array;
  /** The comment lines, each as read, without line ends. */
  readonly header: readonly string[];
  /** The first positive `MaxProcs` and `MaxNodes` of the header. */
  readonly maxProcs: number | undefined;
  readonly maxNodes: number | undefined;
  /** Lines with fewer than 5 fields or with text in the first 9. */
  readonly malformed: number;
  readonly ledger: Ledger;
}

/** How records become jobs; see docs/workloads.md. */
export interface WorkloadRules {
  /** Processors of the machine, in place of the header's. */
  readonly procs?: number | undefined;
  /** `kill`: run = min(run, estimate). `extend`: the job keeps its processors for all of its run time. */
  readonly overrun: 'kill' | 'extend';
  /** `requested`: what the user asked for. `runtime`: the true run time, a perfect estimate. */
  readonly estimate: 'requested' | 'runtime';
}

/** Jobs ready to be simulated, and the account of how they came from their records. */
export interface Workload {
  /** File name or model call, for titles. */
  readonly name: string;
  readonly jobs: JobTable;
  readonly procs: number;
  /** The machine of nodes and its rules, where the scenario has one; the jobs then say what they ask of it. */
  readonly centre?: Centre | undefined;
  /** What befalls the machine and its jobs, and what is done about it, where the scenario says so. */
  readonly resilience?: Resilience | undefined;
  /** Where its time 0 stands in the calendar, if the trace says. */
  readonly origin?: TraceOrigin | undefined;
  readonly malformed: number;
  readonly skipped: number;
  readonly ledger: Ledger;
}
