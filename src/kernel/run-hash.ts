import type { Time } from '../model/time.ts';

const WORD = 2 ** 32;

/**
 * A 64-bit fingerprint of the facts of a run, in order: two multiply-xor lanes in the manner of MurmurHash3, with its
 * constants and finaliser (Austin Appleby, public domain). Made for telling schedules apart, not for security.
 */
export class RunHash {
  #a = 0x9747b28c | 0;
  #b = 0x3c6ef372;

  /** @param what small number that names the kind of fact */
  add(what: number, time: Time, subject: number): void {
    this.#mix(what);
    this.#mix(time >>> 0);
    this.#mix(Math.floor(time / WORD));
    this.#mix(subject);
  }

  /** 16 hex digits. */
  digest(): string {
    return hex(finish(this.#a ^ this.#b)) + hex(finish(this.#b + Math.imul(this.#a, 5)));
  }

  #mix(word: number): void {
    const a = this.#a ^ Math.imul(word, 0xcc9e2d51);
    this.#a = (Math.imul((a << 13) | (a >>> 19), 5) + 0xe6546b64) | 0;
    const b = this.#b ^ Math.imul(word, 0x1b873593);
    this.#b = (Math.imul((b << 15) | (b >>> 17), 9) + 0x38495ab5) | 0;
  }
}

function finish(lane: number): number {
  let h = lane;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

const hex = (lane: number): string => lane.toString(16).padStart(8, '0');
