import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { simulateCentre } from '../../src/engine/centre/centre-simulation.ts';
import { borrowingHistory, lendingOf } from '../../src/metrics/index.ts';
import type { Centre, Entity, Qos, Window } from '../../src/model/centre.ts';
import { type CentreRun, FATES } from '../../src/model/centre-run.ts';
import type { Observer } from '../../src/model/facts.ts';
import type { NodeId } from '../../src/model/machine.ts';
import type { FinishedRun } from '../../src/model/run.ts';
import { centreInvariants } from '../../src/observers/centre-invariants.ts';
import { createScheduler } from '../../src/registry.ts';
import { live, type PencilJob, pencilJobs } from '../engine/centre/pencil.ts';
import { ANYBODY, centreOf, group, NORMAL, shape } from '../engine/centre/plain.ts';

const client = (name: string, guarantee: number, more: Partial<Entity> = {}): Entity => ({
  ...ANYBODY,
  name,
  guarantee,
  ...more,
});

/** One node of 10 cores; A is guaranteed 6 and B 4, unless otherwise said. */
const ten = (
  entities: readonly Entity[] = [client('A', 6), client('B', 4)],
  qos: Partial<Qos> = {},
  more: Partial<Centre> = {},
): Centre => centreOf([group('n', 1, 10)], { entities, qos: [{ ...NORMAL, ...qos }], ...more });

const job = (name: string, entity: number, submit: number, run: number, cores: number): PencilJob => ({
  name,
  entity,
  submit,
  run,
  shape: shape(cores, 1),
});

const withCentre = (run: FinishedRun) => run as FinishedRun & { readonly centre: CentreRun };

const runOf = (centre: Centre, policy: string, jobs: readonly PencilJob[]) =>
  withCentre(simulateCentre(pencilJobs(jobs), centre, [createScheduler(policy)]));

/** When each stretch of each job began and ended, in seconds. */
const spans = (run: FinishedRun): string[] =>
  run.jobs.asks!.names!.map((name, row) => {
    const own = run.centre!.stretches.filter((stretch) => stretch.job === row);
    return `${name} ${own.map(({ start, end }) => `${start / 1000}-${end / 1000}`).join(' ')}`;
  });

