import type { JobFacts, JobId } from '../model/jobs.ts';
import type { Duration, Time } from '../model/time.ts';
import type { Room } from './room.ts';

/** A moment at which the number of free processors changes; -1 is none. */
export type Node = number;

/**
 * Free processors over time, with every planned start and end as a node of its own in a list sorted by time. Each
 * node knows the level from itself to the next, so that a job can slide to an earlier place by touching only the
 * few nodes it passes. Job j begins at node 2j and ends at node 2j + 1; a running job has only its end.
 * The engine's other parts read the columns; only the calendar writes them.
 */
export class Calendar {
  readonly time: Float64Array;
  /** Free processors from the node's time to that of the next; meaningless between two nodes of equal time. */
  readonly level: Int32Array;
  readonly prev: Int32Array;
  readonly next: Int32Array;
  /** Before all time: its level is what is free at this moment. */
  readonly head: Node;
  /** After all time. */
  readonly tail: Node;
  /** The node at or behind which the last time that `earliest` found lies. */
  #found: Node = -1;
  readonly #jobs: JobFacts;
  readonly #planned: Float64Array;

  constructor(jobs: JobFacts, planned: Float64Array, free: number) {
    this.#jobs = jobs;
    this.#planned = planned;
    const nodes = 2 * jobs.length + 2;
    this.time = new Float64Array(nodes);
    this.level = new Int32Array(nodes);
    this.prev = new Int32Array(nodes).fill(-1);
    this.next = new Int32Array(nodes).fill(-1);
    this.head = nodes - 2;
    this.tail = nodes - 1;
    this.time[this.head] = Number.NEGATIVE_INFINITY;
    this.time[this.tail] = Number.POSITIVE_INFINITY;
    this.level[this.head] = free;
    this.next[this.head] = this.tail;
    this.prev[this.tail] = this.head;
  }

  /**
   * The earliest time from `now` on, at or behind the node `from`, at which the width is free for the duration;
   * no later than `start`. Gives up, and returns `start`, when nothing has begun by `until`.
   */
  earliest(width: number, duration: Duration, now: Time, from: Node, start: Time, until: Time): Time {
    const { time, level, next } = this;
    let node = from;
    while (time[next[node]!]! <= now) node = next[node]!;
    let since = Number.POSITIVE_INFINITY;
    let at = time[node]!;
    // The tail is later than any start, so the search ends there at the latest.
    for (let end = Number.NEGATIVE_INFINITY; end < since + duration && end < start; ) {
      end = time[next[node]!]!;
      if (end > at && level[node]! < width) {
        if (end > until) return start;
        since = Number.POSITIVE_INFINITY;
      } else if (end > at && since === Number.POSITIVE_INFINITY) {
        since = Math.max(at, now);
        this.#found = node;
      }
      node = next[node]!;
      at = end;
    }
    return Math.min(since, start);
  }

  /** How far a job that is held at `start` can slide to earlier times without a gap: `start` if not at all. */
  slide(job: JobId, now: Time, start: Time): Time {
    const { time, level, prev } = this;
    const width = this.#jobs.procs[job]!;
    let at = start;
    let node = prev[2 * job]!;
    while (at > now) {
      if (time[node]! < at) {
        if (level[node]! < width) break;
        at = Math.max(time[node]!, now);
      }
      node = prev[node]!;
    }
    return at;
  }

  /** Whether a held job would fit at `now` for as long as it is planned to last, if it were not held. */
  fitsAt(job: JobId, now: Time): boolean {
    const { time, level, next } = this;
    const width = this.#jobs.procs[job]!;
    const end = now + this.#planned[job]!;
    // What the job's own place takes away.
    let own = 0;
    for (let node = this.head; time[node]! < end; node = next[node]!) {
      if (node === 2 * job) own = width;
      else if (node === 2 * job + 1) own = 0;
      const until = time[next[node]!]!;
      if (until > now && until > time[node]! && level[node]! + own < width) return false;
    }
    return true;
  }

