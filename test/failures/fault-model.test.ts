import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FaultOptions, failureLogHash, faultModel } from '../../src/failures/fault-model.ts';
import { exponential, fixed, lognormal, weibull } from '../../src/failures/laws/law.ts';
import type { Source } from '../../src/failures/source.ts';
import { bursts, deadlocks, nodeFailures, replay, sharedFailures, storageFaults } from '../../src/failures/sources.ts';
import type { Alarm, Fault, NodeOutage } from '../../src/model/faults.ts';
import type { JobId } from '../../src/model/job-id.ts';
import type { Machine, NodeId } from '../../src/model/machine.ts';

const HOUR = 3_600_000;

/** So many nodes, in racks of `each`. */
const machineOf = (count: number, each = count): Machine => ({
  groups: [],
  racks: Array.from({ length: Math.ceil(count / each) }, (_, i) => `r${i}`),
  nodes: Array.from({ length: count }, (_, i) => ({
    name: `n${i}`,
    group: 0,
    rack: Math.floor(i / each),
    status: 'online' as const,
  })),
  partitions: [],
});
const allOf = (machine: Machine): NodeId[] => machine.nodes.map((_, i) => i as NodeId);

function faultsOf(machine: Machine, options: FaultOptions, seed: string | number = 1): Fault[] {
  const script = faultModel(machine, options, seed).script();
  const all: Fault[] = [];
  for (let fault = script.next(); fault !== undefined; fault = script.next()) all.push(fault);
  return all;
}
const outages = (faults: readonly Fault[], cause?: string): NodeOutage[] =>
  faults.filter((f): f is NodeOutage => f.kind === 'node' && (cause === undefined || f.cause === cause));
const spans = (faults: readonly Fault[]): string[] =>
  outages(faults).map(({ node, from, until, cause }) => `${cause} ${node} ${from}-${until}`);

const own = (machine: Machine, mean = 50 * HOUR): Source =>
  nodeFailures(machine, allOf(machine), {
    up: weibull({ shape: 0.7, mean }),
    repair: lognormal({ mean: 5 * HOUR, sigma: 1 }),
  });

describe('a node that is mended', () => {
  it('is available for MTBF / (MTBF + MTTR) of the time', () => {
    const machine = machineOf(1);
    const until = 2_000_000 * HOUR;
    const source = nodeFailures(machine, allOf(machine), {
      up: exponential(90 * HOUR),
      repair: exponential(10 * HOUR),
    });
    const down = outages(faultsOf(machine, { sources: [source], until }));
    const time = down.reduce((sum, { from, until: back }) => sum + Math.min(back, until) - from, 0);
    // The deviation of the time down: sqrt(T (m^2 s_r^2 + r^2 s_m^2) / (m + r)^3) with m = 90 and r = 10, both exponential:
    // sqrt(2 x 8100 x 100 x T / 10^6) = sqrt(1.62 T) = 1,800 h of 2,000,000 h; three of them are 0.0027.
    expect(Math.abs(time / until - 0.1)).toBeLessThan(0.0027);
  });

  it('is in time order, with no overlap of its own failures, and the same at each call', () => {
    const machine = machineOf(5);
    const options = { sources: [own(machine)], until: 5000 * HOUR };
    const found = outages(faultsOf(machine, options));
    expect(found.length).toBeGreaterThan(100);
    for (const node of allOf(machine)) {
      const mine = found.filter((outage) => outage.node === node);
      expect(mine.slice(1).every(({ from }, i) => from > mine[i]!.until)).toBe(true);
    }
    expect(faultsOf(machine, options)).toEqual(found);
  });
});

describe('a repair crew', () => {
  const machine = machineOf(3);
  const source = sharedFailures('a', 'rack', [0 as NodeId], { up: fixed(10), repair: fixed(6) });
  const other = sharedFailures('b', 'power', [1 as NodeId, 2 as NodeId], { up: fixed(12), repair: fixed(6) });
  // Mended 10-16 and, called for at 12, 16-22; then a at 26-32 and b, called for at 34, 34-40.
  it('of one makes the second wait, and what follows with it', () => {
    expect(spans(faultsOf(machine, { sources: [source, other], crew: 1, until: 35 }))).toEqual([
      'rack 0 10-16',
      'power 1 12-22',
      'power 2 12-22',
      'rack 0 26-32',
      'power 1 34-40',
      'power 2 34-40',
    ]);
  });

  it('of two lets neither wait', () => {
    expect(spans(faultsOf(machine, { sources: [source, other], crew: 2, until: 20 }))).toEqual([
      'rack 0 10-16',
      'power 1 12-18',
      'power 2 12-18',
    ]);
  });

  it('gives what fails together one number', () => {
    const events = outages(faultsOf(machine, { sources: [source, other], until: 20 })).map(({ event }) => event);
    expect(events).toEqual([0, 1, 1]);
  });
});