describe('guarantee', () => {
  // b borrows all that A does not use; A asks at 10.
  const jobs = [job('b1', 1, 0, 100, 5), job('b2', 1, 1, 50, 5), job('a', 0, 10, 20, 6), job('b3', 1, 11, 60, 4)];

  it('waits until borrowers end: a needs 6 at 100, and b3 takes the other 4 when b2 has ended', () => {
    expect(spans(runOf(ten(), 'guarantee', jobs))).toEqual(['b1 0-100', 'b2 1-51', 'a 100-120', 'b3 51-111']);
  });

  it('lends on while a lender waits unless it drains', () => {
    // c, of 5 cores, fits at 51 beside b1 and ends by 100, when a starts. With drain nobody borrows while a waits.
    const more = [...jobs.slice(0, 3), job('c', 1, 12, 40, 5)];
    const starts = (policy: string) => spans(runOf(ten(), policy, more)).at(-1);
    expect(starts('guarantee(depth=0)')).toBe('c 51-91');
    expect(starts('guarantee(depth=0,reclaim=drain)')).toBe('c 120-160');
  });

  describe('drains only what the lender could use', () => {
    // Six nodes of a core; B is guaranteed 3 of them, the other 3 nobody. A's four jobs come at 1.
    const entities = [client('A', 0), client('B', 3)];
    const others = [0, 1, 2, 3].map((i) => job(`a${i}`, 0, 1, 10, 1));
    const started = (centre: Centre, jobs: readonly PencilJob[]) =>
      spans(runOf(centre, 'guarantee(reclaim=drain)', jobs)).join(', ');

    it('and lends on while it waits for its reservation, whoever ends before', () => {
      // b may run on n-0 from 50 on only. With nobody on the nodes it could start no earlier.
      const when = { kind: 'reservation', from: 50_000, until: 100_000 } as const;
      const window: Window = { ...when, name: 'r', nodes: [0 as NodeId], members: [1], running: 'requeue' };
      const centre = centreOf([group('n', 6, 1)], { entities, windows: [window] });
      const b = { ...job('b', 1, 0, 30, 1), shape: { ...shape(1, 1), reservation: 0 } };
      expect(started(centre, [b, ...others])).toBe('b 50-80, a0 1-11, a1 1-11, a2 1-11, a3 1-11');
    });

    it('and lends on nodes on which it cannot run', () => {
      // g, which borrows, fills m until 50, and b waits for that partition. A's jobs run where b never could; c, which
      // needs m as b does, goes after it.
      const plain = centreOf([group('n', 6, 1), group('m', 1, 1)], { entities });
      const [all] = plain.machine.partitions;
      const partitions = [all!.nodes.slice(0, 6), all!.nodes.slice(6)].map((nodes, i) => ({
        ...all!,
        name: `p${i}`,
        nodes,
      }));
      const centre = { ...plain, machine: { ...plain.machine, partitions } };
      const onM = (one: PencilJob) => ({ ...one, shape: { ...shape(1, 1), partition: 1 } });
      const jobs = [onM(job('g', 0, 0, 50, 1)), onM(job('b', 1, 1, 30, 1)), ...others, onM(job('c', 0, 2, 5, 1))];
      expect(started(centre, jobs)).toBe('g 0-50, b 50-80, a0 1-11, a1 1-11, a2 1-11, a3 1-11, c 80-85');
    });

    it('and lends on while only those within their guarantees are in its way', () => {
      // Two nodes of 2 cores; A and B are guaranteed 2 each. a holds one core of each node and b needs two of one, so
      // that b waits until 50; no borrower is in its way, and c borrows a core meanwhile.
      const centre = centreOf([group('n', 2, 2)], { entities: [client('A', 2), client('B', 2), client('C', 0)] });
      const spread = { ...shape(2, 1), layout: 'spread' as const };
      const a = { ...job('a', 0, 0, 50, 2), shape: spread };
      const b = { ...job('b', 1, 1, 30, 2), shape: shape(1, 2) };
      expect(started(centre, [a, b, job('c', 2, 2, 10, 1)])).toBe('a 0-50, b 50-80, c 2-12');
    });
  });

  it('takes cores back at once, from the youngest borrower', () => {
    // a needs 6: b2, the youngest, gives 5 back, and so b1 goes too. b3 is within B's guarantee. At 30 there is room for
    // b1, at 71 for b2.
    expect(spans(runOf(ten(), 'guarantee(reclaim=preempt)', jobs))).toEqual([
      'b1 0-10 30-130',
      'b2 1-10 71-121',
      'a 10-30',
      'b3 11-71',
    ]);
  });

  it('gives notice', () => {
    const [, , a] = spans(runOf(ten(), 'guarantee(reclaim=preempt,grace=5s)', jobs));
    expect(a).toBe('a 15-35');
  });

  it('spares who is protected until the protection is over', () => {
    const [, , a] = spans(runOf(ten(undefined, { protectedFor: 30_000 }), 'guarantee(reclaim=preempt)', jobs));
    // b2 is protected until 31, b1 until 30: at 31 both go.
    expect(a).toBe('a 31-51');
  });

  it('never lends with borrow=off, and refuses what can never start', () => {
    const own = [job('b1', 1, 0, 100, 4), job('b2', 1, 1, 50, 4), job('a', 0, 10, 20, 6)];
    expect(spans(runOf(ten(), 'guarantee(borrow=off)', own))).toEqual(['b1 0-100', 'b2 100-150', 'a 10-30']);
    expect(() => runOf(ten(), 'guarantee(borrow=off)', jobs)).toThrow(
      'guarantee(borrow=off): job b1 asks for 5 cores and can never start, for B has 4',
    );
  });

  it('lends in proportion to shares', () => {
    // Nobody is guaranteed anything; A has 3 shares and B 1: of 8 cores A gets 6, a job of 2 at a time.
    const centre = ten([client('A', 0, { shares: 3 }), client('B', 0)], {}, {});
    const eight = { ...centre, machine: centreOf([group('n', 1, 8)]).machine };
    const four = (name: string, entity: number) => [0, 1, 2, 3].map((i) => job(`${name}${i}`, entity, 0, 10, 2));
    expect(live(eight, createScheduler('guarantee'), [...four('b', 1), ...four('a', 0)])).toEqual([
      'b0 | 0-10 n-0x2',
      'b1 | 10-20 n-0x2',
      'b2 | 10-20 n-0x2',
      'b3 | 10-20 n-0x2',
      'a0 | 0-10 n-0x2',
      'a1 | 0-10 n-0x2',
      'a2 | 0-10 n-0x2',
      'a3 | 10-20 n-0x2',
    ]);
  });

  it.each([
    ['guarantee(grace=5s)', 'guarantee(grace=5s): grace is for reclaim=preempt only'],
    [
      'guarantee(borrow=off,reclaim=drain)',
      'guarantee(reclaim=drain,borrow=off): nothing is to be reclaimed with borrow=off',
    ],
    ['guarantee(reclaim=prempt)', 'reclaim is prempt; did you mean preempt?'],
    ['guarantee(grace=5)', 'grace is 5; expected a length of time such as 30s, 5min, 2h or 7d, or 0'],
    ['guarantee(order=multifaktor)', 'unknown order multifaktor; did you mean multifactor?'],
  ])('says of %s what is wrong', (spec, message) => {
    expect(() => createScheduler(spec)).toThrow(message);
  });
});

