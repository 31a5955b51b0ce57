import type { WallClock } from '../model/wall-clock.ts';
import type { SwfTrace } from '../model/workload.ts';
import type { Anomaly } from './anomaly.ts';
import { findFlurries } from './flurries.ts';
import { quantileOf } from './quantiles.ts';

/** At least so many jobs submitted in one second make a burst; scripts do that, people do not. */
const BURST_JOBS = 20;
/** A gap is at least so long, s, and so many times longer than all but one in a hundred of the times between arrivals. */
const GAP_LEAST = 86_400;
const GAP_FACTOR = 10;
/** So many of each kind are listed, the largest first. */
const LISTED = 5;

/** Flurries, bursts, gaps and overruns, at most five of a kind, those with the most jobs (or the longest) first. */
export function findAnomalies(trace: SwfTrace, clock: WallClock): readonly Anomaly[] {
  const order = bySubmit(trace);
  return [
    ...largest(findFlurries(trace, clock), ({ jobs }) => jobs),
    ...largest(findBursts(trace, order), ({ jobs }) => jobs),
    ...largest(findGaps(trace, order), ({ from, to }) => to - from),
    ...findOverruns(trace),
  ];
}

const largest = (found: readonly Anomaly[], size: (anomaly: Anomaly) => number): Anomaly[] =>
  found.toSorted((a, b) => size(b) - size(a) || a.from - b.from).slice(0, LISTED);

/** The records with a submit time, in order of it. */
function bySubmit(trace: SwfTrace): Uint32Array {
  const { submit } = trace.columns;
  const order = Uint32Array.from({ length: trace.length }, (_, record) => record).filter((r) => submit[r]! >= 0);
  const sorted = order.every((record, i) => i === 0 || submit[record]! >= submit[order[i - 1]!]!);
  return sorted ? order : order.sort((a, b) => submit[a]! - submit[b]! || a - b);
}

function findBursts(trace: SwfTrace, order: Uint32Array): Anomaly[] {
  const { submit, user } = trace.columns;
  const bursts: Anomaly[] = [];
  for (let from = 0, to = 0; from < order.length; from = to) {
    const at = submit[order[from]!]!;
    while (to < order.length && submit[order[to]!] === at) to++;
    const jobs = to - from;
    if (jobs < BURST_JOBS) continue;
    const users = new Set(Array.from(order.subarray(from, to), (record) => user[record]!));
    const what = `${jobs} jobs of ${users.size} ${users.size === 1 ? 'user' : 'users'} submitted in the same second`;
    const one = users.size === 1 ? { user: user[order[from]!]! } : {};
    bursts.push({ kind: 'burst', what, jobs, from: at, to: at, line: trace.lines[order[from]!]!, ...one });
  }
  return bursts;
}

function findGaps(trace: SwfTrace, order: Uint32Array): Anomaly[] {
  const { submit } = trace.columns;
  if (order.length < 2) return [];
  const waits = new Float64Array(order.length - 1).map((_, i) => submit[order[i + 1]!]! - submit[order[i]!]!);
  const least = Math.max(GAP_LEAST, GAP_FACTOR * quantileOf(waits.slice().sort(), 0.99));
  const gaps: Anomaly[] = [];
  for (const [i, wait] of waits.entries()) {
    if (wait < least) continue;
    const from = submit[order[i]!]!;
    const what = `no job submitted for ${(wait / 86_400).toFixed(1)} days`;
    gaps.push({ kind: 'gap', what, jobs: 0, from, to: from + wait, line: trace.lines[order[i + 1]!]! });
  }
  return gaps;
}

/** All jobs that ran longer than requested, as one anomaly: whether they are killed is a rule of the study. */
function findOverruns(trace: SwfTrace): Anomaly[] {
  const { run, timeRequested, submit } = trace.columns;
  let first = -1;
  let last = -1;
  let jobs = 0;
  let worst = 1;
  for (let record = 0; record < trace.length; record++) {
    if (timeRequested[record]! <= 0 || run[record]! <= timeRequested[record]!) continue;
    jobs += 1;
    worst = Math.max(worst, run[record]! / timeRequested[record]!);
    if (first < 0) first = record;
    last = record;
  }
  if (jobs === 0) return [];
  const what = `${jobs} ${jobs === 1 ? 'job' : 'jobs'} ran longer than requested, the worst ${worst.toFixed(1)} times`;
  return [{ kind: 'overrun', what, jobs, from: submit[first]!, to: submit[last]!, line: trace.lines[first]! }];
}
