import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Saved } from '../../../../src/engine/centre/faults/chains.ts';
import { SavedCheckpoints } from '../../../../src/engine/centre/faults/saved.ts';
import type { Checkpointing, CheckpointLevel } from '../../../../src/model/checkpoints.ts';
import type { JobId } from '../../../../src/model/jobs.ts';
import type { NodeId } from '../../../../src/model/machine.ts';
import { check } from '../../../properties/workloads.ts';
import { ownCheckpoints } from './own-checkpoints.ts';

const A = 0 as JobId;
const B = 1 as JobId;

const level = (name: string, every: number, outlives: CheckpointLevel['outlives']): CheckpointLevel => ({
  name,
  every,
  outlives,
  write: () => 0,
  read: () => 0,
  shared: outlives === 'machine',
});
const [LOCAL, PARTNER, SHARED] = [level('local', 1, 'job'), level('partner', 2, 'node'), level('shared', 4, 'machine')];

const rules = (given: Partial<Checkpointing>): Checkpointing =>
  ownCheckpoints({ interval: () => 1, levels: [SHARED], ...given });

const saved = (number: number, base: number, more: Partial<Saved> = {}): Saved => ({
  number,
  base,
  work: number,
  computed: number,
  at: number,
  level: SHARED,
  on: [0, 1],
  parts: [],
  size: number === base ? 100 : 40,
  spoilt: false,
  ...more,
});

const numbers = (of: SavedCheckpoints, job = A): number[] => of.of(job).map(({ number }) => number);

/** Takes the room that they need, and keeps them. */
function write(to: SavedCheckpoints, job: JobId, ...list: readonly Saved[]): void {
  for (const one of list) {
    expect(to.makeRoom(one.size)).toBe(true);
    to.add(job, one);
  }
}

it('keeps of each level the last, and all that they build upon', () => {
  const one = new SavedCheckpoints(2, rules({ retain: 2 }));
  write(one, A, saved(1, 1), saved(2, 1), saved(3, 1), saved(4, 1));
  // 3 and 4 are of no use without 1 and 2.
  expect(numbers(one)).toEqual([1, 2, 3, 4]);
  write(one, A, saved(5, 5));
  // 4 is one of the last two.
  expect(numbers(one)).toEqual([1, 2, 3, 4, 5]);
  write(one, A, saved(6, 5));
  expect([numbers(one), one.taken]).toEqual([[5, 6], 140]);
});

it('goes on from no increment whose full one, or one between, cannot be read', () => {
  const one = new SavedCheckpoints(2, rules({ retain: 3, corrupted: (_, number) => number === 5 }));
  write(one, A, saved(1, 1), saved(2, 1), saved(3, 3), saved(4, 3), saved(5, 3), saved(6, 3));
  const { from, unreadable } = one.look(A);
  expect([from!.number, unreadable.map(({ number }) => number)]).toEqual([4, [6, 5]]);
  const spoilt = new SavedCheckpoints(2, rules({ retain: 2 }));
  write(spoilt, A, saved(1, 1, { spoilt: true }), saved(2, 1), saved(3, 1));
  expect(spoilt.look(A)).toMatchObject({ from: undefined, unreadable: [{ number: 3 }, { number: 2 }, { number: 1 }] });
});

it('makes room by whole chains, the oldest first, and never by the last that a job has in the store', () => {
  const one = new SavedCheckpoints(
    2,
    rules({ retain: 9, store: { bandwidth: Number.POSITIVE_INFINITY, capacity: 500 } }),
  );
  write(one, A, saved(1, 1), saved(2, 1), saved(3, 3), saved(4, 3));
  write(one, B, saved(1, 1, { at: 5 }));
  expect(one.taken).toBe(380);
  // 1 of A goes with 2, which would be of no use.
  write(one, B, saved(2, 2, { at: 6 }), saved(3, 2, { at: 7 }));
  expect([numbers(one, A), numbers(one, B), one.taken, [...one.evicted]]).toEqual([[3, 4], [1, 2, 3], 380, [2, 0]]);
  // A needs 3 and 4, and B 2 and 3: 220 can go to waste at the most, and nothing is evicted in vain.
  expect(one.makeRoom(221)).toBe(false);
  expect([numbers(one, A), numbers(one, B), one.taken]).toEqual([[3, 4], [1, 2, 3], 380]);
  expect(one.makeRoom(220)).toBe(true);
  expect([numbers(one, A), numbers(one, B), one.taken, [...one.evicted]]).toEqual([[3, 4], [2, 3], 500, [2, 1]]);
});