describe('borrowingHistory', () => {
  it('says who owed whom how many cores from when until when', () => {
    // B holds 5 and owes 1, from 1 on 10 and owes 6; b2 ends at 51: again 1, until b1 ends at 100.
    const jobs = [job('b1', 1, 0, 100, 5), job('b2', 1, 1, 50, 5)];
    const { loans, open } = borrowingHistory(runOf(ten(), 'guarantee', jobs));
    expect(open).toEqual([]);
    expect(loans).toEqual([
      { borrower: 1, lender: 0, cores: 5, since: 1000, until: 51_000 },
      { borrower: 1, lender: 0, cores: 1, since: 0, until: 100_000 },
    ]);
  });

  it('counts cores that are guaranteed to nobody first', () => {
    const some = ten([client('A', 6), client('B', 2)]);
    const { loans } = borrowingHistory(runOf(some, 'guarantee', [job('b', 1, 0, 10, 5)]));
    // 2 are its own, 2 nobody's, 1 is A's.
    expect(loans).toEqual([{ borrower: 1, lender: 0, cores: 1, since: 0, until: 10_000 }]);
  });
});

/** Three clients on 12 cores, no job wider than its client's guarantee; C may hold 5 at the most. */
const ENTITIES = [client('A', 6), client('B', 4), client('C', 2, { burst: 5 })];
const anyJobs = fc
  .array(fc.record({ gap: fc.nat(6), run: fc.integer({ min: 1, max: 30 }), entity: fc.nat(2), cores: fc.nat(5) }), {
    minLength: 1,
    maxLength: 25,
  })
  .map((drawn) => {
    let submit = 0;
    return drawn.map(({ gap, run, entity, cores }, i) => {
      submit += gap;
      return job(`j${i}`, entity, submit, run, (cores % ENTITIES[entity]!.guarantee) + 1);
    });
  });

interface Stand {
  readonly held: readonly number[];
  readonly running: readonly { readonly end: number }[];
}

const twelve = (): Centre => centreOf([group('n', 1, 12)], { entities: ENTITIES });

/** How long the first waiting job of each client that would be within its guarantee has been so, and what it may take. */
function lateness(run: FinishedRun & { readonly centre: CentreRun }, allowed: (stand: Stand, at: number) => number) {
  const { jobs } = run;
  const { stretches, cores } = run.centre;
  const times = [...new Set(stretches.flatMap(({ start, end }) => [start, end]).concat([...jobs.submit]))].sort(
    (a, b) => a - b,
  );
  const entity = (row: number) => jobs.asks!.entity[row]!;
  const standAt = (at: number): Stand => {
    const running = stretches.filter(({ start, end }) => start <= at && at < end);
    const held = ENTITIES.map((_, i) =>
      running.reduce((sum, { job: row }) => sum + (entity(row) === i ? cores[row]! : 0), 0),
    );
    return { held, running: running.map(({ job: row, end }) => ({ end: Math.max(end, run.end[row]!) })) };
  };
  const problems: string[] = [];
  const since = ENTITIES.map(() => ({ row: -1, by: 0 }));
  for (const at of times) {
    const stand = standAt(at);
    for (const [i, { guarantee }] of ENTITIES.entries()) {
      const runsNow = (row: number) => stretches.some((s) => s.job === row && s.start <= at && at < s.end);
      const first = [...jobs.submit.keys()].find(
        (row) => entity(row) === i && jobs.submit[row]! <= at && at < run.end[row]! && !runsNow(row),
      );
      const asks = first !== undefined && stand.held[i]! + cores[first]! <= guarantee;
      const asking = since[i]!;
      if (!asks) since[i] = { row: -1, by: 0 };
      else if (asking.row !== first) since[i] = { row: first, by: at + allowed(stand, at) };
      else if (at > asking.by)
        problems.push(`${ENTITIES[i]!.name} waits for row ${first} at ${at}, after ${asking.by}`);
    }
  }
  return problems;
}

