/** What a search along places came to. */
export interface Found {
  /** The first place that was tried and meets; undefined if none does. */
  readonly place: number | undefined;
  /** Places that come after it and do not meet: what was asked for does not only get better from place to place. */
  readonly exceptions: readonly number[];
}

/** How many questions bisection takes at most between two places so far apart, of which the answers are known. */
const halvings = (distance: number): number => (distance < 2 ? 0 : Math.ceil(Math.log2(distance)));

/** How many places are asked about at most before the answer is settled. */
const mostToSettle = (count: number): number => 2 * halvings(count) + 2;

/**
 * The greatest number of places that `firstThatMeets` asks about, whatever it is told: each of n at most, else
 * 2 ceil(log2 n) + 2 until the answer is settled, which is kept to by counting, and then, of the n - 1 after the first,
 * those at distances 1, 2, 4 ... short of the last: ceil(log2(n - 1)).
 */
export const mostAsked = (count: number): number => Math.min(count, mostToSettle(count) + halvings(count - 1));

/**
 * The first of `count` places, counted from 0, that meets, by bisection, which is right where every place after it meets
 * too. That is checked, not assumed: places at distances 2, 4, 8 ... before the answer, and 1, 2, 4 ... after it, are tried
 * as well. One before it that meets becomes the answer, and the search goes on before that as long as there are questions
 * left; those after it that do not meet are told. Where the last place does not meet, others are tried in the same way.
 * @param meets is asked about each place once, and about `mostAsked(count)` of them at most
 */
export async function firstThatMeets(count: number, meets: (place: number) => Promise<boolean>): Promise<Found> {
  const known = new Map<number, boolean>();
  const ask = async (place: number): Promise<boolean> => {
    let answer = known.get(place);
    if (answer === undefined) {
      answer = await meets(place);
      known.set(place, answer);
    }
    return answer;
  };
  const [most, last] = [mostToSettle(count), count - 1];
  const mayAsk = (): boolean => known.size < most;
  let place = (await ask(last)) ? await bisect(last, ask) : await anyBefore(last, ask, mayAsk);
  if (place === undefined) return { place, exceptions: [] };
  for (let before = await anyBefore(place, ask, mayAsk); before !== undefined; ) {
    const needed = halvings(before) + (known.has(0) ? 0 : 1);
    place = known.size + needed <= most ? await bisect(before, ask) : before;
    before = await anyBefore(place, ask, mayAsk);
  }
  for (let step = 1; place + step < last; step *= 2) await ask(place + step);
  const exceptions = [...known].filter(([tried, met]) => tried > place && !met).map(([tried]) => tried);
  return { place, exceptions: exceptions.sort((a, b) => a - b) };
}

type Ask = (place: number) => Promise<boolean>;

/** From the first place to one that meets. */
async function bisect(to: number, ask: Ask): Promise<number> {
  let [low, high] = [0, to];
  if (low < high && (await ask(low))) return low;
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2);
    if (await ask(middle)) high = middle;
    else low = middle;
  }
  return high;
}

/** A place before one that meets, at a distance that bisection has not looked at, which meets as well. */
async function anyBefore(place: number, ask: Ask, mayAsk: () => boolean): Promise<number | undefined> {
  for (let step = 2; place - step > 0 && mayAsk(); step *= 2) if (await ask(place - step)) return place - step;
  return place > 0 && mayAsk() && (await ask(0)) ? 0 : undefined;
}
