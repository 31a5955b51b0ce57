import { InputError } from '../model/errors.ts';
import type { JobTable } from '../model/jobs.ts';
import { fromSeconds } from '../model/time.ts';
import type { SwfTrace, Workload, WorkloadRules } from '../model/workload.ts';
import { LedgerBuilder } from './ledger-builder.ts';
import { gather } from './rearrange.ts';
import { traceOrigin } from './trace-origin.ts';

const RULES = {
  'skipped-negative-submit': { effect: 'dropped', meaning: 'The submit time is negative.' },
  'skipped-unknown-run-time': { effect: 'dropped', meaning: 'The run time is negative, that is, unknown.' },
  'skipped-no-processors': { effect: 'dropped', meaning: 'Neither the requested nor the used processors are given.' },
  'skipped-too-wide': { effect: 'dropped', meaning: 'The job needs more processors than the machine has.' },
  'skipped-beyond-the-clock': {
    effect: 'dropped',
    meaning: 'The job would end, or is said to end, too late for the clock to tell milliseconds apart.',
  },
  'processors-from-allocation': {
    effect: 'edited',
    meaning: 'No processors were requested; those that were used stand in.',
  },
  'estimate-not-given': { effect: 'edited', meaning: 'No time was requested; the run time stands in for it.' },
  'estimate-replaced-by-runtime': { effect: 'edited', meaning: 'The requested time is replaced by the true run time.' },
  'killed-at-estimate': { effect: 'edited', meaning: 'The job ran longer than its estimate and is killed there.' },
  'out-of-order-submit': {
    effect: 'noted',
    meaning: 'The record was submitted before one that precedes it in the file; jobs arrive by submit time.',
  },
  'repeated-id': { effect: 'noted', meaning: 'An earlier job has the same id; ids are labels only.' },
} as const;

/** In seconds: half of what doubles count exactly in ms, so that waiting has as much room as the trace itself. */
const LATEST_END = Number.MAX_SAFE_INTEGER / 2 / 1000;

type PrepareLedger = LedgerBuilder<keyof typeof RULES>;

/**
 * Turns the records of a trace into jobs that can be simulated. Status is not looked at: what ran, runs.
 * docs/workloads.md gives the rules in words.
 *
 * @param name of the workload, for titles and messages
 * @throws InputError if the machine's size is neither given nor in the header, or no machine can have it
 */
export function prepareWorkload(name: string, trace: SwfTrace, rules: WorkloadRules): Workload {
  const procs = machineProcs(name, trace, rules);
  const ledger: PrepareLedger = new LedgerBuilder(RULES);
  const records = inOrderOfArrival(trace, runnable(trace, procs, ledger), ledger);
  noteRepeatedIds(trace, records, ledger);
  return {
    name,
    jobs: jobTable(trace, records, rules, ledger),
    procs,
    origin: traceOrigin(trace.header),
    malformed: trace.malformed,
    skipped: trace.length - records.length,
    ledger: [...trace.ledger, ...ledger.entries()],
  };
}

function machineProcs(name: string, trace: SwfTrace, rules: WorkloadRules): number {
  const procs = rules.procs ?? trace.maxProcs ?? trace.maxNodes;
  if (procs === undefined) {
    throw new InputError(
      `${name}: the header gives neither MaxProcs nor MaxNodes; say how many processors there are with --procs or cluster.procs`,
    );
  }
  if (!Number.isInteger(procs) || procs < 1 || procs > 0x7fff_ffff) {
    throw new InputError(`${name}: expected 1 to ${0x7fff_ffff} processors, found ${procs}`);
  }
  return procs;
}

/** Field 8 if positive, else field 5. */
const procsOf = (trace: SwfTrace, record: number): number => {
  const requested = trace.columns.procsRequested[record]!;
  return requested > 0 ? requested : trace.columns.procsUsed[record]!;
};

