import seedrandom from 'seedrandom';

/** Draws the next number, uniform in [0, 1), with 32 bits of resolution. */
export type Random = () => number;

/** The named streams of one seed. */
export interface RandomStreams {
  /**
   * The stream of one purpose, such as `arrivals` or `failures/node-17`, from its beginning. What it yields depends
   * on the seed and the name alone: however much is drawn from other streams, or from an earlier call with the same
   * name, changes nothing. This is what makes common random numbers work across policies.
   */
  stream(name: string): Random;
}

/**
 * Opens the random streams of a seed; 1 and '1' are the same seed. The generator is Alea (Johannes Baagoe), chosen
 * because it is the fastest of its library and identical on every machine.
 *
 * @param seed required, so that no result depends on an unstated number
 */
export function randomStreams(seed: string | number): RandomStreams {
  return {
    stream(name: string): Random {
      // As JSON, no seed and name can run into each other and be taken for another pair.
      const generator = seedrandom.alea(JSON.stringify([String(seed), name]));
      return () => generator();
    },
  };
}
