import type { Allocation } from '../model/asks.ts';
import type { PreemptMode } from '../model/centre.ts';
import { FATES, type Fate } from '../model/centre-run.ts';
import type { CentreFact, DecisionFact, Fact, Observer, StartReason } from '../model/facts.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Duration, Time } from '../model/time.ts';
import type { Holder, WhyNot } from '../model/why-not.ts';
import { type Blocker, Shares } from './blockers.ts';

/** A stretch of a job's wait on a machine of nodes with one reason. */
export interface NodeWait {
  readonly from: Time;
  readonly to: Time;
  /** How many decisions left it waiting for this reason. */
  readonly decisions: number;
  /** After the first and the last of them. */
  readonly first: WhyNot;
  readonly last: WhyNot;
  /** Who held what it lacked, and for how long of this stretch; the longest first. */
  readonly holders: readonly Blocker[];
}

/** A stretch in which a job ran without a break. */
export interface NodeStint {
  readonly from: Time;
  readonly to: Time;
  readonly allocation: Allocation;
  /** Why it started. */
  readonly reason: StartReason;
  /** When it was told to make room, if it was. */
  readonly notice: { readonly at: Time; readonly until: Time } | undefined;
  /** Why it stopped before its end; undefined if it came to it. */
  readonly preempted: { readonly mode: PreemptMode | 'fault'; readonly for: JobId; readonly why: string } | undefined;
}

/** The life of a job under one policy on a machine of nodes. */
export interface NodeLife {
  readonly job: JobId;
  readonly submit: Time;
  /** First start and end, ms; NaN for one that never ran. */
  readonly start: Time;
  readonly end: Time;
  readonly fate: Fate;
  /** Why it did not complete, where more is known than its fate. */
  readonly why: string | undefined;
  /** In order. */
  readonly stints: readonly NodeStint[];
  /**
   * Why it waited: stretches without a gap or an overlap from its submission until its first start, or until it left or
   * the run ended without one; and so between its stints.
   */
  readonly waits: readonly NodeWait[];
  /** Everybody who stood in its way before its first start, the longest first. */
  readonly blockers: readonly Blocker[];
}

/** Records the life of one job, asking after every decision that leaves it waiting why it does. */
export function nodeLifeRecorder(job: JobId): Observer & { lifeIn(run: FinishedRun): NodeLife } {
  return new LifeRecorder(job);
}

interface OpenStint {
  readonly from: Time;
  readonly allocation: Allocation;
  readonly reason: StartReason;
  notice: NodeStint['notice'];
}

interface OpenWait extends Omit<NodeWait, 'holders'> {
  readonly key: string;
  to: Time;
  decisions: number;
  last: WhyNot;
  readonly shares: Shares;
}

class LifeRecorder implements Observer {
  readonly name = 'node-life';
  readonly reasons = true;
  readonly #job: JobId;
  readonly #waits: OpenWait[] = [];
  readonly #stints: NodeStint[] = [];
  readonly #total = new Shares();
  #waiting = false;
  /** What the last decision has left, which holds until the next thing happens. */
  #standing: { readonly since: Time; readonly why: WhyNot } | undefined;
  #stint: OpenStint | undefined;

  constructor(job: JobId) {
    this.#job = job;
  }

