import type { StartReason } from '../model/facts.ts';
import { type JobId, NO_JOB } from '../model/jobs.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Duration, Time } from '../model/time.ts';
import { type Blocker, Shares } from './blockers.ts';
import { type DecisionRecord, Entry, RULES } from './decisions.ts';
import { PlanState } from './plan-state.ts';

/**
 * Why a job did not start in a decision.
 * - `head`: it is the first of the queue, and too few processors are free.
 * - `no-room`: too few processors are free, and others stand before it.
 * - `in-order`: the policy tried the first of the queue alone, in vain, and looked at nobody behind it.
 * - `would-delay`: it would fit now, but would still hold processors that a reservation needs.
 * - `own-place`: it would fit now and delay nothing, but holds a reservation of its own for later, and the policy had
 *   looked at it before the place became free.
 * - `left`: it could have started, and the policy did not start it.
 */
export type WaitRule = 'head' | 'no-room' | 'in-order' | 'would-delay' | 'own-place' | 'left';

/** How things stood for a waiting job at the end of one decision. */
export interface Standing {
  /** Processors that were free. */
  readonly free: number;
  /** When its own reservation began; undefined without one. */
  readonly place: Time | undefined;
  /** `head`, `in-order`: when the first was planned to have enough processors, or its reservation begins. */
  readonly expected: Time | undefined;
  /** `would-delay`: when the reservation that it would delay begins, and what is left beside all that is held then. */
  readonly obstacle: { readonly at: Time; readonly left: number } | undefined;
}

/** A stretch of a job's wait with one reason. */
export interface Wait {
  readonly from: Time;
  readonly to: Time;
  readonly rule: WaitRule;
  /** `in-order`: the first of the queue. `would-delay`: whose reservation it would delay. Else `NO_JOB`. */
  readonly by: JobId;
  /** How many decisions left it waiting for this reason. */
  readonly decisions: number;
  /** After the first and the last of them. */
  readonly first: Standing;
  readonly last: Standing;
  /** Who held the processors that it lacked, and for how long of this stretch; the longest first. */
  readonly holders: readonly Blocker[];
}

/** The life of a job under one policy. */
export interface JobLife {
  readonly job: JobId;
  readonly submit: Time;
  readonly start: Time;
  readonly end: Time;
  /** How long it was planned to last, ms. */
  readonly planned: Duration;
  readonly reason: StartReason;
  /** Why it waited: stretches that cover [submit, start) without a gap or an overlap. */
  readonly waits: readonly Wait[];
  /** Everybody who stood in its way, the longest first. */
  readonly blockers: readonly Blocker[];
}

/**
 * Tells why a job waited, from the decisions that its run recorded and from nothing else.
 * @param perEvent whether the policy decided per event
 * @throws Error if the record is of another run
 */
export function explain(record: DecisionRecord, run: FinishedRun, job: JobId, perEvent = false): JobLife {
  const { jobs, procs } = run;
  const [submit, start, end] = [jobs.submit[job]!, run.start[job]!, run.end[job]!];
  const state = new PlanState(record, procs, jobs.procs, perEvent);
  const reason = reasonOf(record, job);
  const planned = reason.until - start;
  const teller = new WaitTeller(record, state, { job, width: jobs.procs[job]!, planned, procs: jobs.procs });
  let waits = false;
  for (let decision = 0; decision < record.decisions.length; decision += 1) {
    const now = record.decisions.time[decision]!;
    if (now > start) break;
    state.advance(decision, (entry, who) => {
      if (who === job && entry === Entry.submit) waits = true;
      if (who === job && entry === Entry.start) waits = false;
    });
    if (!waits) continue;
    const until = record.decisions.time[decision + 1] ?? start;
    // Another decision of the same instant has the last word.
    if (until > now) teller.tell(decision, now, until);
  }
  return { job, submit, start, end, planned, reason, waits: teller.waits(), blockers: teller.blockers() };
}

/** A stretch of one decision alone, and how long the job is planned to last, ms. */
export interface WaitThen extends Wait {
  readonly planned: Duration;
}

/**
 * Why a job still waited after the last decision up to a moment.
 * @throws Error if the record is of another run
 */
