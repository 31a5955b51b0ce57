import FastPriorityQueue from 'fast-priority-queue';

/** Names a scheduled event for as long as it is pending; its slot is used again after it fired. */
export type EventHandle = number;

const FIRST_CAPACITY = 1024;

/** A rank's share of the tie-break key: room for 2^44 events of each rank, all exact in a double. */
const RANK_STEP = 2 ** 44;

/** The largest rank for which rank * RANK_STEP + sequence is still an exact integer. */
const MAX_RANK = 255;

/**
 * Pending events in the total order (time, rank, insertion). The heap itself is not stable, so insertion order
 * is part of the key; it holds slot numbers into columns, because comparing numbers beats chasing objects.
 * Cancelled events stay in the heap until they surface (lazy cancellation).
 */
export class EventQueue {
  #times = new Float64Array(FIRST_CAPACITY);
  /** rank * RANK_STEP + insertion number. */
  #ties = new Float64Array(FIRST_CAPACITY);
  #subjects = new Int32Array(FIRST_CAPACITY);
  #cancelled = new Uint8Array(FIRST_CAPACITY);
  readonly #unused: EventHandle[] = [];
  #slots = 0;
  #inserted = 0;
  readonly #heap: FastPriorityQueue<EventHandle> = new FastPriorityQueue<EventHandle>((a, b) => {
    const earlier = this.#times[a]! - this.#times[b]!;
    return earlier === 0 ? this.#ties[a]! < this.#ties[b]! : earlier < 0;
  });

  /** @param rank place among simultaneous events, 0 to 255; the lowest fires first */
  schedule(time: number, rank: number, subject: number): EventHandle {
    if (!(rank >= 0 && rank <= MAX_RANK)) throw new RangeError(`event rank ${rank} is not within 0..${MAX_RANK}`);
    const slot = this.#unused.pop() ?? this.#newSlot();
    this.#times[slot] = time;
    this.#ties[slot] = rank * RANK_STEP + this.#inserted++;
    this.#subjects[slot] = subject;
    this.#heap.add(slot);
    return slot;
  }

  /** Makes a pending event never fire. */
  cancel(event: EventHandle): void {
    this.#cancelled[event] = 1;
  }

  /** The event that fires next; undefined when none is pending. */
  peek(): EventHandle | undefined {
    for (;;) {
      const slot = this.#heap.peek();
      if (slot === undefined || this.#cancelled[slot] === 0) return slot;
      this.#heap.poll();
      this.#cancelled[slot] = 0;
      this.#unused.push(slot);
    }
  }

  /** Removes the event that `peek` returned; its time, rank and subject stay readable until the next `schedule`. */
  drop(): void {
    this.#unused.push(this.#heap.poll()!);
  }

  timeOf(event: EventHandle): number {
    return this.#times[event]!;
  }

  rankOf(event: EventHandle): number {
    return Math.floor(this.#ties[event]! / RANK_STEP);
  }

  subjectOf(event: EventHandle): number {
    return this.#subjects[event]!;
  }

  #newSlot(): EventHandle {
    if (this.#slots === this.#times.length) this.#grow();
    return this.#slots++;
  }

  #grow(): void {
    const capacity = this.#slots * 2;
    const [times, ties, subjects, cancelled] = [this.#times, this.#ties, this.#subjects, this.#cancelled];
    this.#times = new Float64Array(capacity);
    this.#ties = new Float64Array(capacity);
    this.#subjects = new Int32Array(capacity);
    this.#cancelled = new Uint8Array(capacity);
    this.#times.set(times);
    this.#ties.set(ties);
    this.#subjects.set(subjects);
    this.#cancelled.set(cancelled);
  }
}
