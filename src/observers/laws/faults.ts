import type { Allocation } from '../../model/asks.ts';
import type { CentreFact } from '../../model/facts.ts';
import type { JobId } from '../../model/jobs.ts';
import { type Duration, toSeconds } from '../../model/time.ts';
import type { Course } from './course.ts';

/**
 * Under faults no time is missing: restoring, computing, being slow, writing, hanging and standing on nodes that do not
 * work make up each stretch to the millisecond. A job gets nowhere from the moment on at which a node of it fails, and
 * ends only where it has computed all its work; it never keeps more than it has done.
 */
export class FaultLaws {
  readonly #course: Course;
  readonly #down = new Set<number>();

  constructor(course: Course) {
    this.#course = course;
  }

  on(fact: CentreFact): void {
    const { lives, running, now } = this.#course;
    if (fact.kind === 'outage') {
      this.#down.add(fact.node);
      for (const job of running) {
        const life = lives[job]!;
        if (Number.isNaN(life.dead) && life.on!.nodes.includes(fact.node)) life.dead = now;
      }
    } else if (fact.kind === 'repair') this.#down.delete(fact.node);
    else if (fact.kind === 'displaced') lives[fact.job]!.done = fact.kept;
    else if (fact.kind === 'setback') this.#setsBack(fact.job, fact.kept);
    else if (fact.kind === 'spent') this.#spends(fact.job, fact);
    else if (fact.kind === 'fault') this.#stops(fact.job, fact.undetected);
  }

  starts(job: JobId, { nodes }: Allocation): void {
    const life = this.#course.lives[job]!;
    life.spent = undefined;
    life.dead = nodes.some((node) => this.#down.has(node)) ? this.#course.now : Number.NaN;
  }

  /** The job is stopped, and keeps so much of its work. */
  keeps(job: JobId, kept: Duration): void {
    const life = this.#course.life(job, 'running');
    const { compute } = life.spent!;
    const most = life.done + Math.ceil(compute * this.#course.speed(job, life.on!.nodes));
    if (kept > most) this.#course.fail(job, `it keeps ${toSeconds(kept)} s of work and has done ${toSeconds(most)} s`);
    life.done = kept;
  }

  /** What it had kept is lost, or a part of it. */
  #setsBack(job: JobId, kept: Duration): void {
    const life = this.#course.life(job, 'waiting', 'running');
    if (kept > life.done || (life.status === 'running' && life.since !== this.#course.now))
      this.#course.fail(job, `it is set back from ${toSeconds(life.done)} s to ${toSeconds(kept)} s of work`);
    life.done = kept;
  }

  /** @param due how long it had to compute */
  ends(job: JobId, due: Duration): void {
    const { compute, slow, stuck, dead } = this.#course.lives[job]!.spent!;
    // What is done before it slows down and after that is rounded apart.
    const over = compute - due;
    if (stuck > 0 || dead > 0 || over < 0 || over > (slow > 0 ? 1 : 0))
      this.#course.fail(job, `it computed for ${toSeconds(compute)} s and had ${toSeconds(due)} s to go`);
  }

  /** What it was stopped for had kept it from all work since it was there. */
  #stops(job: JobId, undetected: Duration): void {
    const { stuck, dead } = this.#course.life(job, 'running').spent!;
    if (undetected !== stuck + dead)
      this.#course.fail(job, `a fault of ${undetected} ms before kept it from work for ${stuck} + ${dead} ms`);
  }

  #spends(job: JobId, spent: Extract<CentreFact, { kind: 'spent' }>): void {
    const life = this.#course.life(job, 'running');
    const { restore, compute, slow, checkpoint, stuck, dead } = spent;
    const parts = [restore, compute, slow, checkpoint, stuck, dead];
    const { now } = this.#course;
    if (parts.some((part) => part < 0)) this.#course.fail(job, `it spent less than nothing: ${parts.join(', ')} ms`);
    if (parts.reduce((sum, part) => sum + part, 0) !== now - life.since)
      this.#course.fail(job, `${parts.join(' + ')} ms are not the ${now - life.since} ms for which it ran`);
    if (dead !== (Number.isNaN(life.dead) ? 0 : now - life.dead))
      this.#course.fail(job, `it stood on failed nodes for ${dead} ms`);
    life.spent = spent;
  }
}