export function waitAfter(
  record: DecisionRecord,
  { jobs, procs, start }: FinishedRun,
  job: JobId,
  moment: Time,
  perEvent = false,
): WaitThen {
  const { time, length } = record.decisions;
  const state = new PlanState(record, procs, jobs.procs, perEvent);
  let last = 0;
  state.advance(last, () => {});
  while (last + 1 < length && time[last + 1]! <= moment) state.advance(++last, () => {});
  const planned = reasonOf(record, job).until - start[job]!;
  const teller = new WaitTeller(record, state, { job, width: jobs.procs[job]!, planned, procs: jobs.procs });
  teller.tell(last, time[last]!, last + 1 < length ? time[last + 1]! : start[job]!);
  return { ...teller.waits()[0]!, planned };
}

function reasonOf({ log, starts }: DecisionRecord, job: JobId): StartReason {
  let number = 0;
  for (let i = 0; i < log.length; i += 1) {
    if (log.entry[i] !== Entry.start) continue;
    if (log.job[i] === job) {
      return {
        rule: RULES[starts.rule[number]!]!,
        free: starts.free[number]!,
        until: log.until[i]!,
        head: starts.head[number]! as JobId,
        shadow: starts.shadow[number]!,
        spare: starts.spare[number]!,
        why: starts.why.get(number),
      };
    }
    number += 1;
  }
  throw new Error(`the record does not tell why row ${job} started`);
}

interface Subject {
  readonly job: JobId;
  readonly width: number;
  readonly planned: Duration;
  readonly procs: ArrayLike<number>;
}

interface OpenWait extends Omit<Wait, 'to' | 'decisions' | 'last' | 'holders'> {
  to: Time;
  decisions: number;
  last: Standing;
  readonly shares: Shares;
}

/** Gathers the reasons of successive decisions into stretches. */
class WaitTeller {
  readonly #record: DecisionRecord;
  readonly #state: PlanState;
  readonly #subject: Subject;
  readonly #waits: OpenWait[] = [];
  readonly #total = new Shares();

  constructor(record: DecisionRecord, state: PlanState, subject: Subject) {
    this.#record = record;
    this.#state = state;
    this.#subject = subject;
  }

  tell(decision: number, from: Time, to: Time): void {
    const { rule, by, standing } = this.#reason(decision, from);
    let open = this.#waits.at(-1);
    if (open?.rule !== rule || open.by !== by) {
      open = { from, to, rule, by, decisions: 0, first: standing, last: standing, shares: new Shares() };
      this.#waits.push(open);
    }
    open.to = to;
    open.last = standing;
    open.decisions += 1;
    this.#charge(open, standing.free, to - from);
  }

  waits(): Wait[] {
    return this.#waits.map(({ shares, ...wait }) => ({ ...wait, holders: shares.sorted() }));
  }

  blockers(): Blocker[] {
    return this.#total.sorted();
  }

  #reason(decision: number, now: Time): { rule: WaitRule; by: JobId; standing: Standing } {
    const { decisions } = this.#record;
    const { job, width, planned } = this.#subject;
    const free = decisions.free[decision]!;
    const first = decisions.first[decision]! as JobId;
    const obstacle = width > free ? undefined : this.#state.obstacle(job, width, now + planned);
    const place = this.#state.held.get(job)?.at;
    const behind = decisions.strict[decision] === 1 && first !== job;
    const rule = ruleOf({ isFirst: first === job, behind, fits: width <= free, delays: obstacle !== undefined, place });
    const expected = rule === 'head' || rule === 'in-order' ? decisions.expected[decision]! : undefined;
    const by = rule === 'in-order' ? first : (obstacle?.by ?? NO_JOB);
    return { rule, by, standing: { free, place, expected, obstacle } };
  }

  /** Charges the time to whoever stood in the way: the job named, and who held processors that were lacking. */
  #charge({ rule, by, shares }: OpenWait, free: number, time: Duration): void {
    const { procs, width } = this.#subject;
    if (by !== NO_JOB) this.#total.add(by, time);
    const lacking = (rule === 'in-order' ? procs[by]! : width) - free;
    if (lacking <= 0) return;
    for (const holder of this.#state.running.keys()) {
      const share = time * Math.min(1, procs[holder]! / lacking);
      shares.add(holder, share);
      this.#total.add(holder, share);
    }
  }
}

interface Case {
  readonly isFirst: boolean;
  readonly behind: boolean;
  readonly fits: boolean;
  readonly delays: boolean;
  readonly place: Time | undefined;
}

function ruleOf({ isFirst, behind, fits, delays, place }: Case): WaitRule {
  if (behind) return 'in-order';
  if (!fits) return isFirst ? 'head' : 'no-room';
  if (delays) return 'would-delay';
  return place === undefined ? 'left' : 'own-place';
}