/** The records that can run on the machine, in the order of the file. */
function runnable(trace: SwfTrace, procs: number, ledger: PrepareLedger): Uint32Array {
  const { submit, run, timeRequested } = trace.columns;
  const kept = new Uint32Array(trace.length);
  let count = 0;
  for (let record = 0; record < trace.length; record++) {
    const wanted = procsOf(trace, record);
    const line = trace.lines[record]!;
    if (submit[record]! < 0) ledger.note('skipped-negative-submit', line);
    else if (run[record]! < 0) ledger.note('skipped-unknown-run-time', line);
    else if (wanted <= 0) ledger.note('skipped-no-processors', line);
    else if (wanted > procs) ledger.note('skipped-too-wide', line);
    else if (submit[record]! + Math.max(run[record]!, timeRequested[record]!) > LATEST_END) {
      ledger.note('skipped-beyond-the-clock', line);
    } else kept[count++] = record;
  }
  return kept.subarray(0, count);
}

/** The same records by submit time, then by place in the file. Most traces are in this order already. */
function inOrderOfArrival(trace: SwfTrace, records: Uint32Array, ledger: PrepareLedger): Uint32Array {
  const { submit } = trace.columns;
  let latest = 0;
  for (const record of records) {
    if (submit[record]! < latest) ledger.note('out-of-order-submit', trace.lines[record]!);
    else latest = submit[record]!;
  }
  if (ledger.count('out-of-order-submit') === 0) return records;
  return records.slice().sort((a, b) => submit[a]! - submit[b]! || a - b);
}

function noteRepeatedIds(trace: SwfTrace, records: Uint32Array, ledger: PrepareLedger): void {
  const { job } = trace.columns;
  // Ids that only rise cannot repeat, and then a set of all of them need not be built.
  if (records.every((record, i) => i === 0 || job[record]! > job[records[i - 1]!]!)) return;
  const seen = new Set<number>();
  for (const record of records) {
    if (seen.has(job[record]!)) ledger.note('repeated-id', trace.lines[record]!);
    seen.add(job[record]!);
  }
}

function jobTable(trace: SwfTrace, records: Uint32Array, rules: WorkloadRules, ledger: PrepareLedger): JobTable {
  const { columns, lines } = trace;
  const length = records.length;
  const submit = new Float64Array(length);
  const runtime = new Float64Array(length);
  const estimate = new Float64Array(length);
  const procs = new Int32Array(length);
  const killed = new Uint8Array(length);
  for (let job = 0; job < length; job++) {
    const record = records[job]!;
    const run = columns.run[record]!;
    const said = estimateOf(trace, record, rules, ledger);
    procs[job] = procsOf(trace, record);
    if (columns.procsRequested[record]! <= 0) ledger.note('processors-from-allocation', lines[record]!);
    if (rules.overrun === 'kill' && run > said) {
      ledger.note('killed-at-estimate', lines[record]!);
      killed[job] = 1;
    }
    submit[job] = fromSeconds(columns.submit[record]!);
    runtime[job] = fromSeconds(killed[job] ? said : run);
    estimate[job] = fromSeconds(said);
  }
  const { job: id, user, group, queue } = columns;
  return {
    length,
    submit,
    runtime,
    estimate,
    procs,
    killed,
    id: gather(id, records),
    user: gather(user, records),
    group: gather(group, records),
    queue: gather(queue, records),
  };
}

/**
 * How long the job is said to last, in seconds: field 9 if positive, else its run time. With perfect estimates it is
 * the uncut run time of the trace, so that no job is ever killed; so does CQSim.
 */
function estimateOf(trace: SwfTrace, record: number, rules: WorkloadRules, ledger: PrepareLedger): number {
  const requested = trace.columns.timeRequested[record]!;
  const run = trace.columns.run[record]!;
  const perfect = rules.estimate === 'runtime';
  if (requested > 0 && !perfect) return requested;
  if (requested <= 0) ledger.note('estimate-not-given', trace.lines[record]!);
  else if (requested !== run) ledger.note('estimate-replaced-by-runtime', trace.lines[record]!);
  return run;
}
