import type { DiffSide, DiffStart, LeftJob } from '../experiment/diff-side.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import type { Time } from '../model/time.ts';
import type { Workload } from '../model/workload.ts';
import type { MomentStop } from '../observers/moment.ts';
import { startWords } from '../observers/words.ts';
import { waitWords, wordingOf } from './explain-words.ts';
import { formatCount, formatCounted } from './format.ts';
import { nodeNames } from './machine-lines.ts';
import { nodeWording } from './node-wording.ts';
import { nodeStartWords, nodeWaitWords } from './node-words.ts';

/** Of a job that does not wait. */
const STATES: Readonly<Record<Exclude<LeftJob['state'], 'waiting'>, string>> = {
  running: 'goes on running',
  cancelled: 'is cancelled before it ever runs',
  gone: 'has left',
};

/** What the words are about. */
export type DiffTold = Pick<Workload, 'jobs' | 'procs' | 'origin' | 'centre'>;

/** How a text tells what a run does at a moment, with and without nodes. */
export interface DiffWording {
  job(job: JobId): string;
  time(time: Time): string;
  /** Where it starts and why, as far as there is anything to tell; else nothing. */
  start(start: DiffStart): string;
  stop(stop: MomentStop): string;
  /** What a job goes on to do, and why. */
  left(left: LeftJob): string;
  /** How things stand after the decision. */
  standing(decision: DiffSide['decision']): string;
}

/** @param clock how moments are shown; those of the calendar or the day unless given */
export function diffWording({ jobs, procs, origin, centre }: DiffTold, clock?: (time: Time) => string): DiffWording {
  const counted = wordingOf(jobs, origin);
  const nodes = centre && nodeWording(jobs, centre, origin);
  const { job, time: short } = nodes ?? counted;
  const time = clock ?? short;
  const [onProcessors, onNodes] = [{ ...counted, time }, nodes && { ...nodes, time }];
  return {
    job,
    time,
    start({ job: who, reason, allocation }) {
      const where = allocation && `on ${nodeNames(allocation.nodes as readonly NodeId[], centre!.machine)}`;
      if (reason === undefined) return where ?? '';
      const own = reason.why === undefined ? '' : ` (the policy: ${reason.why})`;
      if (onNodes === undefined) return `${startWords(reason, who, onProcessors)}${own}`;
      return `${where}; ${nodeStartWords(reason, onNodes)}${own}`;
    },
    stop({ mode, for: cause, why }) {
      if (mode === 'fault') return `by a fault: ${why}`;
      return `${mode}: it makes room${cause === NO_JOB ? '' : ` for ${job(cause)}`}: ${why}`;
    },
    left({ job: who, state, why, next }) {
      if (state !== 'waiting') return STATES[state];
      const later = Number.isNaN(next) ? 'never started after that' : `started at ${time(next)}`;
      if (why === undefined) return later;
      const words =
        why.wait === undefined
          ? nodeWaitWords(why.nodeWait, who, onNodes!)
          : waitWords(why.wait, who, why.wait.planned, onProcessors);
      return `${words}; ${later}`;
    },
    standing: (decision) =>
      standingWords(decision, { job, time, procs: jobs.procs, machine: procs, unit: centre ? 'core' : 'processor' }),
  };
}

interface StandingWording extends Pick<DiffWording, 'job' | 'time'> {
  readonly procs: ArrayLike<number>;
  readonly machine: number;
  /** What is counted, where all nodes are taken together. */
  readonly unit: string;
}

function standingWords(decision: DiffSide['decision'], to: StandingWording): string {
  if (decision === undefined) return 'before its first decision';
  const { free, waiting, first, expected, strict, head, shadow, spare } = decision;
  const room = `${formatCount(free)} of ${formatCounted(to.machine, to.unit)} free`;
  if (first === NO_JOB) return `${room}, nobody waits`;
  const sight = Number.isFinite(expected) ? `expected to start by ${to.time(expected)}` : 'no time is in sight for it';
  const beside = Number.isNaN(spare) ? '' : `, beside which ${formatCount(spare)} will be free`;
  const held = head === NO_JOB ? '' : `; reserved for ${to.job(head)} from ${to.time(shadow)} on${beside}`;
  return (
    `${room}, ${formatCounted(waiting, 'job')} ${waiting === 1 ? 'waits' : 'wait'}; ` +
    `${to.job(first)} is first, asks for ${formatCounted(to.procs[first]!, to.unit)}, ${sight}${strict ? '; nobody passes it' : ''}${held}`
  );
}