describe('a cascade', () => {
  const machine = machineOf(6, 3);
  const first = nodeFailures(machine, [0 as NodeId], { up: fixed(100), repair: fixed(1000) });
  const cascades = { probability: 1, delay: fixed(5), repair: fixed(50), generations: 1 };
  it('takes the rest of the rack, each node once, and no other rack', () => {
    for (const generations of [1, 2])
      expect(
        spans(faultsOf(machine, { sources: [first], cascades: { ...cascades, generations }, until: 1000 })),
      ).toEqual(['node 0 100-1100', 'cascade 1 105-155', 'cascade 2 105-155']);
  });

  it('spreads with its probability', () => {
    const options = { sources: [first], cascades: { ...cascades, probability: 0.3 }, until: 1100 * 4000 };
    const found = faultsOf(machine, options);
    const share = outages(found, 'cascade').length / (2 * outages(found, 'node').length);
    // Three deviations of a share of 0.3 in 8,000: 3 sqrt(0.21 / 8,000) = 0.0154.
    expect(Math.abs(share - 0.3)).toBeLessThan(0.0154);
  });
});

describe('bursts', () => {
  it('take so many different nodes within so long', () => {
    const machine = machineOf(10);
    const burst = bursts(allOf(machine), { every: fixed(1000), size: fixed(4), within: 20, repair: fixed(7) });
    const found = outages(faultsOf(machine, { sources: [burst], until: 5500 }), 'burst');
    for (const begin of [1000, 2000, 3000, 4000, 5000]) {
      const group = found.filter(({ from }) => from >= begin && from <= begin + 20);
      expect(group[0]!.from).toBe(begin);
      expect(new Set(group.map(({ node }) => node)).size).toBe(4);
    }
    expect(found).toHaveLength(20);
  });
});

