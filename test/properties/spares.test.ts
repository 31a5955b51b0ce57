import fc from 'fast-check';
import { expect, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import type { CentreFact, Observer } from '../../src/model/facts.ts';
import type { Fault } from '../../src/model/faults.ts';
import type { NodeId, NodeStatus } from '../../src/model/machine.ts';
import type { Resilience } from '../../src/model/resilience.ts';
import type { Time } from '../../src/model/time.ts';
import { createScheduler } from '../../src/registry.ts';
import { listed } from '../engine/centre/faults/listed.ts';
import { pencilJobs } from '../engine/centre/pencil.ts';
import { centreOf, group, shape } from '../engine/centre/plain.ts';
import { check } from './workloads.ts';

const S = 1000;

interface Given {
  readonly nodes: number;
  readonly spares: readonly NodeId[];
  readonly faults: readonly Fault[];
  readonly quarantine: Time;
  readonly spareAfter: Time;
}

const seconds = (min: number, max: number) => fc.integer({ min, max }).map((length) => length * S);

/** Times are so few that much happens at once. */
const given: fc.Arbitrary<Given> = fc.integer({ min: 2, max: 7 }).chain((nodes) => {
  const node = fc.nat(nodes - 1).map((one) => one as NodeId);
  const outage = fc.record({ from: seconds(0, 60), node, detects: seconds(0, 4), lasts: seconds(1, 30) }).map(
    ({ detects, lasts, ...one }): Fault => ({
      ...{ kind: 'node', cause: 'node', event: 0, ...one },
      ...{ known: one.from + Math.min(detects, lasts), until: one.from + lasts },
    }),
  );
  const alarm = fc.record({ from: seconds(0, 60), node }).map(
    ({ from, node: of }): Fault => ({
      ...{ kind: 'alarm', from, node: of, expected: from + 5 * S, until: from + 9 * S, justified: false },
    }),
  );
  return fc.record({
    nodes: fc.constant(nodes),
    spares: fc.uniqueArray(node, { minLength: 1, maxLength: nodes - 1 }),
    faults: fc.array(fc.oneof({ weight: 5, arbitrary: outage }, { weight: 1, arbitrary: alarm }), { maxLength: 30 }),
    quarantine: fc.constantFrom(0, 7 * S),
    spareAfter: fc.constantFrom(0, 3 * S),
  });
});

const resilienceOf = ({ spares, faults, quarantine, spareAfter }: Given): Resilience => ({
  faults: {
    storage: false,
    script: listed([...faults].sort((a, b) => a.from - b.from)),
  },
  watchdog: Number.POSITIVE_INFINITY,
  limited: false,
  coordinator: () => ({
    name: 'own',
    afterFault: () => ({ then: 'requeue', from: 'start', place: 'order', after: 0, why: '' }),
    afterRepair: ({ time }) =>
      quarantine > 0
        ? { then: 'quarantine', until: time + quarantine, why: 'to be seen' }
        : { then: 'return', why: 'repaired' },
    onWarning: () => ({ then: 'drain', why: 'it may fail' }),
  }),
  spares,
  spareAfter,
});

/** What is known of the nodes, as the facts tell it. */
class Places implements Observer {
  readonly name = 'places';
  readonly #given: Given;
  readonly #status: NodeStatus[];
  readonly #down = new Set<number>();
  /** Until when nodes are kept back: in quarantine, or said to fail. */
  readonly #kept = new Map<number, Time>();
  readonly #taking: Set<number>;
  readonly #told: Set<number> = new Set();
  #now: Time = 0;
  stoodIn = 0;
  inVain = 0;

  constructor(one: Given) {
    this.#given = one;
    this.#status = Array.from({ length: one.nodes }, () => 'online');
    const nodes = Array.from({ length: one.nodes }, (_, node) => node);
    this.#taking = new Set(nodes.filter((node) => !one.spares.includes(node as NodeId)));
  }

  on({ time }: { readonly time: Time }): void {
    this.#at(time);
  }

  onCentre(fact: CentreFact): void {
    this.#at(fact.time);
    if (fact.kind === 'node') this.#status[fact.node] = fact.status;
    else if (fact.kind === 'outage') this.#down.add(fact.node);
    else if (fact.kind === 'repair') {
      this.#down.delete(fact.node);
      this.#kept.delete(fact.node);
      this.#told.delete(fact.node);
    } else if (fact.kind === 'quarantine' || fact.kind === 'alarm') {
      this.#kept.set(fact.node, Math.max(fact.until, this.#kept.get(fact.node) ?? 0));
    } else if (fact.kind === 'spare') this.#standsIn(fact.node, fact.of);
    else if (fact.kind === 'no-spare') {
      this.inVain += 1;
      this.#told.add(fact.node);
    }
  }

  /** It had no place and was not known not to work; the other had one, and was. */
  #standsIn(node: number, of: number): void {
    this.stoodIn += 1;
    expect([this.#taking.has(node), this.#isKnown(node), this.#isKept(node)]).toEqual([false, false, false]);
    expect([this.#taking.has(of), this.#isKnown(of)]).toEqual([true, true]);
    this.#taking.delete(of);
    this.#taking.add(node);
  }

  #isKnown(node: number): boolean {
    return this.#down.has(node) && this.#status[node] === 'error';
  }

  #isKept(node: number): boolean {
    return (this.#kept.get(node) ?? 0) > this.#now;
  }

  /** An instant is over. */
  #at(time: Time): void {
    if (time === this.#now) return;
    const { nodes, spares } = this.#given;
    const all = Array.from({ length: nodes }, (_, node) => node);
    // Nobody takes jobs without a place, and so there are never more who do than the machine is to have.
    for (const node of all) if (this.#status[node] === 'online') expect(this.#taking.has(node)).toBe(true);
    expect(this.#taking.size).toBe(nodes - spares.length);
    const wanting = all.filter((node) => this.#taking.has(node) && this.#isKnown(node));
    const idle = all.filter((node) => !this.#taking.has(node) && !this.#isKnown(node) && !this.#isKept(node));
    expect(wanting.length === 0 || idle.length === 0).toBe(true);
    for (const node of wanting) expect(this.#told.has(node)).toBe(true);
    this.#now = time;
  }
}

test('a place has one node, a spare one place, and no spare is idle while a node in a place is known to have failed', () => {
  const seen = { stoodIn: 0, inVain: 0 };
  check(
    fc.property(given, (one) => {
      const centre = centreOf([group('n', one.nodes, 1)]);
      const jobs = pencilJobs(
        Array.from({ length: 4 }, (_, i) => ({ name: `j${i}`, submit: i, run: 60, shape: shape(1, 1) })),
      );
      const places = new Places(one);
      const options = { observers: [places], resilience: resilienceOf(one) };
      simulateCentre(jobs, centre, [createScheduler('easy')], options);
      seen.stoodIn += places.stoodIn;
      seen.inVain += places.inVain;
    }),
    300,
  );
  expect(seen.stoodIn).toBeGreaterThan(300);
  expect(seen.inVain).toBeGreaterThan(100);
});
