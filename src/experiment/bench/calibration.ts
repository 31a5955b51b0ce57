/**
 * Work of a fixed amount that tells how fast this machine is at this moment, some 15 to 20 ms: a small cluster with EASY
 * backfilling (D. Lifka, The ANL/IBM SP Scheduling System, 1995), written as simulators are written, with a heap of events, a map of what runs, and a
 * list that is filtered and sorted at every decision. What slows simulations down (other processes in the caches, a slow
 * memory, a collector of garbage that comes late) therefore slows it down alike, which arithmetic in a loop would not be.
 * It shares no code with the simulator: a change that made both slower would cancel. Nothing in it may change without
 * another `CALIBRATION`.
 */
export const CALIBRATION = 2;

/** What the work must come to, so that a wrong or skipped calculation is never taken for a fast machine. */
export const CALIBRATION_RESULT = 1_676_129_514;

const PROCS = 512;
const JOBS = 1500;

interface Job {
  readonly id: number;
  readonly procs: number;
  /** Seconds; the estimate is never shorter than the run. */
  readonly run: number;
  readonly estimate: number;
}

interface Event {
  readonly time: number;
  readonly order: number;
  readonly job: Job;
  readonly kind: 'submit' | 'end';
}

interface Running {
  readonly job: Job;
  /** When it will have ended, by its estimate. */
  readonly end: number;
}

/** @returns `CALIBRATION_RESULT` */
export function calibrate(): number {
  const cluster = new Cluster(submissions());
  for (let event = cluster.next(); event !== undefined; event = cluster.next()) cluster.happen(event);
  return cluster.sum;
}

function submissions(): Event[] {
  const next = numbers();
  const heap: Event[] = [];
  let time = 0;
  for (let id = 0; id < JOBS; id++) {
    time += next() % 150;
    const run = 1 + (next() % 3600);
    const job = { id, run, estimate: run + (next() % 3600), procs: 1 << ((next() >>> 8) % 8) };
    push(heap, { time, order: id, job, kind: 'submit' });
  }
  return heap;
}

class Cluster {
  /** Over who starts when. */
  sum = 0;
  readonly #events: Event[];
  readonly #running = new Map<number, Running>();
  #queue: readonly Job[] = [];
  #free = PROCS;
  #order = JOBS;

  constructor(events: Event[]) {
    this.#events = events;
  }

  next(): Event | undefined {
    return this.#events.length === 0 ? undefined : pop(this.#events);
  }

  happen({ time, job, kind }: Event): void {
    if (kind === 'submit') this.#queue = [...this.#queue, job];
    else {
      this.#free += job.procs;
      this.#running.delete(job.id);
    }
    this.#startFirst(time);
    if (this.#queue.length > 1) this.#backfill(time);
  }

  #start(job: Job, time: number): void {
    this.#free -= job.procs;
    this.#running.set(job.id, { job, end: time + job.estimate });
    push(this.#events, { time: time + job.run, order: this.#order++, job, kind: 'end' });
    this.sum = (Math.imul(this.sum, 31) + time + job.id) >>> 0;
  }

  #startFirst(time: number): void {
    let started = 0;
    for (const job of this.#queue) {
      if (job.procs > this.#free) break;
      this.#start(job, time);
      started += 1;
    }
    if (started > 0) this.#queue = this.#queue.slice(started);
  }

  /** Others start if they end before the first one can start, or leave enough for it then. */
  #backfill(time: number): void {
    const [head, ...rest] = this.#queue as [Job, ...Job[]];
    let [room, shadow] = [this.#free, time];
    const ends = [...this.#running.values()].sort((a, b) => a.end - b.end || a.job.id - b.job.id);
    for (const { job, end } of ends) {
      if (room >= head.procs) break;
      room += job.procs;
      shadow = end;
    }
    let spare = room - head.procs;
    const left = rest.filter((job) => {
      const inTime = time + job.estimate <= shadow;
      if (job.procs > this.#free || !(inTime || job.procs <= spare)) return true;
      if (!inTime) spare -= job.procs;
      this.#start(job, time);
      return false;
    });
    this.#queue = [head, ...left];
  }
}

/** Whole numbers below 2^31: a linear congruential generator that will never be another one (Numerical Recipes, 7.1). */
function numbers(): () => number {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 1;
  };
}

const isBefore = (a: Event, b: Event): boolean => a.time < b.time || (a.time === b.time && a.order < b.order);

function push(heap: Event[], item: Event): void {
  let at = heap.length;
  heap.push(item);
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (!isBefore(item, heap[parent]!)) break;
    heap[at] = heap[parent]!;
    at = parent;
  }
  heap[at] = item;
}

function pop(heap: Event[]): Event {
  const [first, last] = [heap[0]!, heap.pop()!];
  if (heap.length === 0) return first;
  let at = 0;
  for (let child = 1; child < heap.length; child = 2 * at + 1) {
    if (child + 1 < heap.length && isBefore(heap[child + 1]!, heap[child]!)) child += 1;
    if (!isBefore(heap[child]!, last)) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return first;
}
