import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { JobForm } from '../../src/experiment/centre/asks-form.ts';
import type { CheckpointsForm } from '../../src/experiment/failures/checkpoints-form.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { fromSeconds } from '../../src/model/time.ts';
import { faultsOf, faultyCentre, runOf } from './faulty-centre.ts';
import { check } from './workloads.ts';

/** Nodes that fail by chance, heartbeats, and a checkpoint at a fixed interval; seconds. */
interface Case {
  readonly nodes: number;
  readonly jobs: readonly JobForm[];
  readonly mtbf: number;
  readonly repair: number;
  readonly beat: number;
  readonly timeout: number;
  readonly interval: number;
  /** GiB of the state on each node, which moves one a second. */
  readonly state: number;
  readonly seed: number;
}

const anyCase: fc.Arbitrary<Case> = fc
  .record({
    nodes: fc.integer({ min: 1, max: 5 }),
    drawn: fc.array(
      fc.record({ run: fc.integer({ min: 1, max: 12_000 }), width: fc.nat(4), at: fc.integer({ min: 0, max: 9000 }) }),
      { minLength: 1, maxLength: 6 },
    ),
    mtbf: fc.integer({ min: 2500, max: 20_000 }),
    repair: fc.integer({ min: 1, max: 600 }),
    beat: fc.integer({ min: 1, max: 100 }),
    more: fc.integer({ min: 0, max: 100 }),
    interval: fc.integer({ min: 20, max: 600 }),
    state: fc.integer({ min: 1, max: 60 }),
    seed: fc.nat(),
  })
  .map(({ nodes, drawn, beat, more, ...rest }) => ({
    ...rest,
    nodes,
    beat,
    timeout: beat + more,
    jobs: drawn.map(({ run, width, at }, i) => ({
      name: `j${i}`,
      run: `${run}s`,
      submit: `${at}s`,
      tasks: 1 + (width % nodes),
      exclusive: true,
    })),
  }));

const runUnder = (given: Case, checkpoints: Omit<CheckpointsForm, 'interval'>): FinishedRun =>
  runOf(
    faultyCentre(
      {
        cluster: { groups: { n: { count: given.nodes, cores: 1 } } },
        jobs: given.jobs,
        failures: { nodes: { mtbf: `${given.mtbf}s`, repair: `${given.repair}s` }, until: '5d' },
        detection: { heartbeat: `${given.beat}s`, timeout: `${given.timeout}s` },
        checkpoints: { interval: `${given.interval}s`, ...checkpoints },
        recovery: { retries: 100_000 },
      },
      given.seed,
    ),
    'easy',
  );

/** Nobody is in anybody's way, and so the whole of a run has a closed form. */
const closed = (given: Case): FinishedRun => runUnder(given, { write: `${given.state}s` });
/** The same where transfers share a store that is fast enough for all, and so each is an event of its own. */
const byEvents = (given: Case): FinishedRun =>
  runUnder(given, {
    state: { per_node: `${given.state} GiB` },
    store: { bandwidth: '1000 GiB/s', per_node: '1 GiB/s' },
  });

/**
 * A fault makes a job compute an interval anew at the most, and nothing is known of it for the timeout at the most. What
 * it wrote when it failed, or read, is in vain too. All the time that a job holds nodes is told apart by that.
 */
function losesLittle(given: Case, run: FinishedRun): number {
  const [interval, timeout, write] = [given.interval, given.timeout, given.state].map(fromSeconds);
  const { incidents, checkpoints, spent } = faultsOf(run);
  for (const { lost, struck, known } of incidents) {
    expect(lost).toBeLessThanOrEqual(interval!);
    expect(known - struck).toBeLessThanOrEqual(timeout!);
  }
  const held = new Float64Array(run.jobs.length);
  for (const { job, start, end } of run.centre!.stretches) held[job]! += end - start;
  for (const [job, time] of held.entries()) {
    const faults = incidents.filter((one) => one.job === job).length;
    const needed = run.jobs.runtime[job]! + checkpoints.written[job]! * write!;
    const read = write!;
    expect(time - needed).toBeLessThanOrEqual(faults * (timeout! + interval! + write! + read));
    expect(spent.useful[job]).toBe(run.jobs.runtime[job]);
  }
  return incidents.length;
}

test('a fault costs a job no more than detection, an interval, a checkpoint and its reading, however it is found out', () => {
  let faults = 0;
  check(
    fc.property(anyCase, (given) => {
      const [one, other] = [closed(given), byEvents(given)];
      faults += losesLittle(given, one) + losesLittle(given, other);
      // A rhythm in closed form is what comes of it event by event.
      expect([...other.end]).toEqual([...one.end]);
      expect(faultsOf(other).incidents).toEqual(faultsOf(one).incidents);
      expect(faultsOf(other).spent).toEqual(faultsOf(one).spent);
    }),
    60,
  );
  expect(faults).toBeGreaterThan(1000);
});