  /** Holds the earliest place from `from` on for a job that has no nodes yet; returns its start. */
  hold(job: JobId, from: Time): Time {
    const width = this.#jobs.procs[job]!;
    const never = Number.POSITIVE_INFINITY;
    const start = this.earliest(width, this.#planned[job]!, from, this.head, never, never);
    const begin = 2 * job;
    this.#insert(begin, start, this.#found);
    this.level[begin] = this.level[this.prev[begin]!]! - width;
    const end = start + this.#planned[job]!;
    let node = begin;
    while (this.time[this.next[node]!]! <= end) {
      node = this.next[node]!;
      this.level[node]! -= width;
    }
    this.#insert(begin + 1, end, node);
    this.level[begin + 1] = this.level[node]! + width;
    return start;
  }

  /** Moves a held job to an earlier start. */
  advance(job: JobId, start: Time): void {
    const width = this.#jobs.procs[job]!;
    this.#pull(2 * job, start, -width);
    this.#pull(2 * job + 1, start + this.#planned[job]!, width);
  }

  /** A held job whose time has come runs from now on: its processors are taken, its planned end stays. */
  begin(job: JobId): void {
    const width = this.#jobs.procs[job]!;
    for (let node = this.prev[2 * job]!; node >= 0; node = this.prev[node]!) this.level[node]! -= width;
    this.#unlink(2 * job);
  }

  /** A job runs from now on that was never held, and is planned to end at `end`. */
  run(job: JobId, end: Time): void {
    const width = this.#jobs.procs[job]!;
    let node = this.head;
    this.level[node]! -= width;
    while (this.time[this.next[node]!]! <= end) {
      node = this.next[node]!;
      this.level[node]! -= width;
    }
    this.#insert(2 * job + 1, end, node);
    this.level[2 * job + 1] = this.level[node]! + width;
  }

  /** A running job has ended; its processors are free from now on. */
  end(job: JobId): void {
    const width = this.#jobs.procs[job]!;
    for (let node = this.prev[2 * job + 1]!; node >= 0; node = this.prev[node]!) this.level[node]! += width;
    this.#unlink(2 * job + 1);
  }

  /** Writes into `room` how wide a job of each duration may be to fit from `now` on under all that is held. */
  measure(now: Time, room: Room): void {
    let steps = 0;
    let least = Number.POSITIVE_INFINITY;
    for (let node = this.head; node !== this.tail; node = this.next[node]!) {
      const until = this.time[this.next[node]!]!;
      if (until <= now || until === this.time[node]) continue;
      const level = this.level[node]!;
      if (level < least) {
        if (this.time[node]! > now) room.setStep(steps++, this.time[node]! - now, least);
        least = level;
      }
    }
    room.setStep(steps, Number.POSITIVE_INFINITY, Math.max(0, Math.min(least, this.level[this.head]!)));
  }

  /** Moves a node to an earlier time; `change` is what the level gains at it, and so on every node it passes. */
  #pull(node: Node, time: Time, change: number): void {
    let before = this.prev[node]!;
    if (this.time[before]! > time) {
      this.#unlink(node);
      while (this.time[before]! > time) {
        this.level[before]! += change;
        before = this.prev[before]!;
      }
      this.#link(node, before);
    }
    this.time[node] = time;
    this.level[node] = this.level[before]! + change;
  }

  /** Puts a new node behind `near` and behind every node of its own time. */
  #insert(node: Node, time: Time, near: Node): void {
    let before = near;
    while (this.time[this.next[before]!]! <= time) before = this.next[before]!;
    this.time[node] = time;
    this.#link(node, before);
  }

  #link(node: Node, before: Node): void {
    const after = this.next[before]!;
    this.prev[node] = before;
    this.next[node] = after;
    this.next[before] = node;
    this.prev[after] = node;
  }

  #unlink(node: Node): void {
    const before = this.prev[node]!;
    const after = this.next[node]!;
    this.next[before] = after;
    this.prev[after] = before;
    this.prev[node] = -1;
    this.next[node] = -1;
  }
}
