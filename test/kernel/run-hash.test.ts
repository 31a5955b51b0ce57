import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RunHash } from '../../src/kernel/run-hash.ts';

type FactRow = readonly [what: number, time: number, subject: number];

function hashOf(facts: readonly FactRow[]): string {
  const hash = new RunHash();
  for (const fact of facts) hash.add(...fact);
  return hash.digest();
}

describe('RunHash', () => {
  it('is the same on every machine and in every version', () => {
    expect(hashOf([])).toMatchInlineSnapshot(`"1ca5db1aebc5b025"`);
    expect(
      hashOf([
        [4, 0, 0],
        [1, 1_000_000, 0],
      ]),
    ).toMatchInlineSnapshot(`"26eaa4d720c736d7"`);
  });

  it('is 16 hex digits, whatever the facts', () => {
    const fact = fc.tuple(fc.nat(4), fc.maxSafeNat(), fc.nat());
    fc.assert(fc.property(fc.array(fact), (facts) => /^[0-9a-f]{16}$/.test(hashOf(facts))));
  });

  it('tells apart what happened, when, to whom and in which order', () => {
    const first: FactRow = [4, 5000, 7];
    const second: FactRow = [1, 9000, 7];
    const variants: FactRow[][] = [
      [first, second],
      [second, first],
      [first],
      [first, second, second],
      [[4, 5001, 7], second],
      [[4, 5000 + 2 ** 32, 7], second],
      [[4, 5000, 8], second],
      [[1, 5000, 7], second],
      [[4, 7, 5000], second],
      [],
    ];
    expect(new Set(variants.map(hashOf)).size).toBe(variants.length);
  });

  it('tells apart a hundred thousand runs that differ by a millisecond', () => {
    const hashes = new Set<string>();
    for (let time = 0; time < 100_000; time += 1) {
      hashes.add(
        hashOf([
          [4, time, 0],
          [1, 200_000, 0],
        ]),
      );
    }
    expect(hashes.size).toBe(100_000);
  });
});
