import type { SeenFailures } from '../../../model/checkpoints.ts';
import type { Coordinator, NodeVerdict } from '../../../model/coordinator.ts';
import type { AlarmRecord, OutageRecord, QuarantineRecord, ReplacementRecord } from '../../../model/fault-run.ts';
import type { Alarm, NodeOutage } from '../../../model/faults.ts';
import type { NodeId, NodeStatus } from '../../../model/machine.ts';
import type { Duration, Time } from '../../../model/time.ts';
import type { Closure } from '../../../model/why-not.ts';
import { CentreEvent } from '../centre-events.ts';
import type { FaultRules, Told } from './fault-rules.ts';
import { Spares } from './spares.ts';

/** As what a node is seen that is closed: the first of these that holds. */
const SEEN: readonly (readonly [Closure, NodeStatus])[] = [
  ['down', 'error'],
  ['quarantine', 'maintenance'],
  ['warned', 'maintenance'],
  ['spare', 'offline'],
];

interface NodeState {
  /** How many outages it is in. */
  down: number;
  /** Whether that is known. */
  known: boolean;
  readonly failures: Time[];
  /** What keeps it from taking jobs, and until when; infinite where that is not set. */
  readonly closed: Map<Closure, Time>;
  /** Its outages from which it has not come back to work yet. */
  open: OutageRecord[];
}

const closureOf = ({ closed }: NodeState): (typeof SEEN)[number] | undefined => SEEN.find(([why]) => closed.has(why));

/** What happens to the run when nodes open, close and are asked for. */
export interface NodesHost {
  readonly now: Time;
  /** The node is seen like this from now on; `undefined` where nothing keeps it from jobs. */
  seenAs(node: NodeId, status: NodeStatus | undefined): void;
  /** Whether the machine is to have the node: not where an intervention has taken it away. */
  isWanted(node: NodeId): boolean;
  schedule(at: Time, rank: number, subject: number): void;
  tell(fact: Told): void;
}

/** Which nodes work, which are known not to, and which take no jobs for another reason. */
export class NodeFaults {
  readonly outages: OutageRecord[] = [];
  readonly quarantines: QuarantineRecord[] = [];
  readonly alarms: AlarmRecord[] = [];
  readonly replacements: ReplacementRecord[] = [];
  readonly #nodes: readonly NodeState[];
  readonly #host: NodesHost;
  readonly #coordinator: Coordinator;
  readonly #firstSpares: readonly NodeId[];
  readonly #spares: Spares;
  readonly #spareAfter: Duration;
  #failures = 0;
  #exposure = 0;
  #up: number;
  #since: Time = 0;

