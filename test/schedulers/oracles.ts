import type { JobTable } from '../../src/model/jobs.ts';
import type { QueueOrder, Simultaneity } from '../../src/model/scheduler.ts';
import { ORDERS } from '../../src/schedulers/orders.ts';

/**
 * The batch policies written down as plainly as their definitions, with whole-queue scans and lists of intervals, to
 * hold the engine against. They share nothing with it: neither its clock nor its plan.
 */
export type Oracle = (jobs: JobTable, procs: number, rules: Simultaneity) => Float64Array;

const SECOND = 1000;

interface Running {
  readonly row: number;
  /** How many jobs have started before it. */
  readonly turn: number;
  readonly procs: number;
  readonly start: number;
  readonly end: number;
}

/** The machine at the moment of a pass. */
class Machine {
  now = 0;
  free: number;
  /** In order of start. */
  running: Running[] = [];
  /** Rows in order of arrival. */
  waiting: number[] = [];
  /** Rows that arrived, and whether anybody ended, since the last pass. */
  arrived: number[] = [];
  completed = false;
  #turn = 0;
  readonly starts: Float64Array;
  readonly jobs: JobTable;
  readonly procs: number;
  readonly rules: Simultaneity;

  constructor(jobs: JobTable, procs: number, rules: Simultaneity) {
    this.jobs = jobs;
    this.procs = procs;
    this.rules = rules;
    this.free = procs;
    this.starts = new Float64Array(jobs.length).fill(Number.NaN);
  }

  width = (row: number): number => this.jobs.procs[row]!;
  /** What a waiting job is planned to last: what was predicted for it on arrival, if anything was, else its estimate. */
  plan = (row: number): number => Math.max(this.predicted.get(row) ?? this.jobs.estimate[row]!, SECOND);
  limit = (row: number): number => Math.max(this.jobs.estimate[row]!, SECOND);
  readonly predicted = new Map<number, number>();

