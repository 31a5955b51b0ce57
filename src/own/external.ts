import type { JobId } from '../model/jobs.ts';
import type { ClusterView, Plan, Scheduler } from '../model/scheduler.ts';
import { MS_PER_SECOND, toSeconds } from '../model/time.ts';
import { PolicyError } from './policy-error.ts';
import { PolicyProcess, type ProgramOptions } from './policy-process.ts';
import {
  type Decision,
  decideLine,
  endLine,
  type Greeting,
  helloLine,
  type ProtocolRules,
  readDecision,
  readGreeting,
} from './protocol.ts';

/** What a program is told of the machine before it decides about its first job. */
export interface Machine {
  readonly procs: number;
  readonly rules: ProtocolRules;
}

export interface ExternalOptions extends ProgramOptions {
  /** Sees every exchange: the line sent and the line read. */
  exchanged?(sent: string, read: string): void;
}

/** A policy that a program decides, for one run. */
export interface ExternalPolicy {
  readonly scheduler: Scheduler;
  /**
   * Ends the program: in good order after a run that has ended, else at once.
   * @returns whether it has ended by itself
   */
  close(inGoodOrder: boolean): Promise<boolean>;
}

const NOTHING: Decision = { start: [], reserve: [], why: new Map() };

/**
 * Starts a program and greets it.
 * @throws PolicyError if it does not greet back as the protocol wants it
 */
export async function startExternal(options: ExternalOptions, { procs, rules }: Machine): Promise<ExternalPolicy> {
  const process = new PolicyProcess(options);
  const line = helloLine(procs, rules);
  try {
    const answer = await process.ask(line, 'message 1 (hello)');
    options.exchanged?.(line, answer);
    const greeting = readGreeting(answer, 'message 1 (hello)');
    return {
      scheduler: new Session(process, greeting, options.exchanged),
      close: async (inGoodOrder) => {
        if (inGoodOrder) return process.leave(endLine);
        await process.end();
        return false;
      },
    };
  } catch (cause) {
    await process.end();
    throw cause;
  }
}

/** One run of a policy outside: what it has been told, and the answer that is to become the next decision. */
class Session implements Scheduler {
  readonly name: string;
  readonly promises: boolean;
  readonly needsKill: boolean;
  readonly #process: PolicyProcess;
  readonly #exchanged: ExternalOptions['exchanged'];
  #messages = 1;
  #arrived: JobId[] = [];
  readonly #waiting = new Set<number>();
  /** Started, and not yet told to have ended. */
  readonly #running = new Set<JobId>();
  #decision = NOTHING;
  /** How errors call the message that is being answered. */
  #about = '';

  constructor(
    process: PolicyProcess,
    { name, promises, needsKill }: Greeting,
    exchanged: ExternalOptions['exchanged'],
  ) {
    this.#process = process;
    this.#exchanged = exchanged;
    this.name = name;
    this.promises = promises;
    this.needsKill = needsKill;
  }

  /** Where nobody waits there is nothing to decide; what has ended is told with the next question. */
  consult(view: ClusterView): Promise<void> | undefined {
    for (const job of view.arrivals) {
      this.#arrived.push(job);
      this.#waiting.add(job);
    }
    this.#decision = NOTHING;
    return this.#waiting.size === 0 ? undefined : this.#ask(view);
  }

  decide(_view: ClusterView, plan: Plan): void {
    const { start, reserve, why } = this.#decision;
    for (const job of start as readonly JobId[]) {
      if (!plan.start(job, why.get(job))) throw this.#wrong(`job ${job} cannot start`);
      this.#waiting.delete(job);
      this.#running.add(job);
    }
    for (const { job, at } of reserve) {
      const from = Math.round(at * MS_PER_SECOND);
      const held = plan.reserve(job as JobId, from);
      if (held === from) continue;
      throw this.#wrong(
        `it reserves for job ${job} at ${at} s; the earliest place from then on is at ${toSeconds(held)} s`,
      );
    }
  }

  async #ask(view: ClusterView): Promise<void> {
    this.#messages += 1;
    const id = this.#messages;
    const about = `message ${id} (decide at ${toSeconds(view.now)} s)`;
    const line = decideLine(id, view, this.#arrived, this.#ended(view));
    this.#about = about;
    this.#arrived = [];
    const answer = await this.#process.ask(line, about);
    this.#exchanged?.(line, answer);
    const decision = readDecision(answer, id, about);
    this.#check(decision, view);
    this.#decision = decision;
  }

  /** The jobs that hold no processors any more, in order of start. */
  #ended(view: ClusterView): readonly JobId[] {
    if (this.#running.size === view.running().length) return [];
    const ended = [...this.#running].filter((job) => Number.isNaN(view.plannedEnd(job)));
    for (const job of ended) this.#running.delete(job);
    return ended;
  }

  /** Everything is checked before anything is done. */
  #check({ start, reserve }: Decision, { free, jobs }: ClusterView): void {
    let left = free;
    const named = new Set<number>();
    for (const job of start) {
      this.#mustWait(job, named);
      left -= jobs.procs[job]!;
      if (left < 0) {
        const others = named.size === 1 ? '' : ', less those of the jobs before it';
        throw this.#wrong(`it starts job ${job}, which needs ${jobs.procs[job]} processors; ${free} are free${others}`);
      }
    }
    for (const { job } of reserve) this.#mustWait(job, named);
  }

  #mustWait(job: number, named: Set<number>): void {
    if (named.has(job)) throw this.#wrong(`it names job ${job} twice`);
    if (!this.#waiting.has(job)) throw this.#wrong(`it decides about job ${job}, which does not wait`);
    named.add(job);
  }

  #wrong(what: string): PolicyError {
    return new PolicyError(`${this.#about}: ${what}`);
  }
}
