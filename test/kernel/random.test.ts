import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Random, randomStreams } from '../../src/kernel/random.ts';

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random());

describe('randomStreams', () => {
  it('yields the same numbers for the same seed and name, on every machine', () => {
    expect(draw(randomStreams(1).stream('arrivals'), 3)).toEqual(draw(randomStreams('1').stream('arrivals'), 3));
    expect(draw(randomStreams(1).stream('arrivals'), 3)).toMatchInlineSnapshot(`
      [
        0.12387541611678898,
        0.4961084579117596,
        0.6176689567510039,
      ]
    `);
  });

  it('gives each purpose and each seed numbers of its own', () => {
    const first = draw(randomStreams(1).stream('arrivals'), 20);
    expect(draw(randomStreams(1).stream('sizes'), 20)).not.toEqual(first);
    expect(draw(randomStreams(2).stream('arrivals'), 20)).not.toEqual(first);
    expect(draw(randomStreams('a/b').stream('c'), 20)).not.toEqual(draw(randomStreams('a').stream('b/c'), 20));
  });

  it('never moves one stream by drawing from another, in whatever order they are drawn from', () => {
    const names = ['arrivals', 'sizes', 'runs'];
    fc.assert(
      fc.property(fc.string(), fc.array(fc.nat(names.length - 1), { maxLength: 200 }), (seed, turns) => {
        const together = randomStreams(seed);
        const streams = names.map((name) => together.stream(name));
        const drawn: number[][] = names.map(() => []);
        for (const turn of turns) drawn[turn]!.push(streams[turn]!());
        for (const [i, name] of names.entries()) {
          expect(drawn[i]).toEqual(draw(randomStreams(seed).stream(name), drawn[i]!.length));
        }
      }),
    );
  });

  it('is uniform in [0, 1): 100,000 draws fill ten equal bins within 4 standard deviations', () => {
    const bins = new Array<number>(10).fill(0);
    for (const value of draw(randomStreams('uniform').stream('bins'), 100_000)) {
      expect(value >= 0 && value < 1).toBe(true);
      bins[Math.floor(value * 10)]! += 1;
    }
    // A bin holds 10,000 on average with standard deviation sqrt(100,000 x 0.1 x 0.9) = 94.9.
    for (const count of bins) expect(Math.abs(count - 10_000)).toBeLessThan(380);
  });
});
