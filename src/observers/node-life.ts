import type { Allocation } from '../model/asks.ts';
import type { PreemptMode } from '../model/centre.ts';
import { FATES, type Fate } from '../model/centre-run.ts';
import type { CentreFact, DecisionFact, Fact, FaultFact, Observer, StartReason } from '../model/facts.ts';
import { type FaultRun, type IncidentRecord, SPENDING, type Spending, type Spent } from '../model/fault-run.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Duration, Time } from '../model/time.ts';
import type { Closed, Holder, WhyNot } from '../model/why-not.ts';
import { type Blocker, Shares } from './blockers.ts';

/** A decision about a node after a fault, an alarm or a repair, with its reason. */
export type NodeDecision = Extract<
  FaultFact,
  { readonly kind: 'alarm' | 'return' | 'quarantine' | 'spare' | 'no-spare' }
>;
type RestoreFact = Extract<FaultFact, { readonly kind: 'restore' }>;
type SetbackFact = Extract<FaultFact, { readonly kind: 'setback' }>;

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

/** The checkpoint that a job went on from, 0 if from none, and those that it tried in vain before, by number. */
export interface NodeRestore extends Pick<RestoreFact, 'checkpoint' | 'level' | 'taken' | 'unreadable'> {}

/** The checkpoint that a waiting job was to go on from was lost with nodes that failed. */
export interface NodeSetback extends Pick<SetbackFact, 'lost' | 'checkpoint' | 'kept'> {
  /** When that was known. */
  readonly at: Time;
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
  readonly preempted: { readonly mode: StopMode; readonly for: JobId; readonly why: string } | undefined;
  /** What it read when it began, in a run under faults. */
  readonly restored?: NodeRestore | undefined;
  /** Since when it came no further by a fault of its own, and which. */
  readonly hung?: { readonly at: Time; readonly cause: string } | undefined;
  /** How its time was spent, in a run under faults. */
  readonly spent?: Spent | undefined;
  /** The fault that stopped it, and what work it kept then, ms of run time. */
  readonly fault?: (IncidentRecord & { readonly kept: Duration }) | undefined;
  /** What it lost after it had stopped, and before it ran again. */
  readonly setbacks?: readonly NodeSetback[];
}

/** How a stretch ends before its end: preempted, by a fault, or moved ahead of one that was foretold. */
export type StopMode = PreemptMode | 'fault' | 'move';

/** What became of the time in which a job held nodes, in a run under faults. */
export interface NodeAccount {
  /** ms; together with `open` they are all of it. */
  readonly spent: Readonly<Record<Spending, Duration>>;
  /** Computing that is neither useful nor lost, for the job has never left, ms. */
  readonly open: Duration;
  /** How many checkpoints it wrote, and how often it read one. */
  readonly written: number;
  readonly restored: number;
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
  readonly account?: NodeAccount | undefined;
  /**
   * What was decided, while it waited or ran, about nodes that it ran on or that were kept from it when it waited; in
   * order, and none without faults.
   */
  readonly nodes: readonly NodeDecision[];
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
  restored?: NodeRestore;
  hung?: NodeStint['hung'];
  spent?: Spent;
}

