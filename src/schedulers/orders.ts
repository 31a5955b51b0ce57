import type { JobFacts, JobId } from '../model/jobs.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import { PLAN_TICK, type Time, toSeconds } from '../model/time.ts';

/** An order with what a person choosing one wants to know. */
export interface OrderEntry extends QueueOrder {
  readonly summary: string;
  readonly source: string;
  /** Whether it asks for what only a machine of nodes knows. */
  readonly needsCentre?: true;
}

/** Estimate in seconds, one at the least, so that no score divides by zero or takes its logarithm. */
const r = (job: JobId, jobs: JobFacts): number => toSeconds(Math.max(jobs.estimate[job]!, PLAN_TICK));
const n = (job: JobId, jobs: JobFacts): number => jobs.procs[job]!;
/** Submit time in seconds since the trace's origin, one at the least: the logarithm of 0 is not defined. */
const s = (job: JobId, jobs: JobFacts): number => Math.max(toSeconds(jobs.submit[job]!), 1);
/** Seconds waited so far. */
const w = (job: JobId, jobs: JobFacts, now: Time): number => toSeconds(now - jobs.submit[job]!);

/**
 * What stands for log2(1) = 0 in UNICEF, which is not defined for serial jobs. The formula grows without bound as n
 * falls to 1, so by convention a serial job that has waited at all goes before every parallel one.
 */
const LOG2_OF_SERIAL = 2 ** -40;

const LEARNED = 'Carastan-Santos and de Camargo, SC 2017';
const CARASTAN = 'Carastan-Santos, de Camargo, Trystram and Zrigui, CCGRID 2019';
const TANG = 'Tang, Lan, Desai and Buettner, CLUSTER 2009';
const MUALEM = "Mu'alem and Feitelson, IEEE TPDS 12(6), 2001";
const SRINIVASAN = 'Srinivasan, Kettimuthu, Subramani and Sadayappan, ICPP Workshops 2002';

const fixed = (
  name: string,
  summary: string,
  source: string,
  score: (job: JobId, jobs: JobFacts) => number,
): OrderEntry => ({ name, summary, source, varies: false, score });

/** Every one of them gives way to waiting: with each second a score falls or stays. */
const varying = (
  name: string,
  summary: string,
  source: string,
  score: (job: JobId, jobs: JobFacts, now: Time) => number,
): OrderEntry => ({ name, summary, source, varies: true, falls: true, score });

/** Queue orders by score, lowest first and ties by arrival. r estimate, n processors, s submit, w wait; seconds. */
export const ORDERS: readonly OrderEntry[] = [
  fixed('fcfs', 'first come, first served: order of arrival', 'Feitelson and Rudolph, JSSPP 1995', (job) => job),
  fixed('sjf', 'shortest job first: r', MUALEM, (job, jobs) => jobs.estimate[job]!),
  fixed('ljf', 'longest job first: -r', SRINIVASAN, (job, jobs) => -jobs.estimate[job]!),
  fixed('saf', 'smallest area first: r n', CARASTAN, (job, jobs) => r(job, jobs) * n(job, jobs)),
  fixed('sqf', 'smallest request first: n', CARASTAN, n),
  varying('lxf', 'largest expansion factor first: -(w + r) / r', SRINIVASAN, (job, jobs, now) => {
    return -(w(job, jobs, now) + r(job, jobs)) / r(job, jobs);
  }),
  varying('wfp3', 'long waits relative to length, wide jobs preferred: -(w / r)^3 n', TANG, (job, jobs, now) => {
    const ratio = w(job, jobs, now) / r(job, jobs);
    return -ratio * ratio * ratio * n(job, jobs);
  }),
  varying(
    'unicef',
    'fast turnaround for small jobs: -w / (log2(n) r), serial jobs first',
    TANG,
    (job, jobs, now) => -w(job, jobs, now) / (Math.max(Math.log2(n(job, jobs)), LOG2_OF_SERIAL) * r(job, jobs)),
  ),
  fixed('f1', 'learned: log10(r) n + 870 log10(s)', LEARNED, (job, jobs) => {
    return Math.log10(r(job, jobs)) * n(job, jobs) + 870 * Math.log10(s(job, jobs));
  }),
  fixed('f2', 'learned: sqrt(r) n + 25600 log10(s)', LEARNED, (job, jobs) => {
    return Math.sqrt(r(job, jobs)) * n(job, jobs) + 25_600 * Math.log10(s(job, jobs));
  }),
  fixed('f3', 'learned: r n + 6.86e6 log10(s)', LEARNED, (job, jobs) => {
    return r(job, jobs) * n(job, jobs) + 6.86e6 * Math.log10(s(job, jobs));
  }),
  fixed('f4', 'learned: r sqrt(n) + 5.30e5 log10(s)', LEARNED, (job, jobs) => {
    return r(job, jobs) * Math.sqrt(n(job, jobs)) + 5.3e5 * Math.log10(s(job, jobs));
  }),
];

/** The order of the workload's rows themselves; sorting by it is never needed. */
export const ARRIVAL: OrderEntry = ORDERS[0]!;