describe('laws of guarantee', () => {
  const specs = ['guarantee', 'guarantee(depth=0)', 'guarantee(reclaim=drain)', 'guarantee(depth=none)'];

  test.each(specs)('%s: who asks is below its guarantee no longer than the longest running job has left', (spec) => {
    fc.assert(
      fc.property(anyJobs, (jobs) => {
        const run = runOf(twelve(), spec, jobs);
        const longest = ({ running }: Stand, at: number) => Math.max(0, ...running.map(({ end }) => end - at));
        expect(lateness(run, longest)).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });

  test.each([0, 5])('with preemption, no longer than the notice of %i s', (grace) => {
    fc.assert(
      fc.property(anyJobs, (jobs) => {
        const run = runOf(twelve(), `guarantee(reclaim=preempt,grace=${grace}s)`, jobs);
        expect(lateness(run, () => grace * 1000)).toEqual([]);
        expect(Math.max(...lendingOf(run)!.clients.map((one) => one.longest_below))).toBeLessThanOrEqual(grace);
      }),
      { numRuns: 60 },
    );
  });

  test.each([...specs, 'guarantee(reclaim=preempt)', 'guarantee(borrow=off)', 'guarantee(order=multifactor)'])(
    '%s: the ledger sums to zero at any time, nobody exceeds its burst, and with borrow=off nobody owes',
    (spec) => {
      fc.assert(
        fc.property(anyJobs, (jobs) => {
          const run = runOf(twelve(), spec, jobs);
          const { loans, open } = borrowingHistory(run);
          expect(open).toEqual([]);
          if (spec.includes('off')) expect(loans).toEqual([]);
          const { stretches, cores } = run.centre;
          for (const { start: at } of stretches) {
            const held = ENTITIES.map((_, i) =>
              stretches.reduce(
                (sum, { job: row, start, end }) =>
                  run.jobs.asks!.entity[row] === i && start <= at && at < end ? sum + cores[row]! : sum,
                0,
              ),
            );
            expect(held[2]).toBeLessThanOrEqual(5);
            const owed = (i: number) =>
              loans.reduce((sum, l) => (l.borrower === i && l.since <= at && at < l.until ? sum + l.cores : sum), 0);
            // All cores are guaranteed to somebody, so that all that is held beyond a guarantee is owed.
            expect(ENTITIES.map((_, i) => owed(i))).toEqual(
              held.map((h, i) => Math.max(0, h - ENTITIES[i]!.guarantee)),
            );
          }
        }),
        { numRuns: 40 },
      );
    },
  );

  test.each([
    ['guarantee(reclaim=preempt)', {}],
    ['guarantee(reclaim=preempt,grace=3s)', {}],
    ['guarantee(reclaim=preempt,grace=3s)', { protectedFor: 5000 }],
    ['guarantee(reclaim=preempt,depth=none)', { preempted: 'suspend' as const }],
    ['guarantee(reclaim=preempt)', { preempted: 'checkpoint' as const, protectedFor: 5000 }],
    ['guarantee(reclaim=preempt)', { preempted: 'never' as const }],
    ['guarantee(reclaim=drain)', {}],
  ])('%s with %j: every job completes, and only clients beyond their guarantees give cores back', (spec, rule) => {
    let stops = 0;
    fc.assert(
      fc.property(anyJobs, (jobs) => {
        const centre = { ...twelve(), qos: [{ ...NORMAL, ...rule }] };
        const table = pencilJobs(jobs);
        const scheduler = createScheduler(spec);
        const held = ENTITIES.map(() => 0);
        const told = new Set<number>();
        const client = (row: number) => table.asks!.entity[row]!;
        const change = (row: number, sign: 1 | -1): void => {
          held[client(row)]! += sign * table.procs[row]!;
        };
        const watch: Observer = {
          name: 'held',
          on: (fact) => {
            if (fact.kind === 'start') told.delete(fact.job);
            if (fact.kind === 'start' || fact.kind === 'end') change(fact.job, fact.kind === 'start' ? 1 : -1);
          },
          onCentre: (fact) => {
            if (fact.kind !== 'preempt' && fact.kind !== 'notice') return;
            // What counts is when it is told: while its notice runs, other jobs of its client may end.
            if (!told.has(fact.job))
              expect(held[client(fact.job)]).toBeGreaterThan(ENTITIES[client(fact.job)]!.guarantee);
            if (fact.kind === 'notice') told.add(fact.job);
            else change(fact.job, -1);
            if (fact.kind === 'preempt') stops += 1;
          },
        };
        const observers = [centreInvariants(table, centre, scheduler), watch];
        const { fate, preemptions } = simulateCentre(table, centre, [scheduler], { observers }).centre!;
        expect(new Set(fate)).toEqual(new Set([FATES.indexOf('completed')]));
        // Nobody is stopped more often than others come: each job takes cores back once.
        expect(Math.max(...preemptions)).toBeLessThanOrEqual(jobs.length);
      }),
      { numRuns: 60 },
    );
    const takes = spec.includes('preempt') && !('preempted' in rule && rule.preempted === 'never');
    expect(stops > 0).toBe(takes);
  });
});
