import { EventQueue } from './event-queue.ts';

/** Events known in advance and already sorted by time: merged with the queue by a cursor, never heaped. */
export interface Agenda {
  /** One time per event, ms, never decreasing; the index is the event's subject. */
  readonly times: Float64Array;
  /** The rank that all of them have among simultaneous events. */
  readonly rank: number;
}

/** Whatever lives under a clock. */
export interface World {
  /** Makes one event true. Returns whether the world must settle because of it. */
  fire(rank: number, subject: number, now: number): boolean;
}

/**
 * The event loop: fires events in (time, rank, insertion) order and stops where the world must settle: once per
 * instant, after the instant's last event, or after every event that asks for it. How the world settles, and how long
 * that takes outside of simulated time, is its driver's affair. An instant that gains new events while the world
 * settles is simply visited again. The clock knows no jobs and no nodes.
 */
export class Clock {
  readonly queue: EventQueue = new EventQueue();
  readonly #world: World;
  readonly #agenda: Agenda;
  readonly #settleEach: boolean;
  #next = 0;
  #now = Number.NEGATIVE_INFINITY;
  #fired = 0;

  constructor(world: World, agenda: Agenda, settleEach: boolean) {
    this.#world = world;
    this.#agenda = agenda;
    this.#settleEach = settleEach;
  }

  get now(): number {
    return this.#now;
  }

  /** How many events have fired. */
  get fired(): number {
    return this.#fired;
  }

  /** Lives on until the world must settle; false when no event is left. */
  advance(): boolean {
    for (;;) {
      const time = this.#nextTime();
      if (time === Number.POSITIVE_INFINITY) return false;
      this.#now = time;
      if (this.#fireDue(time)) return true;
    }
  }

  #nextTime(): number {
    const { times } = this.#agenda;
    const planned = this.#next < times.length ? times[this.#next]! : Number.POSITIVE_INFINITY;
    const event = this.queue.peek();
    return event === undefined ? planned : Math.min(planned, this.queue.timeOf(event));
  }

  /** Fires what is due now, up to where the world must settle; returns whether it must. */
  #fireDue(now: number): boolean {
    const { times, rank: agendaRank } = this.#agenda;
    const { queue } = this;
    let unsettled = false;
    for (;;) {
      const event = queue.peek();
      const due = event !== undefined && queue.timeOf(event) === now;
      const rank = due ? queue.rankOf(event) : Number.POSITIVE_INFINITY;
      let asks: boolean;
      if (times[this.#next] === now && agendaRank <= rank) {
        asks = this.#world.fire(agendaRank, this.#next++, now);
      } else if (due) {
        const subject = queue.subjectOf(event);
        queue.drop();
        asks = this.#world.fire(rank, subject, now);
      } else {
        return unsettled;
      }
      this.#fired += 1;
      if (asks && this.#settleEach) return true;
      unsettled ||= asks;
    }
  }
}