  on(fact: Fact): void {
    if (fact.kind === 'decision') this.#decided(fact);
    else if (fact.job !== this.#job) return;
    else if (fact.kind === 'submit') this.#waiting = true;
    else if (fact.kind === 'start') {
      this.#settle(fact.time);
      this.#waiting = false;
      this.#stint = { from: fact.time, allocation: fact.allocation!, reason: fact.reason!, notice: undefined };
    } else if (fact.kind === 'end') this.#stop(fact.time, undefined);
  }

  onCentre(fact: CentreFact): void {
    if (!('job' in fact) || fact.job !== this.#job) return;
    if (fact.kind === 'notice') this.#stint!.notice = { at: fact.time, until: fact.until };
    else if (fact.kind === 'preempt') {
      this.#stop(fact.time, { mode: fact.mode, for: fact.for, why: fact.why });
      this.#waiting = fact.mode !== 'cancel';
    } else if (fact.kind === 'fault') {
      this.#stop(fact.time, { mode: 'fault', for: NO_JOB, why: fact.why });
      this.#waiting = fact.then === 'requeue';
    } else if (fact.kind === 'reject' || fact.kind === 'cancel') {
      this.#settle(fact.time);
      this.#waiting = false;
    }
  }

  finish(at: Time): void {
    this.#settle(at);
  }

  lifeIn({ jobs, start, end, centre }: FinishedRun): NodeLife {
    const job = this.#job;
    const { fate, why } = centre!;
    return {
      job,
      submit: jobs.submit[job]!,
      start: start[job]!,
      end: end[job]!,
      fate: FATES[fate[job]!]!,
      why: why.get(job),
      stints: this.#stints,
      waits: this.#waits.map(({ shares, key: _, ...wait }) => ({ ...wait, holders: shares.sorted() })),
      blockers: this.#total.sorted(),
    };
  }

  #decided({ time, whyNot }: DecisionFact): void {
    this.#settle(time);
    if (this.#waiting) this.#standing = { since: time, why: whyNot!(this.#job) };
  }

  /** What stood since the last decision has stood until now; another decision of the same instant has the last word. */
  #settle(now: Time): void {
    const standing = this.#standing;
    this.#standing = undefined;
    if (standing === undefined || standing.since === now) return;
    const { since, why } = standing;
    const key = keyOf(why);
    let open = this.#waits.at(-1);
    if (open?.key !== key || open.to !== since) {
      open = { key, from: since, to: now, decisions: 0, first: why, last: why, shares: new Shares() };
      this.#waits.push(open);
    }
    open.to = now;
    open.last = why;
    open.decisions += 1;
    this.#charge(open, why, now - since);
  }

  /** Charges the time to whoever stood in the way: the job named, and who held what was lacking. */
  #charge({ shares }: OpenWait, why: WhyNot, time: Duration): void {
    const isFirst = this.#stints.length === 0;
    for (const { job, part } of holdersIn(why)) {
      shares.add(job, part * time);
      if (isFirst) this.#total.add(job, part * time);
    }
    if (isFirst) for (const job of namedIn(why)) this.#total.add(job, time);
  }

  #stop(now: Time, preempted: NodeStint['preempted']): void {
    this.#stints.push({ ...this.#stint!, to: now, preempted });
    this.#stint = undefined;
  }
}

/** One decision's reason as a stretch of its own, from that decision to another moment. */
export function nodeWaitOf(why: WhyNot, from: Time, to: Time): NodeWait {
  const shares = new Shares();
  for (const { job, part } of holdersIn(why)) shares.add(job, part * (to - from));
  return { from, to, decisions: 1, first: why, last: why, holders: shares.sorted() };
}

/** Reasons of one stretch are alike in this: the rule, and whom or what it names. */
function keyOf(why: WhyNot): string {
  switch (why.rule) {
    case 'dependency':
      return `${why.rule} ${why.on.map(({ on, never }) => `${on}${never}`).join()}`;
    case 'limit':
      return `${why.rule} ${why.over.who} ${why.over.of}`;
    case 'in-order':
      return `${why.rule} ${why.by} ${why.of.rule}`;
    case 'room':
      return `${why.rule} ${why.ahead === 0} ${why.pinned} ${why.lacks.map(({ resource }) => resource).join()}`;
    case 'nodes':
      return `${why.rule} ${why.down.join()}`;
    case 'window':
      return `${why.rule} ${why.window}`;
    case 'reservation':
      return `${why.rule} ${why.window} ${why.late}`;
    case 'would-delay':
      return `${why.rule} ${why.by}`;
    default:
      return why.rule;
  }
}

function holdersIn(why: WhyNot): readonly Holder[] {
  if (why.rule === 'limit' || why.rule === 'room') return why.holders;
  return why.rule === 'in-order' && why.of.rule === 'room' ? why.of.holders : [];
}

/** The jobs that a reason names; never `NO_JOB`. */
function namedIn(why: WhyNot): JobId[] {
  if (why.rule === 'dependency') return why.on.map(({ on }) => on);
  const named = why.rule === 'in-order' || why.rule === 'would-delay' ? why.by : NO_JOB;
  return named === NO_JOB ? [] : [named];
}
