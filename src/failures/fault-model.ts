import { EventQueue } from '../kernel/event-queue.ts';
import { type RandomStreams, randomStreams } from '../kernel/random.ts';
import { RunHash } from '../kernel/run-hash.ts';
import type { Fault, FaultModel, FaultScript } from '../model/faults.ts';
import type { Machine, NodeId } from '../model/machine.ts';
import type { Time } from '../model/time.ts';
import { type Cascades, cascading } from './cascades.ts';
import { type Crew, crewOf } from './crew.ts';
import { type Detection, heartbeat, perfect } from './heartbeat.ts';
import { type JobFaults, jobFaults } from './job-faults.ts';
import { LONGEST } from './laws/law.ts';
import { type Predictor, predicting } from './predictor.ts';
import { type HealthSignal, watching } from './signal.ts';
import type { Failure, RecordedOutage, Source, Stage } from './source.ts';

/** Everything that befalls a run; times are ms. */
export interface FaultOptions {
  readonly sources: readonly Source[];
  readonly cascades?: Cascades | undefined;
  /** How many repairs are done at once; any number unless given. */
  readonly crew?: number | undefined;
  /** No fault begins then or later. */
  readonly until?: Time | undefined;
  /** Failures are known at once unless given. */
  readonly heartbeat?: { readonly interval: number; readonly timeout: number } | undefined;
  readonly predictor?: Predictor | undefined;
  readonly signal?: HealthSignal | undefined;
  readonly jobs?: JobFaults | undefined;
  /** Whether any of the sources is one of faults of the store. */
  readonly storage?: boolean | undefined;
}

/** Faults that are drawn from a seed alone, and so are the same whatever is scheduled. */
export function faultModel(machine: Machine, options: FaultOptions, seed: string | number): FaultModel {
  const streams = randomStreams(seed);
  return {
    storage: options.storage === true,
    script: () => new Script(machine, options, streams),
    ...(options.jobs !== undefined && { jobFault: jobFaults(options.jobs, streams) }),
  };
}

/** The faults of all sources, merged in order of time as they are asked for. */
class Script implements FaultScript, Stage {
  readonly streams: RandomStreams;
  readonly #queue = new EventQueue();
  readonly #planned: (() => void)[] = [];
  readonly #end: Time;
  readonly #crew: Crew;
  readonly #detect: Detection;
  readonly #spread: ((failure: Failure) => void) | undefined;
  readonly #predict: ((node: NodeId, at: Time, comes: boolean) => void) | undefined;
  readonly #watch: ((node: NodeId, at: Time) => void) | undefined;
  /** What has begun at this moment and has not been asked for. */
  #ready: Fault[] = [];
  #taken = 0;
  #now: Time = 0;
  #events = 0;

  constructor(machine: Machine, options: FaultOptions, streams: RandomStreams) {
    this.streams = streams;
    this.#end = Math.min(options.until ?? LONGEST, LONGEST);
    this.#crew = crewOf(options.crew ?? Number.POSITIVE_INFINITY);
    this.#detect = options.heartbeat === undefined ? perfect : heartbeat(machine, options.heartbeat, streams);
    this.#spread = options.cascades && cascading(machine, options.cascades, this);
    this.#predict = options.predictor && predicting(machine, options.predictor, this);
    for (const source of options.sources) source(this);
    this.#watch = options.signal && watching(machine, options.signal, this);
  }

  get now(): Time {
    return this.#now;
  }

  next(): Fault | undefined {
    while (this.#taken === this.#ready.length) {
      this.#ready = [];
      this.#taken = 0;
      const event = this.#queue.peek();
      if (event === undefined) return undefined;
      this.#now = this.#queue.timeOf(event);
      this.#queue.drop();
      this.#planned[event]!();
    }
    return this.#ready[this.#taken++];
  }

  plan(at: Time, happen: () => void): void {
    if (at < this.#end) this.#planned[this.#queue.schedule(at, 0, 0)] = happen;
  }

  fail(failure: Failure): Time {
    const until = this.#crew(this.#now, failure.repair);
    this.#down(failure.nodes, until, failure.cause);
    this.#spread?.(failure);
    return until;
  }

  recorded({ node, until, cause }: RecordedOutage): void {
    this.#down([node], until, cause);
  }

  emit(fault: Fault): void {
    this.#ready.push(fault);
  }

  foresee(node: NodeId, at: Time): void {
    const comes = at < this.#end;
    if (at < Number.POSITIVE_INFINITY) this.#predict?.(node, at, comes);
    this.#watch?.(node, comes ? at : Number.POSITIVE_INFINITY);
  }

  #down(nodes: readonly NodeId[], until: Time, cause: string): void {
    const from = this.#now;
    const event = this.#events++;
    for (const node of nodes)
      this.emit({ kind: 'node', from, node, known: this.#detect(node, from, until), until, cause, event });
  }
}

const KINDS = { node: 1, storage: 2, deadlock: 3 } as const;
const STORAGE = ['slow', 'full', 'corrupt'] as const;

/**
 * A fingerprint, 16 hex digits, of what fails and until when, of all that begins before a moment. How it becomes known
 * and what is foretold are no part of it, so that runs under other detections are seen to meet the same faults.
 */
export function failureLogHash(model: FaultModel, until: Time): string {
  const hash = new RunHash();
  const script = model.script();
  for (let fault = script.next(); fault !== undefined && fault.from < until; fault = script.next()) {
    if (fault.kind === 'alarm') continue;
    hash.add(KINDS[fault.kind], fault.from, subjectOf(fault));
    if (fault.kind !== 'deadlock') hash.add(0, Number.isFinite(fault.until) ? fault.until : -1, 0);
  }
  return hash.digest();
}

function subjectOf(fault: Exclude<Fault, { kind: 'alarm' }>): number {
  if (fault.kind === 'node') return fault.node;
  return fault.kind === 'storage' ? STORAGE.indexOf(fault.what) : fault.entity;
}
