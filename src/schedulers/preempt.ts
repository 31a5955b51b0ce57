import type { PreemptMode } from '../model/centre.ts';
import type { CentreView } from '../model/centre-view.ts';
import { type JobFacts, type JobId, NO_JOB } from '../model/jobs.ts';
import type { ClusterView, Plan, Scheduler } from '../model/scheduler.ts';
import type { Duration } from '../model/time.ts';
import { perRun } from './memory.ts';
import { type Outranks, outranking, type Ranking } from './outrank.ts';
import { wakeAtProtectionEnd } from './protection.ts';
import { fewest, type Preference, VICTIMS, type VictimRule } from './victims.ts';

export interface Preempting {
  readonly by: Ranking;
  readonly victims: VictimRule;
  /** What becomes of the victims; what their QOS says if absent. */
  readonly mode?: PreemptMode | undefined;
  readonly grace: Duration;
}

/** A job for which others have been told to make room. */
interface Claim {
  job: JobId;
  readonly leaving: Set<JobId>;
}

/** A job that no set of victims makes room for; whoever is alike and longer is not tried in the same decision. */
interface Refused {
  readonly shape: number;
  readonly qos: number;
  readonly priority: number;
  readonly planned: Duration;
}

/**
 * The same policy, but before it decides, waiting jobs that outrank running ones go ahead, in the order of the queue:
 * those that fit start, and for one that does not, running jobs are stopped if that lets it start, and no more of them
 * than it needs. Only who outranks is preempted for, and to outrank is a strict order, so a job can never preempt the
 * one that has preempted it, nor any that has preempted that one: every job that nobody outranks is stopped by nobody,
 * and so in turn each rank is stopped only finitely often.
 *
 * With a grace period the job holds the place that it has been promised until the victims have left, and nobody else is
 * told to leave meanwhile. Suspended jobs go on before the queue, for they hold memory that nobody else gets.
 */
export function preemptive(name: string, inner: Scheduler, { by, victims, mode, grace }: Preempting): Scheduler {
  const claims = perRun<Claim>(() => ({ job: NO_JOB, leaving: new Set() }));
  return {
    ...inner,
    name,
    promises: false,
    needsCentre: true,
    suspends: mode === undefined || mode === 'suspend',
    decide(view, plan) {
      const centre = view.centre!;
      const outranks = outranking(by, centre.centre, view.jobs);
      const claim = claims(plan);
      keepClaim(claim, view, plan, centre);
      const round = new Round(view, plan, centre, outranks, VICTIMS[victims], mode);
      round.goAhead(claim, grace);
      const fair = outrankedLast(claim.job === NO_JOB ? plan : besideClaim(plan, claim.job), view, outranks);
      resume(view, fair, centre);
      inner.decide(view, fair);
    },
  };
}

/** Starts the job with a claim as soon as it fits, and holds its place until then. */
function keepClaim(claim: Claim, view: ClusterView, plan: Plan, centre: CentreView): void {
  const { job } = claim;
  if (job === NO_JOB) return;
  for (const victim of claim.leaving) if (Number.isNaN(centre.leavingAt(victim))) claim.leaving.delete(victim);
  if (!waits(job, view) || plan.start(job, 'room was made for it') || claim.leaving.size === 0) claim.job = NO_JOB;
  else plan.reserve(job);
}

/** One decision's attempts to make room. */
class Round {
  readonly #view: ClusterView;
  readonly #plan: Plan;
  readonly #centre: CentreView;
  readonly #outranks: Outranks;
  readonly #preference: Preference;
  readonly #mode: PreemptMode | undefined;
  readonly #refused: Refused[] = [];
  /** Who runs and is outranked, by QOS and priority; until somebody starts or is stopped. */
  readonly #lower = new Map<string, readonly JobId[]>();

  constructor(
    view: ClusterView,
    plan: Plan,
    centre: CentreView,
    outranks: Outranks,
    preference: Preference,
    mode: PreemptMode | undefined,
  ) {
    this.#view = view;
    this.#plan = plan;
    this.#centre = centre;
    this.#outranks = outranks;
    this.#preference = preference;
    this.#mode = mode;
  }

  goAhead(claim: Claim, grace: Duration): void {
    const { queue } = this.#view;
    for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) {
      if (job === claim.job) continue;
      const lower = this.#outranked(job);
      if (lower.length === 0) continue;
      if (this.#plan.start(job)) this.#lower.clear();
      else if (claim.job === NO_JOB) this.#makeRoom(job, lower, claim, grace);
    }
  }

  #outranked(job: JobId): readonly JobId[] {
    const key = rankOf(job, this.#view.jobs);
    let lower = this.#lower.get(key);
    if (lower === undefined) {
      lower = this.#view.running().filter((one) => this.#outranks(job, one));
      this.#lower.set(key, lower);
    }
    return lower;
  }