/** A stretch as it is recorded; what is known of its fault afterwards is in the run. */
interface Stopped extends Omit<NodeStint, 'fault'> {
  readonly kept: Duration;
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
  readonly #stints: Stopped[] = [];
  readonly #total = new Shares();
  readonly #decisions: NodeDecision[] = [];
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
    if (isNodeDecision(fact)) {
      if (this.#waiting || this.#stint !== undefined) this.#decisions.push(fact);
      return;
    }
    if (!('job' in fact) || fact.job !== this.#job) return;
    if (fact.kind === 'notice') this.#stint!.notice = { at: fact.time, until: fact.until };
    else if (fact.kind === 'preempt') {
      this.#stop(fact.time, { mode: fact.mode, for: fact.for, why: fact.why });
      this.#waiting = fact.mode !== 'cancel';
    } else if (fact.kind === 'fault') {
      const mode = fact.cause === 'warning' ? 'move' : 'fault';
      this.#stop(fact.time, { mode, for: NO_JOB, why: fact.why }, fact.kept);
      this.#waiting = fact.then === 'requeue';
    } else if (fact.kind === 'restore') {
      const { kind: _, time: __, job: ___, ...restored } = fact;
      this.#stint!.restored = restored;
    } else if (fact.kind === 'setback') this.#setBack(fact);
    else if (fact.kind === 'hang') this.#stint!.hung = { at: fact.time, cause: fact.cause };
    else if (fact.kind === 'spent') {
      const { restore, compute, slow, checkpoint, stuck, dead } = fact;
      this.#stint!.spent = { restore, compute, slow, checkpoint, stuck, dead };
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
    const { fate, why, faults } = centre!;
    return {
      job,
      submit: jobs.submit[job]!,
      start: start[job]!,
      end: end[job]!,
      fate: FATES[fate[job]!]!,
      why: why.get(job),
      stints: withFaults(this.#stints, faults?.incidents.filter((one) => one.job === job) ?? []),
      waits: this.#waits.map(({ shares, key: _, ...wait }) => ({ ...wait, holders: shares.sorted() })),
      blockers: this.#total.sorted(),
      ...(faults && { account: accountOf(faults, job, this.#stints) }),
      nodes: this.#ofItsNodes(),
    };
  }

  #ofItsNodes(): NodeDecision[] {
    const own = new Set([
      ...this.#stints.flatMap(({ allocation }) => allocation.nodes),
      ...this.#waits.flatMap(({ first, last }) => [...keptAway(first), ...keptAway(last)]),
    ]);
    return this.#decisions.filter((one) => own.has(one.node) || (one.kind === 'spare' && own.has(one.of)));
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

  #setBack({ time: at, lost, checkpoint, kept }: SetbackFact): void {
    const last = this.#stints.pop()!;
    this.#stints.push({ ...last, kept, setbacks: [...(last.setbacks ?? []), { at, lost, checkpoint, kept }] });
  }

  #stop(now: Time, preempted: NodeStint['preempted'], kept: Duration = 0): void {
    this.#stints.push({ ...this.#stint!, to: now, preempted, kept });
    this.#stint = undefined;
  }
}

/** Gives each stretch that a fault has stopped what is recorded of it; both are in order. */
function withFaults(stints: readonly Stopped[], incidents: readonly IncidentRecord[]): NodeStint[] {
  let next = 0;
  return stints.map(({ kept, ...stint }) =>
    stint.preempted?.mode === 'fault' ? { ...stint, fault: { ...incidents[next++]!, kept } } : stint,
  );
}

function accountOf({ spent, checkpoints }: FaultRun, job: JobId, stints: readonly Stopped[]): NodeAccount {
  const own = Object.fromEntries(SPENDING.map((kind) => [kind, spent[kind][job]!])) as Record<Spending, Duration>;
  const held = stints.reduce((sum, { from, to }) => sum + to - from, 0);
  const open = SPENDING.reduce((left, kind) => left - own[kind], held);
  return { spent: own, open, written: checkpoints.written[job]!, restored: checkpoints.restored[job]! };
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
      return `${why.rule} ${why.ahead === 0} ${why.pinned} ${why.lacks.map(({ resource }) => resource).join()} ${closedKey(why.closed)}`;
    case 'nodes':
      return `${why.rule} ${why.down.join()} ${closedKey(why.closed)}`;
    case 'back-off':
      return `${why.rule} ${why.until}`;
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

const closedKey = (closed: readonly Closed[]): string => closed.map(({ why, nodes }) => `${why} ${nodes}`).join();

function holdersIn(why: WhyNot): readonly Holder[] {
  if (why.rule === 'limit' || why.rule === 'room') return why.holders;
  return why.rule === 'in-order' && why.of.rule === 'room' ? why.of.holders : [];
}

const DECISIONS = new Set<CentreFact['kind']>(['alarm', 'return', 'quarantine', 'spare', 'no-spare']);
const isNodeDecision = (fact: CentreFact): fact is NodeDecision => DECISIONS.has(fact.kind);

/** The nodes that faults keep from the job by a reason. */
function keptAway(why: WhyNot): readonly number[] {
  const of = why.rule === 'in-order' ? why.of : why;
  return of.rule === 'room' || of.rule === 'nodes' ? of.closed.flatMap(({ nodes }) => nodes) : [];
}

/** The jobs that a reason names; never `NO_JOB`. */
function namedIn(why: WhyNot): JobId[] {
  if (why.rule === 'dependency') return why.on.map(({ on }) => on);
  const named = why.rule === 'in-order' || why.rule === 'would-delay' ? why.by : NO_JOB;
  return named === NO_JOB ? [] : [named];
}