describe('heartbeats', () => {
  it('make a failure known a timeout after the last beat', () => {
    const machine = machineOf(1);
    const source = replay([{ node: 0 as NodeId, from: 1000, until: 2000, cause: 'trace' }]);
    const known = (interval: number, timeout: number): number =>
      outages(faultsOf(machine, { sources: [source], heartbeat: { interval, timeout } }))[0]!.known;
    // With a beat each ms the last is that at 1000 itself.
    expect(known(1, 30)).toBe(1030);
    expect(known(1, 5000)).toBe(2000);
    expect(outages(faultsOf(machine, { sources: [source] }))[0]!.known).toBe(1000);
  });

  it('make every failure known between its beginning and its end or the timeout', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1e6 }),
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer(),
        (interval, more, seed) => {
          const machine = machineOf(3);
          const beat = { interval, timeout: interval + more };
          for (const { from, known, until } of outages(
            faultsOf(machine, { sources: [own(machine)], heartbeat: beat, until: 500 * HOUR }, seed),
          )) {
            expect(known).toBeGreaterThanOrEqual(Math.min(until, from + more));
            expect(known).toBeLessThanOrEqual(Math.min(until, from + beat.timeout));
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('a predictor', () => {
  const machine = machineOf(4);
  const source = own(machine);
  const predictor = { precision: 0.4, recall: 0.7, lead: fixed(600_000), holds: 60_000 };
  const found = faultsOf(machine, { sources: [source], predictor, until: 100_000 * HOUR });
  const alarms = found.filter((fault): fault is Alarm => fault.kind === 'alarm');
  const failures = outages(found);

  it('has the precision and the recall that it states', () => {
    const justified = alarms.filter((alarm) => alarm.justified).length;
    expect(failures.length).toBeGreaterThan(5000);
    // Three deviations of a share of 0.7 in 7,000 are 0.017; the precision varies with the number of false alarms too.
    expect(Math.abs(justified / failures.length - 0.7)).toBeLessThan(0.02);
    expect(Math.abs(justified / alarms.length - 0.4)).toBeLessThan(0.02);
  });

  it('says every failure a lead ahead, or when the node is back if that is later, and holds for as long as said', () => {
    const works = [0, 1, 2, 3].map((node) => [0, ...failures.filter((one) => one.node === node).map((f) => f.until)]);
    for (const { node, from, expected, until, justified } of alarms.slice(0, 2000)) {
      const since = justified ? works[node]!.findLast((at) => at <= from)! : 0;
      expect([from, until]).toEqual([Math.max(since, expected - 600_000), expected + 60_000]);
    }
  });

  it('tells the truth of which alarms are justified', () => {
    for (const alarm of alarms.slice(0, 2000)) {
      const hits = failures.some(({ node, from }) => node === alarm.node && from >= alarm.from && from < alarm.until);
      expect(hits).toBe(alarm.justified);
    }
  });
});

describe('everything at once', () => {
  const everything = (machine: Machine): FaultOptions => ({
    sources: [
      own(machine),
      sharedFailures('rack-r0', 'rack', [0, 1] as NodeId[], { up: exponential(300 * HOUR), repair: fixed(HOUR) }),
      bursts(allOf(machine), { every: exponential(400 * HOUR), size: fixed(2), within: HOUR, repair: fixed(HOUR) }),
      storageFaults('slow', { up: exponential(100 * HOUR), repair: fixed(HOUR) }, 0.25),
      deadlocks(3, 'physics', exponential(100 * HOUR)),
    ],
    cascades: { probability: 0.2, delay: exponential(HOUR), repair: fixed(HOUR), generations: 2 },
    predictor: { precision: 0.5, recall: 0.5, lead: fixed(HOUR), holds: 1 },
    until: 2000 * HOUR,
  });

  it('comes in order of time, before its end, from every source', () => {
    const found = faultsOf(machineOf(4), everything(machineOf(4)));
    expect(found.every(({ from }, i) => i === 0 || from >= found[i - 1]!.from)).toBe(true);
    expect(found.every(({ from }) => from < 2000 * HOUR)).toBe(true);
    expect(new Set(found.map((f) => (f.kind === 'node' ? f.cause : f.kind)))).toEqual(
      new Set(['node', 'rack', 'burst', 'cascade', 'storage', 'deadlock', 'alarm']),
    );
  });

  it('moves no failure of a node of its own, nor does a further node', () => {
    const alone = { sources: [own(machineOf(4))], until: 2000 * HOUR };
    const more = outages(faultsOf(machineOf(5), everything(machineOf(5))), 'node').filter(({ node }) => node < 4);
    const words = (list: readonly NodeOutage[]): string[] => list.map((o) => `${o.node} ${o.from} ${o.until}`);
    expect(words(more)).toEqual(words(outages(faultsOf(machineOf(4), alone))));
  });

  it('has one hash, which detection does not change and another seed does', () => {
    const machine = machineOf(4);
    const options = everything(machine);
    const hash = failureLogHash(faultModel(machine, options, 1), 1000 * HOUR);
    expect(hash).toMatch(/^[0-9a-f]{16}$/);
    const watched = { ...options, predictor: undefined, heartbeat: { interval: 10, timeout: 30 } };
    expect(failureLogHash(faultModel(machine, watched, 1), 1000 * HOUR)).toBe(hash);
    expect(failureLogHash(faultModel(machine, options, 2), 1000 * HOUR)).not.toBe(hash);
  });
});

describe('faults of jobs', () => {
  const { jobFault } = faultModel(
    machineOf(1),
    {
      sources: [],
      jobs: {
        crash: { probability: 0.2, between: [0.25, 0.5] },
        hang: { probability: 0.1, between: [0, 1] },
        slow: { probability: 0.3, between: [0, 0], speed: 0.5 },
        always: new Map([[7 as JobId, 0.4]]),
      },
    },
    1,
  );

  it('come as often as they should, where they should, the same at each call', () => {
    const jobs = Array.from({ length: 10_000 }, (_, i) => (i + 10) as JobId);
    const drawn = jobs.map((job) => jobFault!(job, 0));
    expect(jobs.map((job) => jobFault!(job, 0))).toEqual(drawn);
    // Three deviations of a share in 10,000 are at most 3 sqrt(0.21 / 10,000) = 0.0138.
    for (const [kind, share] of [
      ['crash', 0.2],
      ['hang', 0.1],
      ['slow', 0.3],
    ] as const)
      expect(Math.abs(drawn.filter((fault) => fault?.kind === kind).length / 10_000 - share)).toBeLessThan(0.0138);
    expect(drawn.every((f) => f?.kind !== 'crash' || (f.at >= 0.25 && f.at < 0.5))).toBe(true);
    expect(drawn.every((f) => f === undefined || f.speed === (f.kind === 'slow' ? 0.5 : 1))).toBe(true);
  });

  it('come in every attempt of a job that always fails', () => {
    const doomed = { kind: 'crash', at: 0.4, speed: 1, cause: 'always' };
    expect([0, 1, 5].map((attempt) => jobFault!(7 as JobId, attempt))).toEqual([doomed, doomed, doomed]);
  });
});