  constructor(nodes: number, { rules, coordinator }: FaultRules, host: NodesHost) {
    const { spares, spareAfter } = rules;
    this.#nodes = Array.from({ length: nodes }, () => ({
      down: 0,
      known: false,
      failures: [],
      closed: new Map(),
      open: [],
    }));
    this.#up = nodes;
    this.#host = host;
    this.#coordinator = coordinator;
    this.#firstSpares = spares;
    this.#spares = new Spares(spares, {
      isIdle: (spare) => this.#nodes[spare]!.closed.size === 1,
      isWanted: (node) => host.isWanted(node),
    });
    this.#spareAfter = spareAfter;
  }

  /** Before anything else: spare nodes take no jobs. */
  open(): void {
    for (const node of this.#firstSpares) this.#close(node, 'spare', Number.POSITIVE_INFINITY);
  }

  isDown(node: number): boolean {
    return this.#nodes[node]!.down > 0;
  }

  /** What keeps the node from taking jobs, as far as is known. */
  closure(node: NodeId): Closure | undefined {
    return closureOf(this.#nodes[node]!)?.[0];
  }

  seen(): SeenFailures {
    this.#pass();
    return { failures: this.#failures, exposure: this.#exposure };
  }

  /** The node fails, and nobody knows yet; says whether it has worked until now. */
  fails({ node, from, known, cause, event }: NodeOutage): boolean {
    const state = this.#nodes[node]!;
    const record = { node, from, known, cause, event, until: Number.POSITIVE_INFINITY, back: Number.POSITIVE_INFINITY };
    this.outages.push(record);
    state.open.push(record);
    state.down += 1;
    return state.down === 1;
  }

  /** It is known now; says whether it was not before. */
  detected(node: NodeId): boolean {
    const state = this.#nodes[node]!;
    if (state.known || state.down === 0) return false;
    state.known = true;
    state.failures.push(this.#host.now);
    this.#failures += 1;
    this.#pass();
    this.#up -= 1;
    this.#close(node, 'down', Number.POSITIVE_INFINITY);
    // Not before all that fails or works again in this instant is known.
    if (this.#spares.failed(node)) this.#host.schedule(this.#host.now, CentreEvent.NodeOpen, node);
    return true;
  }

  /** One of its outages is over; it works again if it is the last. */
  repaired(outage: number): void {
    const { now } = this.#host;
    const record = this.outages[outage]! as { -readonly [K in keyof OutageRecord]: OutageRecord[K] };
    record.until = now;
    const { node } = record;
    const state = this.#nodes[node]!;
    state.down -= 1;
    if (state.down > 0) return;
    state.known = false;
    this.#pass();
    this.#up += 1;
    this.#host.tell({ kind: 'repair', node });
    this.#heed(node, this.#coordinator.afterRepair({ time: now, node, failures: state.failures }));
    this.#spares.repaired(node);
    state.closed.delete('warned');
    state.closed.delete('down');
    this.#show(node);
    if (this.#spares.anyIdle) this.#host.schedule(now, CentreEvent.NodeOpen, node);
  }

  /** Whatever was to keep it from jobs until now does so no more. */
  reopen(node: NodeId): void {
    const { closed } = this.#nodes[node]!;
    for (const [why, until] of [...closed]) if (until <= this.#host.now) closed.delete(why);
    this.#show(node);
    this.standIn();
  }

  /** The node takes no new jobs until the warning is over. */
  drain(node: NodeId, { until }: Alarm): void {
    this.#close(node, 'warned', until);
  }

  /** Idle spares take the places of failed nodes that want one, as far as there are any. */
  standIn(): void {
    const { now } = this.#host;
    for (let one = this.#spares.next(); one !== undefined; one = this.#spares.next()) {
      const { node, of, why } = one;
      const ready = now + this.#spareAfter;
      this.replacements.push({ node, of, from: now, ready });
      this.#host.tell({ kind: 'spare', node, of, until: ready, why });
      this.#close(node, 'spare', ready);
      this.#close(of, 'spare', Number.POSITIVE_INFINITY);
    }
    for (const { node, why } of this.#spares.inVain()) this.#host.tell({ kind: 'no-spare', node, why });
  }

  /** Whether the node is known to be down. */
  isKnown(node: NodeId): boolean {
    return this.#nodes[node]!.known;
  }

  #heed(node: NodeId, { why, ...verdict }: NodeVerdict): void {
    const { now } = this.#host;
    if (verdict.then === 'return' || verdict.until <= now) {
      this.#host.tell({ kind: 'return', node, why });
      return;
    }
    const { until } = verdict;
    this.quarantines.push({ node, from: now, until, why });
    this.#host.tell({ kind: 'quarantine', node, until, why });
    this.#close(node, 'quarantine', until);
  }

  #close(node: NodeId, why: Closure, until: Time): void {
    const { closed } = this.#nodes[node]!;
    const before = closed.get(why);
    // What was closed for longer stays so, but for a spare that is wanted now.
    closed.set(why, before === undefined || why === 'spare' ? until : Math.max(before, until));
    if (until < Number.POSITIVE_INFINITY) this.#host.schedule(until, CentreEvent.NodeOpen, node);
    this.#show(node);
  }

  #show(node: NodeId): void {
    const state = this.#nodes[node]!;
    const seen = closureOf(state)?.[1];
    // One that takes jobs because nobody knows yet that it has failed has not come back.
    if (seen === undefined && state.down === 0) {
      for (const record of state.open) record.back = this.#host.now;
      state.open = [];
    }
    this.#host.seenAs(node, seen);
  }

  #pass(): void {
    this.#exposure += (this.#host.now - this.#since) * this.#up;
    this.#since = this.#host.now;
  }
}