it('does not evict what a job in the queue is to go on from, though newer ones cannot be read', () => {
  const one = new SavedCheckpoints(
    2,
    rules({
      retain: 9,
      corrupted: (_, number) => number > 1,
      store: { bandwidth: Number.POSITIVE_INFINITY, capacity: 250 },
    }),
  );
  write(one, A, saved(1, 1), saved(2, 2));
  one.awaits(A, one.look(A).from);
  write(one, B, saved(1, 1, { at: 3 }));
  expect([numbers(one, A), [...one.evicted]]).toEqual([[1], [1, 0]]);
  one.goesOn(A, one.look(A).from);
  expect(numbers(one, A)).toEqual([1]);
});

it('keeps in the store what outlives most, whatever is newer on nodes', () => {
  const one = new SavedCheckpoints(
    2,
    rules({ levels: [LOCAL, SHARED], retain: 1, store: { bandwidth: Number.POSITIVE_INFINITY, capacity: 100 } }),
  );
  write(one, A, saved(1, 1), saved(2, 2, { level: LOCAL, size: 0 }));
  expect([one.makeRoom(50), numbers(one)]).toEqual([false, [1, 2]]);
});

it('loses copies on nodes that fail, however soon these work again, and none on others', () => {
  const one = new SavedCheckpoints(2, rules({ levels: [LOCAL, PARTNER, SHARED] }));
  const on = [4, 7, 9];
  write(
    one,
    A,
    saved(1, 1, { on, size: 0 }),
    saved(2, 2, { on, level: PARTNER, size: 0 }),
    saved(3, 3, { on, level: LOCAL, size: 0 }),
  );
  one.nodeFails(5 as NodeId, 10);
  one.nodeFails(7 as NodeId, 1);
  expect(one.look(A).from!.number).toBe(3);
  // The part of 4 is on 7 still, and what 4 had of 9 is on 9.
  one.nodeFails(4 as NodeId, 11);
  expect(one.look(A).from!.number).toBe(2);
  one.nodeFails(9 as NodeId, 12);
  expect(one.look(A).from!.number).toBe(1);
});

/** What jobs and nodes do by turns. */
type Step =
  | { readonly kind: 'write'; readonly job: JobId; readonly spoilt: boolean }
  | { readonly kind: 'stop' | 'start' | 'leave'; readonly job: JobId }
  | { readonly kind: 'fail'; readonly node: NodeId };

const anyJob = fc.constantFrom(0, 1, 2).map((job) => job as JobId);
const anySteps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        kind: fc.constant('write' as const),
        job: anyJob,
        spoilt: fc.nat(9).map((n) => n === 0),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('stop' as const), job: anyJob }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('start' as const), job: anyJob }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('fail' as const), node: fc.nat(4).map((node) => node as NodeId) }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('leave' as const), job: anyJob }) },
  ),
  { maxLength: 80, size: 'max' },
);
const anyRules = fc
  .record({
    levels: fc.constantFrom([SHARED], [LOCAL, SHARED], [LOCAL, PARTNER, SHARED], [PARTNER]),
    fullEvery: fc.constantFrom(1, 2, 5),
    retain: fc.constantFrom(1, 2, 3),
    capacity: fc.constantFrom(180, 400, 1000, Number.POSITIVE_INFINITY),
    corrupted: fc.constantFrom(0, 3, 7),
  })
  .map(({ capacity, corrupted, levels, ...more }) =>
    rules({
      ...more,
      levels: levels.map((one, i) => ({ ...one, every: [1, 2, 4][i]! })),
      store: { bandwidth: Number.POSITIVE_INFINITY, capacity },
      ...(corrupted > 0 && { corrupted: (job: number, number: number) => (job + number) % corrupted === 0 }),
    }),
  );

/** One run of such steps against plain books of all that was ever written and failed. */
class Books {
  readonly #rules: Checkpointing;
  readonly #saved: SavedCheckpoints;
  readonly #ever = new Map<JobId, Saved[]>();
  readonly #failures: { readonly node: number; readonly at: number }[] = [];
  readonly #waits = new Map<JobId, Saved | undefined>();
  /** How many were written in the present stretch of each job. */
  readonly #written = new Map<JobId, number>();
  #now = 0;
  restores = 0;

