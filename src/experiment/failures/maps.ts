import type * as z from 'zod';

/** Says what a map lacks of which every key by itself may be left out, unless something else is wrong with it. */
const needing = <F extends object>(map: z.ZodType<F>, suits: (keys: number) => boolean, words: string): z.ZodType<F> =>
  map.check(({ value, issues }) => {
    const given = Object.values(value).filter((one) => one !== undefined).length;
    if (issues.length === 0 && !suits(given)) issues.push({ code: 'custom', input: value, message: `needs ${words}` });
  });

/** A map of which at least one key must be there. */
export const atLeastOne = <F extends object>(map: z.ZodType<F>, keys: readonly string[]): z.ZodType<F> =>
  needing(map.meta({ minProperties: 1 }), (given) => given > 0, `at least one of: ${keys.join(', ')}`);

/** A map of which exactly one key must be there. */
export const exactlyOne = <F extends object>(map: z.ZodType<F>, keys: readonly string[]): z.ZodType<F> =>
  needing(
    map.meta({ minProperties: 1, maxProperties: 1 }),
    (given) => given === 1,
    `exactly one of: ${keys.join(', ')}`,
  );
