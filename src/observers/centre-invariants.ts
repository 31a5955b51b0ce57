import type { Allocation } from '../model/asks.ts';
import type { Centre, PreemptMode } from '../model/centre.ts';
import type { CentreFact, Fact, Observer } from '../model/facts.ts';
import { type JobId, type JobTable, NO_JOB } from '../model/jobs.ts';
import type { NodeId } from '../model/machine.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { type Duration, type Time, toSeconds } from '../model/time.ts';
import { Course } from './laws/course.ts';
import { FateLaws } from './laws/fates.ts';
import { FaultLaws } from './laws/faults.ts';
import { Holders } from './laws/holders.ts';
import { LimitLaws } from './laws/limits.ts';
import { GIVEN_BACK, KEPT, NodeLaws } from './laws/nodes.ts';
import { PromiseLaw } from './laws/promises.ts';
import { QuotaLaws } from './laws/quotas.ts';
import { SubmissionLaw } from './laws/submissions.ts';
import { WindowLaws } from './laws/windows.ts';

/**
 * Checks a run on a machine of nodes as it happens, from the facts alone and with no code of the engine: time never goes
 * back; each job leaves once, after exactly its run time of work that was not thrown away; suspended jobs go on where
 * they were; nobody is preempted who is protected; and the laws of nodes, windows, limits, fates and promises, each told
 * where it stands.
 * @param scheduler the policy that decides from the beginning
 */
export function centreInvariants(jobs: JobTable, centre: Centre, scheduler: Scheduler): Observer {
  return new CentreInvariants(new Course(jobs, centre), scheduler);
}

class CentreInvariants implements Observer {
  readonly name = 'invariants';
  readonly #course: Course;
  readonly #nodes: NodeLaws;
  readonly #windows: WindowLaws;
  readonly #limits: LimitLaws;
  readonly #quotas: QuotaLaws;
  readonly #submissions: SubmissionLaw;
  readonly #fates: FateLaws;
  readonly #promises: PromiseLaw;
  readonly #faults: FaultLaws;
  /** The online node that has just been said to fail, and so takes no new jobs. */
  #drained: NodeId | undefined;

  constructor(course: Course, scheduler: Scheduler) {
    this.#course = course;
    this.#nodes = new NodeLaws(course);
    this.#windows = new WindowLaws(course);
    const holders = new Holders(course);
    this.#limits = new LimitLaws(course, holders);
    this.#quotas = new QuotaLaws(course, holders);
    this.#submissions = new SubmissionLaw(course, holders);
    this.#fates = new FateLaws(course);
    this.#promises = new PromiseLaw(course, scheduler);
    this.#faults = new FaultLaws(course);
  }

  on(fact: Fact): void {
    this.#at(fact.time);
    this.#submissions.settle();
    if (fact.kind === 'submit') this.#submit(fact.job);
    else if (fact.kind === 'start') this.#starts(fact.job, fact.allocation);
    else if (fact.kind === 'end') this.#ends(fact.job, fact.killed);
    else if (fact.kind === 'reserve') this.#promises.reserves(fact.job, fact.at);
  }

  onCentre(fact: CentreFact): void {
    this.#at(fact.time);
    if (fact.kind !== 'reject') this.#submissions.settle();
    if (fact.kind === 'node') this.#nodes.stands(fact.node, fact.status === 'online', fact.node === this.#drained);
    else if (fact.kind === 'intervention') this.#nodes.intervened(fact.index);
    else if (fact.kind === 'notice') this.#preempts(fact.job);
    else if (fact.kind === 'preempt') {
      if (fact.for !== NO_JOB) this.#preempts(fact.job);
      this.#stops(fact.job, fact.mode, fact.kept);
    } else if (fact.kind === 'reject') {
      this.#course.life(fact.job, 'waiting');
      this.#submissions.leaves(fact.job);
      this.#course.leave(fact.job, 'rejected');
    } else if (fact.kind === 'cancel') this.#cancels(fact.job);
    else {
      this.#faults.on(fact);
      this.#promises.disturbed();
    }
    if (fact.kind === 'fault') this.#stopsForFault(fact.job, fact.then, fact.kept);
    const drains = fact.kind === 'alarm' && fact.then !== 'ignore' && this.#nodes.isOnline(fact.node);
    this.#drained = drains ? fact.node : undefined;
  }

