/** So few rows are sorted by comparison: counting digits has a price of its own. */
const FEW = 1000;
const BITS = 11;
const DIGITS = 1 << BITS;
const MASK = DIGITS - 1;
/** The digits of each half of a key. */
const SHIFTS: readonly number[] = [0, BITS, 2 * BITS];
const PASSES = 2 * SHIFTS.length;
/** Words of a card: the halves of the key, the lower one first, as numbers without a sign in the order of the keys; the row. */
const CARD = 3;
const LITTLE_ENDIAN = new Uint8Array(new Uint32Array([1]).buffer)[0] === 1;

/**
 * Row numbers in ascending order of a key; rows of equal keys stay in order. No key may be NaN.
 *
 * By the digits of the keys, least significant first (Knuth, The Art of Computer Programming 3, 5.2.5), of which those
 * that are equal in all keys are passed over: of a table with many rows it takes a half to a quarter of the time that
 * comparisons take.
 */
export function rowOrder(keys: Float64Array): Uint32Array {
  return keys.length < FEW ? byComparison(keys) : byDigits(keys);
}

function byComparison(keys: Float64Array): Uint32Array {
  return Uint32Array.from(keys.keys()).sort((a, b) => keys[a]! - keys[b]! || a - b);
}

function byDigits(keys: Float64Array): Uint32Array {
  let from = cards(keys);
  let to = new Uint32Array(from.length);
  const counts = countsOf(from);
  for (let pass = 0; pass < PASSES; pass++) {
    const places = counts.subarray(pass * DIGITS, (pass + 1) * DIGITS);
    if (places.includes(keys.length)) continue;
    toBeginnings(places);
    deal(from, to, places, pass);
    [from, to] = [to, from];
  }
  const rows = new Uint32Array(keys.length);
  for (let at = 0; at < rows.length; at++) rows[at] = from[CARD * at + 2]!;
  return rows;
}

function cards(keys: Float64Array): Uint32Array<ArrayBuffer> {
  const [low, high] = LITTLE_ENDIAN ? [0, 1] : [1, 0];
  // To add 0 makes one zero of the two.
  const words = new Uint32Array(keys.map((key) => key + 0).buffer);
  const made = new Uint32Array(CARD * keys.length);
  for (let row = 0; row < keys.length; row++) {
    const [lower, upper] = [words[2 * row + low]!, words[2 * row + high]!];
    const negative = upper >>> 31 === 1;
    made[CARD * row] = negative ? ~lower : lower;
    made[CARD * row + 1] = negative ? ~upper : upper | (1 << 31);
    made[CARD * row + 2] = row;
  }
  return made;
}

/** How often each digit of each pass occurs. */
function countsOf(all: Uint32Array): Uint32Array {
  const counts = new Uint32Array(PASSES * DIGITS);
  for (let pass = 0; pass < PASSES; pass++) {
    const [word, shift] = placeOf(pass);
    const base = pass * DIGITS;
    for (let at = word; at < all.length; at += CARD) counts[base + ((all[at]! >>> shift) & MASK)]! += 1;
  }
  return counts;
}

/** In which word of a card the digit of a pass is, and how far from its end. */
const placeOf = (pass: number): [word: number, shift: number] =>
  pass < SHIFTS.length ? [0, SHIFTS[pass]!] : [1, SHIFTS[pass - SHIFTS.length]!];

/** Where the cards of each digit begin. */
function toBeginnings(counts: Uint32Array): void {
  let sum = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const here = counts[digit]!;
    counts[digit] = sum;
    sum += here;
  }
}

function deal(from: Uint32Array, to: Uint32Array, places: Uint32Array, pass: number): void {
  const [word, shift] = placeOf(pass);
  for (let at = 0; at < from.length; at += CARD) {
    const digit = (from[at + word]! >>> shift) & MASK;
    const place = CARD * places[digit]!;
    places[digit]! += 1;
    to[place] = from[at]!;
    to[place + 1] = from[at + 1]!;
    to[place + 2] = from[at + 2]!;
  }
}