  #makeRoom(job: JobId, lower: readonly JobId[], claim: Claim, grace: Duration): void {
    if (this.#isRefused(job)) return;
    const centre = this.#centre;
    const { jobs } = this.#view;
    const able = lower.filter((one) => centre.preemptible(one));
    const sorted = this.#preference(able, jobs, centre, (one) => this.#modeOf(one));
    const needed = fewest(sorted, (gone) => {
      return centre.fitsWithout(
        job,
        gone,
        gone.filter((one) => this.#modeOf(one) === 'suspend'),
      );
    });
    if (needed === undefined || needed.length === 0) {
      this.#refuse(job);
      wakeAtProtectionEnd(this.#view, this.#plan, lower);
      return;
    }
    for (const victim of needed) {
      const why = 'a job that outranks it needs the room';
      this.#plan.preempt(victim, { mode: this.#modeOf(victim), for: job, grace, why });
    }
    this.#lower.clear();
    // Without grace there is room at once, unless victims have to write checkpoints first.
    if (grace === 0 && this.#plan.start(job, 'room was made for it')) return;
    const leaving = needed.filter((victim) => !Number.isNaN(centre.leavingAt(victim)));
    if (leaving.length === 0) return;
    claim.job = job;
    claim.leaving.clear();
    for (const victim of leaving) claim.leaving.add(victim);
    this.#plan.reserve(job);
  }

  #modeOf(victim: JobId): PreemptMode {
    if (this.#mode !== undefined) return this.#mode;
    const { preempted } = this.#centre.centre.qos[this.#view.jobs.asks!.qos[victim]!]!;
    if (preempted === 'never') throw new Error(`row ${victim} is protected by its QOS`);
    return preempted;
  }

  #isRefused(job: JobId): boolean {
    const mine = this.#traits(job);
    return this.#refused.some(
      ({ shape, qos, priority, planned }) =>
        shape === mine.shape && qos === mine.qos && priority >= mine.priority && planned <= mine.planned,
    );
  }

  #refuse(job: JobId): void {
    // Where a suspended job can go on depends on more than what it asks for.
    if (this.#centre.allocation(job) === undefined) this.#refused.push(this.#traits(job));
  }

  #traits(job: JobId): Refused {
    const { shape, qos, priority } = this.#view.jobs.asks!;
    const planned = this.#centre.plannedFor(job);
    return { shape: shape[job]!, qos: qos[job]!, priority: priority[job]!, planned };
  }
}

/** Jobs of the same rank outrank the same others, and are outranked by the same. */
const rankOf = (job: JobId, { asks }: JobFacts): string => `${asks!.qos[job]} ${asks!.priority[job]}`;

/** Suspended jobs go on where they were as soon as they can. */
function resume({ queue }: ClusterView, plan: Plan, centre: CentreView): void {
  for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) {
    if (centre.allocation(job) !== undefined) plan.start(job, 'goes on after it was suspended');
  }
}

/**
 * Before a job starts, those that wait and outrank it do, as far as they fit: otherwise it would be stopped for them at
 * the next decision, having run for nothing.
 */
function outrankedLast(plan: Plan, { queue, jobs }: ClusterView, outranks: Outranks): Plan {
  // What does not fit now does not fit later in the same decision either, so for each rank one look is enough.
  const looked = new Set<string>();
  const letPass = (job: JobId): void => {
    const rank = rankOf(job, jobs);
    if (looked.has(rank)) return;
    looked.add(rank);
    for (let one = queue.first(); one !== NO_JOB; one = queue.after(one)) if (outranks(one, job)) plan.start(one);
  };
  return {
    ...forwarding(plan),
    start(job, why) {
      letPass(job);
      return plan.start(job, why);
    },
  };
}

/** To the policy the job with a claim is one that has its reservation already. */
const besideClaim = (plan: Plan, claimant: JobId): Plan => ({
  ...forwarding(plan),
  start: (job, why) => job !== claimant && plan.start(job, why),
  reserve: (job, from) => (job === claimant ? plan.earliest(job) : plan.reserve(job, from)),
});

const forwarding = (plan: Plan): Plan => ({
  start: (job, why) => plan.start(job, why),
  earliest: (job) => plan.earliest(job),
  reserve: (job, from) => plan.reserve(job, from),
  keep: (job, from) => plan.keep(job, from),
  compress: () => plan.compress(),
  startKept: () => plan.startKept(),
  preempt: (job, how) => plan.preempt(job, how),
  wake: (at) => plan.wake(at),
});

function waits(wanted: JobId, { queue }: ClusterView): boolean {
  for (let job = queue.first(); job !== NO_JOB; job = queue.after(job)) if (job === wanted) return true;
  return false;
}
