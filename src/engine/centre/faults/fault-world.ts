import type { Coordinator } from '../../../model/coordinator.ts';
import type { AlarmRecord, FaultRun } from '../../../model/fault-run.ts';
import type { Alarm, Deadlock, Fault, FaultScript, NodeOutage, StorageFault } from '../../../model/faults.ts';
import type { JobId, JobTable } from '../../../model/jobs.ts';
import type { NodeId } from '../../../model/machine.ts';
import type { Resilience } from '../../../model/resilience.ts';
import { CentreEvent } from '../centre-events.ts';
import { JobFaults } from './job-faults.ts';
import type { JobsHost } from './jobs-host.ts';
import { NodeFaults, type NodesHost } from './node-faults.ts';

/** What faults need of the world that they befall. */
export interface FaultHost extends JobsHost, NodesHost {
  readonly nodes: number;
  /** Whether nothing but faults can happen any more. */
  readonly stalled: boolean;
  /** The running jobs of which a part is on the node, in order of rows. */
  runningOn(node: NodeId): JobId[];
  /** The running jobs of an entity and its descendants, in order of rows. */
  runningOf(entity: number): JobId[];
  /** Suspended jobs there lose their place. */
  displaceFrom(node: NodeId): void;
}

/** All that faults do to a run: draws them one after the other, and has nodes and jobs bear them. */
export class FaultWorld {
  readonly jobs: JobFaults;
  readonly nodes: NodeFaults;
  readonly #rules: Resilience;
  readonly #host: FaultHost;
  readonly #coordinator: Coordinator;
  readonly #script: FaultScript;
  readonly #storage: StorageFault[] = [];
  readonly #deadlocks: Deadlock[] = [];
  /** The one that the clock waits for. */
  #next: Fault | undefined;

  constructor(table: JobTable, rules: Resilience, host: FaultHost) {
    this.#rules = rules;
    this.#host = host;
    this.#coordinator = rules.coordinator();
    this.#script = rules.faults.script();
    const given = { rules, coordinator: this.#coordinator };
    this.nodes = new NodeFaults(host.nodes, given, host);
    this.jobs = new JobFaults(table, given, this.nodes, host);
  }

  /** Before anything else has happened. */
  open(): void {
    this.nodes.open();
    this.#pull();
  }

  fire(rank: number, subject: number): void {
    if (rank === CentreEvent.Fault) this.#befall(subject);
    else if (rank === CentreEvent.Turn) this.jobs.turn(subject as JobId);
    else if (rank === CentreEvent.Known) this.#known(subject);
    else if (rank === CentreEvent.NodeUp) this.nodes.repaired(subject);
    else this.nodes.reopen(subject as NodeId);
  }

  run(): FaultRun {
    const { incidents, moves, account, counts } = this.jobs;
    const { outages, alarms, quarantines, replacements } = this.nodes;
    return {
      coordinator: this.#coordinator.name,
      checkpointing: this.#rules.checkpoints?.name,
      spent: account.spent,
      incidents,
      outages,
      storage: this.#storage,
      deadlocks: this.#deadlocks,
      alarms,
      quarantines,
      moves,
      replacements,
      checkpoints: counts,
    };
  }

  /** Puts the next fault on the clock; none where nothing is left that could suffer from it. */
  #pull(): void {
    this.#next = this.#host.stalled ? undefined : this.#script.next();
    if (this.#next !== undefined) this.#host.schedule(this.#next.from, CentreEvent.Fault, FIRST);
  }

  #befall(subject: number): void {
    if (subject !== FIRST) {
      this.#store();
      return;
    }
    const fault = this.#next!;
    // Where nothing else can happen, faults would go on for ever.
    if (this.#host.stalled) return;
    if (fault.kind === 'node') this.#outage(fault);
    else if (fault.kind === 'storage') this.#storageFault(fault);
    else if (fault.kind === 'alarm') this.#alarm(fault);
    else this.#deadlock(fault);
    this.#pull();
  }

  #outage(outage: NodeOutage): void {
    const { node, cause } = outage;
    const first = this.nodes.fails(outage);
    this.jobs.nodeFails(node);
    const index = this.nodes.outages.length - 1;
    this.#host.schedule(outage.known, CentreEvent.Known, index);
    if (outage.until < Number.POSITIVE_INFINITY) this.#host.schedule(outage.until, CentreEvent.NodeUp, index);
    if (!first) return;
    this.#host.tell({ kind: 'outage', node, cause });
    for (const job of this.#host.runningOn(node)) this.jobs.strike(job, cause);
  }

  #known(index: number): void {
    const { node } = this.nodes.outages[index]!;
    if (!this.nodes.detected(node)) return;
    this.#host.displaceFrom(node);
    for (const job of this.#host.runningOn(node)) this.jobs.found(job);
    this.jobs.lost();
  }

  #storageFault(fault: StorageFault): void {
    this.#storage.push(fault);
    if (fault.until < Number.POSITIVE_INFINITY) this.#host.schedule(fault.until, CentreEvent.Fault, OVER);
    this.#host.tell({ kind: 'storage', until: fault.until, what: fault.what });
    this.#store();
  }

  /** How the store stands now: as slow as the slowest of its faults. */
  #store(): void {
    const open = this.#storage.filter(({ until }) => until > this.#host.now);
    const has = (what: StorageFault['what']): boolean => open.some((one) => one.what === what);
    this.jobs.store(Math.min(1, ...open.map(({ speed }) => speed)), has('full'), has('corrupt'));
  }

  #deadlock(deadlock: Deadlock): void {
    this.#deadlocks.push(deadlock);
    for (const job of this.#host.runningOf(deadlock.entity)) this.jobs.hang(job, 'deadlock');
  }

  #alarm(alarm: Alarm): void {
    const { node, expected, until } = alarm;
    if (this.nodes.isKnown(node)) return;
    const jobs = this.#host.runningOn(node);
    const { then, why } = this.#coordinator.onWarning({ time: this.#host.now, node, expected, jobs });
    const record: AlarmRecord = { ...alarm, then, why, jobs };
    const place = this.nodes.alarms.push(record) - 1;
    this.#host.tell({ kind: 'alarm', node, until, then, why });
    if (then === 'ignore') return;
    this.nodes.drain(node, alarm);
    if (then === 'migrate') for (const job of jobs) this.jobs.save(job, place, why);
  }
}

/** The subject of the event for the next fault of the script, and of one for the end of a fault of the store. */
const FIRST = 0;
const OVER = 1;
