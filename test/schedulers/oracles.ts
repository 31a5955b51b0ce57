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
  /** Start + max(estimate, 1 s). */
  readonly plannedEnd: number;
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
  plan = (row: number): number => Math.max(this.jobs.estimate[row]!, SECOND);

  start(row: number): void {
    const { now } = this;
    if (this.width(row) > this.free) throw new Error(`job ${row} does not fit`);
    this.free -= this.width(row);
    this.waiting = this.waiting.filter((other) => other !== row);
    this.starts[row] = now;
    const end = now + this.jobs.runtime[row]!;
    this.running.push({ row, turn: this.#turn, procs: this.width(row), plannedEnd: now + this.plan(row), end });
    this.#turn += 1;
  }

  /** When a running job is taken to end: one that has overrun, in the next second. */
  expectedEnd({ plannedEnd }: Running): number {
    const isLate = this.rules.pass === 'event' ? plannedEnd < this.now : plannedEnd <= this.now;
    return isLate ? this.now + SECOND : plannedEnd;
  }

  sorted(order: QueueOrder): number[] {
    const score = (row: number): number => order.score(row as never, this.jobs, this.now);
    return [...this.waiting].sort((a, b) => score(a) - score(b) || a - b);
  }
}

type Pass = (machine: Machine) => void;

/** Lives through a workload event by event; `newPass` makes the policy, which may remember things. */
function replay(newPass: (jobs: JobTable) => Pass): Oracle {
  return (jobs, procs, rules) => {
    const machine = new Machine(jobs, procs, rules);
    const decide = newPass(jobs);
    /** Punctual jobs that have left the plan while their completion is still to come (arrivals-first). */
    let released: Running[] = [];
    let next = 0;
    const arrive = (): void => {
      machine.waiting.push(next);
      machine.arrived.push(next);
      next += 1;
    };
    const complete = (done: Running): void => {
      machine.completed = true;
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
        for (let done = due(); done !== undefined; done = due()) complete(done);
        while (arrivalDue()) arrive();
      } else if (rules.order === 'completions-first') {
        const done = due();
        if (done !== undefined) complete(done);
        else arrive();
      } else {
        for (const punctual of machine.running.filter((one) => one.end === machine.now && one.plannedEnd === one.end)) {
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
const easyOracle = (scan: QueueOrder): Oracle =>
  replay(() => (machine) => {
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
    const shadow = moments.find((moment) => freeBy(moment) >= machine.width(head))!;
    let extra = freeBy(shadow) - machine.width(head);
    for (const row of machine.sorted(scan)) {
      if (row === head || machine.width(row) > machine.free) continue;
      const endsInTime = now + machine.plan(row) <= shadow;
      if (!endsInTime && machine.width(row) > extra) continue;
      if (!endsInTime) extra -= machine.width(row);
      machine.start(row);
    }
  });

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

  /** The earliest moment from now on at which the job's processors are free for all of its plan. */
  earliest(row: number): number {
    const { now, width, plan, procs } = this.#machine;
    let free = procs;
    let since = now;
    let reached = now;
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
export const backfillOracle = (depth: number, order: QueueOrder, scan: QueueOrder = order): Oracle =>
  replay(() => (machine) => {
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
  });

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

export const orderNamed = (name: string): QueueOrder => ORDERS.find((order) => order.name === name)!;

/** By the name of the policy. */
export const ORACLES: ReadonlyMap<string, Oracle> = new Map([
  ['fcfs', listOracle(orderNamed('fcfs'))],
  ['sjf', listOracle(orderNamed('sjf'))],
  ['easy', easyOracle(orderNamed('fcfs'))],
  ['easy-sjbf', easyOracle(orderNamed('sjf'))],
  ['conservative', conservativeOracle],
  ['conservative-rebuild', rebuildOracle],
]);