  start(row: number): void {
    const { now } = this;
    if (this.width(row) > this.free) throw new Error(`job ${row} does not fit`);
    this.free -= this.width(row);
    this.waiting = this.waiting.filter((other) => other !== row);
    this.starts[row] = now;
    const end = now + this.jobs.runtime[row]!;
    this.running.push({ row, turn: this.#turn, procs: this.width(row), start: now, end });
    this.#turn += 1;
  }

  /** The planned ends of a running job, one after the other: the prediction, its corrections, and the estimate. */
  plannedEnds({ row, start }: Running): number[] {
    const ends = [start + this.plan(row)];
    const last = start + this.limit(row);
    for (let miss = 0; ends.at(-1)! < last; miss += 1)
      ends.push(Math.min(ends.at(-1)! + MINUTES[miss]! * 60_000, last));
    return ends;
  }

  /** When a running job is taken to end: one that has overrun, in the next second. */
  expectedEnd(one: Running): number {
    const isLate = (end: number): boolean => (this.rules.pass === 'event' ? end < this.now : end <= this.now);
    return this.plannedEnds(one).find((end) => !isLate(end)) ?? this.now + SECOND;
  }

  /** Whether it ends just when it was last planned to. */
  isPunctual = (one: Running): boolean => this.plannedEnds(one).includes(one.end);

  sorted(order: QueueOrder): number[] {
    const jobs = { ...this.jobs, estimate: this.jobs.estimate.map((est, row) => this.predicted.get(row) ?? est) };
    const score = (row: number): number => order.score(row as never, jobs, this.now);
    return [...this.waiting].sort((a, b) => score(a) - score(b) || a - b);
  }
}

type Pass = (machine: Machine) => void;

/** By how many minutes EASY++ extends a prediction that is outlived for the first time, the second time ... */
const MINUTES = [1, 5, 15, 30, 60, 120, 300, 600, 1200, 3000, 6000];

/** The mean of the last two run times of the job's user, undefined while there are not two. */
function recentMean({ jobs }: Machine, row: number, endedRows: readonly number[]): number | undefined {
  const user = jobs.user[row]!;
  const [one, other] = endedRows.filter((ended) => user !== -1 && jobs.user[ended] === user).slice(-2);
  if (one === undefined || other === undefined) return undefined;
  return Math.ceil((jobs.runtime[one]! + jobs.runtime[other]!) / 2);
}

/** Lives through a workload event by event; `newPass` makes the policy, which may remember things. */
function replay(newPass: (jobs: JobTable) => Pass, predicts = false): Oracle {
  return (jobs, procs, rules) => {
    const machine = new Machine(jobs, procs, rules);
    const decide = newPass(jobs);
    /** Punctual jobs that have left the plan while their completion is still to come (arrivals-first). */
    let released: Running[] = [];
    let next = 0;
    const endedRows: number[] = [];
    const arrive = (): void => {
      const mean = predicts ? recentMean(machine, next, endedRows) : undefined;
      if (mean !== undefined) machine.predicted.set(next, Math.min(mean, jobs.estimate[next]!));
      machine.waiting.push(next);
      machine.arrived.push(next);
      next += 1;
    };
    const complete = (done: Running): void => {
      machine.completed = true;
      endedRows.push(done.row);
      if (released.includes(done)) {
        released = released.filter((other) => other !== done);
      } else {
        machine.free += done.procs;
        machine.running = machine.running.filter((other) => other !== done);
      }
    };
    const due = (): Running | undefined =>
      [...machine.running, ...released].filter(({ end }) => end === machine.now).sort((a, b) => a.turn - b.turn)[0];
    for (;;) {
      const ends = [...machine.running, ...released].map(({ end }) => end);
      machine.now = Math.min(next < jobs.length ? jobs.submit[next]! : Number.POSITIVE_INFINITY, ...ends);
      if (machine.now === Number.POSITIVE_INFINITY) return machine.starts;
      const arrivalDue = (): boolean => next < jobs.length && jobs.submit[next] === machine.now;
      if (rules.pass === 'instant') {
        const arriveAll = (): void => {
          while (arrivalDue()) arrive();
        };
        if (rules.order === 'arrivals-first') arriveAll();
        for (let done = due(); done !== undefined; done = due()) complete(done);
        arriveAll();
      } else if (rules.order === 'completions-first') {
        const done = due();
        if (done !== undefined) complete(done);
        else arrive();
      } else {
        for (const punctual of machine.running.filter((one) => one.end === machine.now && machine.isPunctual(one))) {
          machine.running = machine.running.filter((other) => other !== punctual);
          machine.free += punctual.procs;
          released.push(punctual);
        }
        if (arrivalDue()) arrive();
        else complete(due()!);
      }
      decide(machine);
      machine.arrived = [];
      machine.completed = false;
    }
  };
}

/** Strict order: the first starts while it fits. */
export const listOracle = (order: QueueOrder): Oracle =>
  replay(() => (machine) => {
    for (const row of machine.sorted(order)) {
      if (machine.width(row) > machine.free) return;
      machine.start(row);
    }
  });

/** EASY by shadow and extra, the scan in the given order. */
const easyOracle = (scan: QueueOrder, predicts = false): Oracle =>
  replay(() => easyPass(scan, (_, shadow) => shadow), predicts);

/** EASY, whose head may be delayed from its shadow to the least of the latest starts that it has been given. */
export const relaxedOracle = (omega: number): Oracle =>
  replay((jobs) => {
    const latest = new Map<number, number>();
    return easyPass(orderNamed('fcfs'), (head, shadow) => {
      const allowed = shadow + Math.floor(omega * (shadow - jobs.submit[head]!));
      latest.set(head, Math.min(latest.get(head) ?? allowed, allowed));
      return Math.max(shadow, latest.get(head)!);
    });
  });

/** @param delayed until when the head may be delayed, by its shadow time */
const easyPass =
  (scan: QueueOrder, delayed: (head: number, shadow: number) => number): Pass =>
  (machine) => {
    for (const row of [...machine.waiting]) {
      if (machine.width(row) > machine.free) break;
      machine.start(row);
    }
    const head = machine.waiting[0];
    if (head === undefined) return;
    const { now } = machine;
    const freeBy = (moment: number): number =>
      machine.running.reduce((sum, one) => sum + (machine.expectedEnd(one) <= moment ? one.procs : 0), machine.free);
    const moments = machine.running.map((one) => machine.expectedEnd(one)).sort((a, b) => a - b);
    const shadow = delayed(head, moments.find((moment) => freeBy(moment) >= machine.width(head))!);
    let extra = freeBy(shadow) - machine.width(head);
    for (const row of machine.sorted(scan)) {
      if (row === head || machine.width(row) > machine.free) continue;
      const endsInTime = now + machine.plan(row) <= shadow;
      if (!endsInTime && machine.width(row) > extra) continue;
      if (!endsInTime) extra -= machine.width(row);
      machine.start(row);
    }
  };

/** The future as a list of changes in the number of free processors, in order of time. */
class Profile {
  readonly #machine: Machine;
  #changes: { readonly at: number; readonly delta: number; readonly row: number }[] = [];

  constructor(machine: Machine) {
    this.#machine = machine;
    for (const one of machine.running) {
      this.#change(machine.now, -one.procs, one.row);
      this.#change(machine.expectedEnd(one), one.procs, one.row);
    }
  }

  hold(row: number, from: number): void {
    const { width, plan } = this.#machine;
    this.#change(from, -width(row), row);
    this.#change(from + plan(row), width(row), row);
  }

  giveUp(row: number): void {
    this.#changes = this.#changes.filter((one) => one.row !== row);
  }

  #change(at: number, delta: number, row: number): void {
    const later = this.#changes.findIndex((one) => one.at > at);
    this.#changes.splice(later < 0 ? this.#changes.length : later, 0, { at, delta, row });
  }

  /** The earliest moment from `from` on at which the job's processors are free for all of its plan. */
  earliest(row: number, from: number = this.#machine.now): number {
    const { width, plan, procs } = this.#machine;
    let free = procs;
    let since = from;
    let reached = from;
    for (const { at, delta } of this.#changes) {
      // Between two changes of the same moment no level lasts.
      if (at > reached) {
        if (free < width(row)) since = at;
        else if (at >= since + plan(row)) return since;
        reached = at;
      }
      free += delta;
    }
    return since;
  }
}

/** The first `depth` blocked jobs of the order are reserved for, the rest scanned for what delays none of them. */
export const backfillOracle = (depth: number, order: QueueOrder, scan: QueueOrder = order, predicts = false): Oracle =>
  replay(
    () => (machine) => {
      const profile = new Profile(machine);
      const starts = (row: number): boolean => {
        if (machine.width(row) > machine.free || profile.earliest(row) !== machine.now) return false;
        profile.hold(row, machine.now);
        machine.start(row);
        return true;
      };
      const reserved = new Set<number>();
      for (const row of machine.sorted(order)) {
        if (starts(row)) continue;
        if (reserved.size < depth) {
          profile.hold(row, profile.earliest(row));
          reserved.add(row);
        }
        if (reserved.size === depth) break;
      }
      for (const row of machine.sorted(scan)) if (!reserved.has(row)) starts(row);
    },
    predicts,
  );

const rebuildOracle: Oracle = replay(() => (machine) => {
  const profile = new Profile(machine);
  for (const row of [...machine.waiting]) {
    const at = profile.earliest(row);
    profile.hold(row, at);
    if (at === machine.now && machine.width(row) <= machine.free) machine.start(row);
  }
});

const conservativeOracle: Oracle = replay((jobs) => {
  const reservedAt = new Float64Array(jobs.length);
  return (machine) => {
    const profile = new Profile(machine);
    const place = (row: number): void => {
      reservedAt[row] = profile.earliest(row);
      profile.hold(row, reservedAt[row]!);
    };
    const before = machine.waiting.filter((row) => !machine.arrived.includes(row));
    for (const row of before) profile.hold(row, reservedAt[row]!);
    if (machine.completed) {
      for (const row of before) {
        profile.giveUp(row);
        const last = reservedAt[row]!;
        place(row);
        if (reservedAt[row]! > last) throw new Error(`the reservation of job ${row} got later`);
      }
    }
    for (const row of machine.arrived) place(row);
    for (const row of [...machine.waiting]) {
      if (reservedAt[row]! <= machine.now && machine.width(row) <= machine.free) machine.start(row);
    }
  };
});

/** Every waiting job that could not start on arrival holds its latest start; whoever is in no other's way may start. */
export const slackOracle = (factor: number): Oracle =>
  replay((jobs) => {
    const latest = new Map<number, number>();
    const waits: number[] = [];
    return (machine) => {
      const profile = new Profile(machine);
      for (const row of machine.waiting) if (latest.has(row)) profile.hold(row, latest.get(row)!);
      for (const row of [...machine.waiting]) {
        profile.giveUp(row);
        const earliest = profile.earliest(row);
        if (earliest === machine.now && machine.width(row) <= machine.free) {
          profile.hold(row, machine.now);
          machine.start(row);
          waits.push(machine.now - jobs.submit[row]!);
          continue;
        }
        if (!latest.has(row)) {
          const mean = waits.length === 0 ? 0 : waits.reduce((sum, wait) => sum + wait, 0) / waits.length;
          latest.set(row, profile.earliest(row, earliest + Math.floor(factor * mean)));
        }
        profile.hold(row, latest.get(row)!);
      }
    };
  });

export const orderNamed = (name: string): QueueOrder => ORDERS.find((order) => order.name === name)!;

/** By the name of the policy. */
export const ORACLES: ReadonlyMap<string, Oracle> = new Map([
  ['fcfs', listOracle(orderNamed('fcfs'))],
  ['sjf', listOracle(orderNamed('sjf'))],
  ['easy', easyOracle(orderNamed('fcfs'))],
  ['easy-sjbf', easyOracle(orderNamed('sjf'))],
  ['easy++', easyOracle(orderNamed('sjf'), true)],
  ['relaxed', relaxedOracle(0.5)],
  ['conservative', conservativeOracle],
  ['slack', slackOracle(1)],
  ['conservative-rebuild', rebuildOracle],
]);