  constructor(given: Checkpointing) {
    this.#rules = given;
    this.#saved = new SavedCheckpoints(2, given);
  }

  takes(step: Step): void {
    this.#now += 1;
    if (step.kind === 'fail') {
      this.#saved.nodeFails(step.node, this.#now);
      this.#failures.push({ node: step.node, at: this.#now });
    } else if (step.kind === 'write') this.#write(step.job, step.spoilt);
    else if (step.kind === 'stop') this.#stop(step.job);
    else if (step.kind === 'start') this.#start(step.job);
    else {
      this.#saved.drop(step.job);
      this.#waits.delete(step.job);
      this.#written.set(step.job, 0);
    }
    this.#holds();
  }

  #write(job: JobId, spoilt: boolean): void {
    if (this.#waits.has(job)) return;
    const { levels, fullEvery } = this.#rules;
    const ever = this.#ever.get(job) ?? [];
    this.#ever.set(job, ever);
    const written = this.#written.get(job) ?? 0;
    const chosen = levels.findLast(({ every }) => (written + 1) % every === 0)!;
    const full = chosen !== levels[0] || written % fullEvery === 0;
    const size = Number(chosen.shared) * (full ? 100 : 40);
    if (!this.#saved.makeRoom(size)) return;
    const number = ever.length + 1;
    const base = full ? number : ever.at(-1)!.base;
    const on = [job, job + 1, job + 2];
    const one = saved(number, base, { at: this.#now, level: chosen, size, on, spoilt: spoilt && chosen.shared });
    ever.push(one);
    this.#saved.add(job, one);
    this.#written.set(job, written + 1);
  }

  #stop(job: JobId): void {
    if (this.#waits.has(job)) return;
    const { from } = this.#saved.look(job);
    this.#saved.awaits(job, from);
    this.#waits.set(job, from);
  }

  #start(job: JobId): void {
    if (!this.#waits.has(job)) return;
    const { from, unreadable } = this.#saved.look(job);
    // Only the loss of nodes takes what a waiting job is to go on from.
    const before = this.#waits.get(job);
    if (from !== before) expect(this.#isLost(job, before!)).toBe(true);
    for (const one of unreadable) expect(this.#isCorrupt(job, one)).toBe(true);
    if (from !== undefined) {
      this.restores += 1;
      expect(this.#isCorrupt(job, from) || this.#isLost(job, from)).toBe(false);
    }
    this.#saved.goesOn(job, from);
    this.#waits.delete(job);
    this.#written.set(job, 0);
  }

  /** The ones that a checkpoint was built upon when it was written, itself included. */
  #chain(job: JobId, { base, number }: Saved): Saved[] {
    return this.#ever.get(job)!.slice(base - 1, number);
  }

  #isCorrupt(job: JobId, one: Saved): boolean {
    return this.#chain(job, one).some(({ spoilt, number }) => spoilt || this.#rules.corrupted?.(job, number) === true);
  }

  #isLost(job: JobId, one: Saved): boolean {
    return this.#chain(job, one).some(({ level: { outlives }, on, at }) => {
      const gone = on.filter((node) => this.#failures.some((failure) => failure.node === node && failure.at >= at));
      if (outlives === 'machine') return false;
      return outlives === 'job' ? gone.length > 0 : gone.length > 1;
    });
  }

  #holds(): void {
    const { capacity } = this.#rules.store;
    let taken = 0;
    for (const [job] of this.#ever) {
      const list = this.#saved.of(job);
      taken += list.reduce((sum, { size }) => sum + size, 0);
      const kept = new Set(list.map(({ number }) => number));
      for (const one of list) expect(this.#chain(job, one).every(({ number }) => kept.has(number))).toBe(true);
    }
    expect(this.#saved.taken).toBe(taken);
    expect(taken).toBeLessThanOrEqual(capacity);
  }
}

it('restores nothing that cannot be read whole, breaks no chain and counts every MiB, whatever is written, fails and waits', () => {
  let restores = 0;
  check(
    fc.property(anyRules, anySteps, (given, steps) => {
      const books = new Books(given);
      for (const step of steps) books.takes(step);
      restores += books.restores;
    }),
    300,
  );
  expect(restores).toBeGreaterThan(300);
});
