/** What a search for the smallest size came to. */
export interface Found {
  /** The smallest size that was tried and meets; undefined if none does. */
  readonly size: number | undefined;
  /** Sizes that are larger than `size` and do not meet: what was asked for does not only get better with size. */
  readonly exceptions: readonly number[];
}

/** How many questions bisection takes at most. */
const halvings = (from: number, to: number): number => Math.ceil(Math.log2(to - from + 1));

/** About how many sizes that may turn out to be the answer `smallest` asks at most, whatever it is told. */
export const mostAnswers = (from: number, to: number): number => 2 * halvings(from, to) + 2;

/**
 * The smallest whole number from `from` to `to` that meets, by bisection, which is right where everything above it meets
 * too. That is checked, not assumed: sizes at distances 2, 4, 8 ... below the answer, and 1, 2, 4 ... above, are tried as
 * well. One below that meets becomes the answer, and the search goes on below it as long as there are questions left;
 * those above that do not meet are told. Where the largest size does not meet, smaller ones are tried in the same way.
 * @param meets is asked about each size once
 */
export async function smallest(from: number, to: number, meets: (size: number) => Promise<boolean>): Promise<Found> {
  const known = new Map<number, boolean>();
  const ask = async (size: number): Promise<boolean> => {
    let answer = known.get(size);
    if (answer === undefined) {
      answer = await meets(size);
      known.set(size, answer);
    }
    return answer;
  };
  const most = mostAnswers(from, to);
  const mayAsk = (): boolean => known.size < most;
  const largest = await ask(to);
  let size = largest ? await bisect(from, to, ask) : await anyBelow(from, to, ask, mayAsk);
  if (size === undefined) return { size, exceptions: [] };
  for (let lower = await anyBelow(from, size, ask, mayAsk); lower !== undefined; ) {
    const enough = known.size + halvings(from, lower) <= most;
    size = enough ? await bisect(from, lower, ask) : lower;
    lower = await anyBelow(from, size, ask, mayAsk);
  }
  for (let step = 1; size + step < to; step *= 2) await ask(size + step);
  const exceptions = [...known].filter(([tried, met]) => tried > size && !met).map(([tried]) => tried);
  return { size, exceptions: exceptions.sort((a, b) => a - b) };
}

type Ask = (size: number) => Promise<boolean>;

/** @param to meets */
async function bisect(from: number, to: number, ask: Ask): Promise<number> {
  let [low, high] = [from, to];
  if (low < high && (await ask(low))) return low;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (await ask(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A size below one that meets, at a distance that bisection has not looked at, which meets as well. */
async function anyBelow(from: number, size: number, ask: Ask, mayAsk: () => boolean): Promise<number | undefined> {
  for (let step = 2; size - step > from && mayAsk(); step *= 2) if (await ask(size - step)) return size - step;
  return size > from && mayAsk() && (await ask(from)) ? from : undefined;
}
