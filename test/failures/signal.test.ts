import { describe, expect, it } from 'vitest';
import { faultModel } from '../../src/failures/fault-model.ts';
import { empirical, fixed, normalCdf } from '../../src/failures/laws/law.ts';
import type { HealthSignal } from '../../src/failures/signal.ts';
import type { Source } from '../../src/failures/source.ts';
import { nodeFailures, replay } from '../../src/failures/sources.ts';
import type { Alarm, NodeOutage } from '../../src/model/faults.ts';
import type { Machine, NodeId } from '../../src/model/machine.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const machineOf = (count: number): Machine => ({
  groups: [],
  racks: ['r'],
  nodes: Array.from({ length: count }, (_, i) => ({ name: `n${i}`, group: 0, rack: 0, status: 'online' as const })),
  partitions: [],
});

/** Rises within an hour from 0 to 10; an alarm that is raised half-way expects the failure in half an hour. */
const SIGNAL: HealthSignal = {
  every: MINUTE,
  normal: 0,
  noise: 1,
  failing: 10,
  lead: fixed(HOUR),
  threshold: 5,
  samples: 1,
  holds: HOUR,
};

interface Seen {
  readonly alarms: Alarm[];
  readonly outages: NodeOutage[];
}

function seen(nodes: number, sources: readonly Source[], signal: HealthSignal | undefined, until: number): Seen {
  const script = faultModel(machineOf(nodes), { sources, signal, until }, 1).script();
  const found: Seen = { alarms: [], outages: [] };
  for (let fault = script.next(); fault !== undefined; fault = script.next()) {
    if (fault.kind === 'alarm') found.alarms.push(fault);
    else if (fault.kind === 'node') found.outages.push(fault);
  }
  return found;
}

const ALL = [0, 1, 2, 3] as NodeId[];
/** Each node fails after 100 h and is mended in one. */
const failing = nodeFailures(machineOf(4), ALL, { up: fixed(100 * HOUR), repair: fixed(HOUR) });

describe('a signal without noise worth speaking of', () => {
  const quiet = { ...SIGNAL, noise: 1e-6 };

  it('passes the threshold half-way to the failure, and never else', () => {
    const { alarms, outages } = seen(4, [failing], quiet, 1000 * HOUR);
    expect(alarms).toHaveLength(outages.length);
    for (const { from, node, justified, expected, until } of alarms) {
      const fails = outages.find((one) => one.node === node && one.from > from)!.from;
      expect(justified).toBe(true);
      // The first sample after it has passed.
      expect(fails - from).toBeLessThanOrEqual(HOUR / 2);
      expect(fails - from).toBeGreaterThanOrEqual(HOUR / 2 - MINUTE);
      expect([expected - from, until - expected]).toEqual([HOUR / 2, HOUR]);
    }
  });

  it('raises the alarm later where more samples must be above', () => {
    const [one, three] = [1, 3].map((samples) => seen(4, [failing], { ...quiet, samples }, 101 * HOUR).alarms);
    expect(three!.map(({ from }) => from)).toEqual(one!.map(({ from }) => from + 2 * MINUTE));
  });

  it('never does where the threshold is higher than it rises', () => {
    expect(seen(4, [failing], { ...quiet, threshold: 11 }, 1000 * HOUR).alarms).toEqual([]);
  });

  it('repeats the alarm when it is over and the node still works', () => {
    // With a lead of 10 h it passes the threshold 5 h before the failure, and expects that in 3 h, half the mean lead.
    const lead = empirical([2 * HOUR, 10 * HOUR]);
    const { alarms, outages } = seen(4, [failing], { ...quiet, lead, holds: 1 }, 2000 * HOUR);
    const before = outages.map(({ node, from }) =>
      alarms.filter((one) => one.node === node && one.from < from && one.from > from - 10 * HOUR),
    );
    expect(new Set(before.map(({ length }) => length))).toEqual(new Set([1, 2]));
    for (const [first, second] of before) {
      expect(first!.justified).toBe(second === undefined);
      if (second === undefined) continue;
      expect(second.from - first!.until).toBeLessThan(MINUTE);
      expect(second.justified).toBe(true);
    }
  });
});

describe('false alarms', () => {
  /** Over before the next sample, so that each sample may raise one. */
  const brief = { ...SIGNAL, threshold: 1, lead: fixed(1), holds: 1, failing: 1.5 };
  const SAMPLES = 200_000;

  // P(Z > 1) = 0.15866; a run of k samples above it, overlapping ones counted, ends at a sample with q = p^k. Their number
  // in n samples has the variance n (q (1 - q) + 2 sum over 0 < d < k of (p^(k + d) - q^2)). The band is four deviations.
  it.each([1, 2, 3])('of %d samples in a row come with P(Z > threshold)^k', (samples) => {
    const { alarms } = seen(1, [], { ...brief, samples }, SAMPLES * MINUTE);
    const p = normalCdf(-1);
    const q = p ** samples;
    let variance = q * (1 - q);
    for (let d = 1; d < samples; d += 1) variance += 2 * (p ** (samples + d) - q * q);
    expect(Math.abs(alarms.length - SAMPLES * q)).toBeLessThan(4 * Math.sqrt(SAMPLES * variance));
    expect(alarms.length).toBeGreaterThan(500);
    expect(alarms.every(({ justified }) => !justified)).toBe(true);
  });

  it('are not raised while another holds', () => {
    const { alarms } = seen(1, [], { ...brief, holds: 10 * MINUTE }, 1000 * HOUR);
    expect(alarms.length).toBeGreaterThan(1000);
    expect(alarms.slice(1).every(({ from }, i) => from >= alarms[i]!.until)).toBe(true);
  });

  it('come from nodes that never fail, too, and those of a node do not depend on other nodes', () => {
    const ofFirst = (nodes: number): number[] =>
      seen(nodes, [], brief, 100 * HOUR).alarms.flatMap(({ node, from }) => (node === 0 ? [from] : []));
    expect(ofFirst(3)).toEqual(ofFirst(1));
    expect(new Set(seen(3, [], brief, 100 * HOUR).alarms.map(({ node }) => node)).size).toBe(3);
  });
});

describe('a signal with noise', () => {
  const noisy = { ...SIGNAL, threshold: 3, lead: fixed(HOUR) };

  it('tells the truth of which alarms are justified', () => {
    const { alarms, outages } = seen(4, [failing], noisy, 20_000 * HOUR);
    expect(new Set(alarms.map(({ justified }) => justified)).size).toBe(2);
    for (const { node, from, until, justified } of alarms)
      expect(outages.some((one) => one.node === node && one.from >= from && one.from < until)).toBe(justified);
  });

  it('moves no failure, and foretells recorded ones as well', () => {
    expect(seen(4, [failing], noisy, 2000 * HOUR).outages).toEqual(seen(4, [failing], undefined, 2000 * HOUR).outages);
    const recorded = replay([{ node: 0 as NodeId, from: 5 * HOUR, until: 6 * HOUR, cause: 'trace' }]);
    const { alarms } = seen(1, [recorded], { ...SIGNAL, noise: 1e-6 }, 9 * HOUR);
    expect(alarms).toHaveLength(1);
    expect(5 * HOUR - alarms[0]!.from).toBeLessThanOrEqual(HOUR / 2);
  });
});