  finish(at: Time): void {
    this.#windows.passes(at);
    this.#submissions.settle();
    this.#fates.finish(at, (job) => this.#nodes.roomFor(job) && !this.#quotas.keeps(job));
    this.#nodes.finish(at);
  }

  #at(time: Time): void {
    this.#windows.passes(time);
    this.#course.at(time);
  }

  #submit(job: JobId): void {
    const { jobs, now } = this.#course;
    const life = this.#course.life(job, 'unborn');
    if (now !== jobs.submit[job]) this.#course.fail(job, 'it is not its submit time');
    life.status = 'waiting';
    this.#submissions.submits(job);
  }

  #starts(job: JobId, allocation: Allocation | undefined): void {
    const life = this.#course.life(job, 'waiting', 'suspended');
    if (allocation === undefined) this.#course.fail(job, 'it runs nowhere');
    const goesOn = life.status === 'suspended';
    if (goesOn && String(life.on!.nodes) !== String(allocation.nodes))
      this.#course.fail(job, 'it was suspended on other nodes');
    this.#nodes.hold(job, allocation, 1, goesOn ? GIVEN_BACK : undefined);
    this.#nodes.starts(job, allocation);
    this.#windows.starts(job, allocation);
    this.#fates.starts(job);
    this.#faults.starts(job, allocation);
    this.#limits.starts(job);
    this.#quotas.starts(job, goesOn);
    if (life.done === 0) this.#promises.starts(job);
    Object.assign(life, { status: 'running', since: this.#course.now, on: allocation });
    this.#course.running.add(job);
  }

  /** A policy may stop a job only if its QOS lets it, and after its protection. */
  #preempts(job: JobId): void {
    const { jobs, centre, now } = this.#course;
    const { since } = this.#course.life(job, 'running');
    const { name, preempted, protectedFor } = centre.qos[jobs.asks!.qos[job]!]!;
    if (preempted === 'never') this.#course.fail(job, `QOS ${name} is never preempted`);
    if (now - since < protectedFor) this.#course.fail(job, `it is protected for ${toSeconds(protectedFor)} s`);
  }

  #stops(job: JobId, mode: PreemptMode, kept: Duration | undefined): void {
    const { jobs, now } = this.#course;
    const life = this.#course.life(job, 'running');
    const ran = Math.floor((now - life.since) * this.#course.speed(job, life.on!.nodes));
    const keeps = mode === 'suspend' || mode === 'checkpoint';
    if (kept !== undefined) this.#faults.keeps(job, kept);
    else life.done = keeps ? Math.min(life.done + ran, jobs.runtime[job]!) : 0;
    this.#releases(job, mode === 'suspend' ? GIVEN_BACK : undefined);
    life.status = mode === 'suspend' ? 'suspended' : 'waiting';
    if (mode === 'cancel') life.struck = now;
  }

  #stopsForFault(job: JobId, then: 'requeue' | 'fail', kept: Duration): void {
    const life = this.#course.life(job, 'running');
    this.#faults.keeps(job, kept);
    this.#releases(job);
    life.status = 'waiting';
    if (then === 'requeue') return;
    this.#submissions.leaves(job);
    this.#course.leave(job, 'failed');
  }

  #ends(job: JobId, killed: boolean): void {
    const { jobs, now } = this.#course;
    const life = this.#course.life(job, 'running');
    const due = Math.ceil((jobs.runtime[job]! - life.done) / this.#course.speed(job, life.on!.nodes));
    if (life.spent !== undefined) this.#faults.ends(job, due);
    else if (now - life.since !== due)
      this.#course.fail(job, `it ran for ${toSeconds(now - life.since)} s and had ${toSeconds(due)} s to go`);
    this.#releases(job);
    this.#submissions.leaves(job);
    this.#course.leave(job, killed || jobs.fails?.[job] === 1 ? 'failed' : 'completed');
  }

  #cancels(job: JobId): void {
    const life = this.#course.life(job, 'waiting', 'suspended');
    if (life.status === 'suspended') this.#nodes.hold(job, life.on!, -1, KEPT);
    this.#fates.cancelled(job);
    this.#submissions.leaves(job);
    this.#course.leave(job, 'cancelled');
  }

  #releases(job: JobId, which?: readonly number[]): void {
    this.#nodes.hold(job, this.#course.lives[job]!.on!, -1, which);
    this.#limits.stops(job);
    this.#quotas.stops(job);
    this.#course.running.delete(job);
  }
}
