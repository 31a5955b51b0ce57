import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Shareholder } from '../../src/model/shares.ts';
import { classicFairShare, fairTree, levelFairShares } from '../../src/schedulers/fair-share.ts';

const at = (parent: number, shares: number): Shareholder => ({ parent, shares });

describe('classicFairShare', () => {
  // The example of Slurm's documentation: A 40 (B 30, C 10) and D 60 (E 25, F 35); users 1 in B, 2 and 3 in C, 4, 5.
  const A = 0;
  const D = 1;
  const tree = [at(-1, 40), at(-1, 60), at(A, 30), at(A, 10), at(D, 25), at(D, 35)];
  const users = [at(2, 1), at(3, 1), at(3, 1), at(4, 1), at(5, 1)];
  const usage = [0.45, 0.25, 0.2, 0.25, 0.25, 0, 0.2, 0.25, 0, 0.25, 0];

  test("gives the factors of the documentation's example", () => {
    const factors = classicFairShare([...tree, ...users], usage, 1);
    expect([...factors.slice(6)].map((factor) => factor.toFixed(6))).toEqual([
      '0.408479', // 2^(-0.3875 / 0.3)
      '0.022097', // 2^(-0.275 / 0.05)
      '0.125000', // 2^(-0.15 / 0.05)
      '0.500000', // 2^(-0.25 / 0.25)
      '0.749154', // 2^(-0.1458 / 0.35)
    ]);
  });

  test('is 1/2 for whoever has used exactly its shares, 1 before anything is used, 0 without shares', () => {
    const two = [at(-1, 1), at(-1, 3)];
    expect([...classicFairShare(two, [100, 300])]).toEqual([0.5, 0.5]);
    expect([...classicFairShare(two, [0, 0])]).toEqual([1, 1]);
    expect([...classicFairShare([at(-1, 0), at(-1, 1)], [0, 5])]).toEqual([0, 0.5]);
  });
});

/**
 * The documentation of Fair Tree shows rules rather than figures. root: A (shares 50, usage 30), B (50, 70); users a1
 * and a2 in A, b1 and b2 in B.
 */
describe('fairTree', () => {
  const tree = [at(-1, 50), at(-1, 50), at(0, 1), at(0, 1), at(1, 1), at(1, 3)];

  test('ranks depth first: all of a better served account come later', () => {
    // A: 0.5 / 0.3; B: 0.5 / 0.7. In A a2 has used less; in B b1: 0.25 / (14/70) = 1.25, b2: 0.75 / (56/70) = 0.9375.
    const usage = [30, 70, 20, 10, 14, 56];
    expect([...levelFairShares(tree, usage)].map((level) => Number(level.toFixed(4)))).toEqual([
      1.6667, 0.7143, 0.75, 1.5, 1.25, 0.9375,
    ]);
    expect([...fairTree(tree, usage).slice(2)]).toEqual([3 / 4, 4 / 4, 2 / 4, 1 / 4]);
  });

  test('puts whoever has used nothing first', () => {
    expect([...fairTree(tree, [30, 0, 0, 30, 0, 0]).slice(2)]).toEqual([2 / 4, 1 / 4, 4 / 4, 4 / 4]);
  });

  test('lets siblings that tie share a rank, and the next rank counts all of them', () => {
    const users = [at(-1, 1), at(-1, 1), at(-1, 1)];
    expect([...fairTree(users, [5, 5, 1])]).toEqual([2 / 3, 2 / 3, 1]);
    expect([...fairTree(users, [1, 1, 5])]).toEqual([1, 1, 1 / 3]);
  });

  test('merges the children of accounts that tie', () => {
    // A and B tie. Merged: a2 (1.5), b1 (1.25), b2 (0.9375), a1 (0.75).
    expect([...fairTree(tree, [50, 50, 100 / 3, 50 / 3, 10, 40]).slice(2)]).toEqual([1 / 4, 4 / 4, 3 / 4, 2 / 4]);
  });

  test('gives a user the rank of the best of an account that it ties with', () => {
    // u and A have shares 1 and usage 10 each; a1 has used less than a2. u and a1 share rank 3, a2 is last.
    const mixed = [at(-1, 1), at(-1, 1), at(0, 1), at(0, 1)];
    expect([...fairTree(mixed, [10, 10, 4, 6])].slice(1)).toEqual([1, 1, 1 / 3]);
  });

  const anyTree = fc
    .array(fc.record({ parent: fc.nat(), shares: fc.nat(5), used: fc.nat(9) }), { minLength: 1, maxLength: 12 })
    .map((drawn) => {
      const entities = drawn.map(({ parent, shares }, i) => at(i === 0 ? -1 : (parent % (i + 1)) - 1, shares));
      const leaf = entities.map((_, i) => entities.every(({ parent }) => parent !== i));
      const usage = drawn.map(({ used }, i) => (leaf[i] ? used : 0));
      for (let i = entities.length - 1; i > 0; i -= 1) {
        const { parent } = entities[i]!;
        if (parent >= 0) usage[parent]! += usage[i]!;
      }
      return { entities, usage, leaf };
    });

  test('law: of siblings, the leaves of one that has a higher level fair share all rank higher', () => {
    fc.assert(
      fc.property(anyTree, ({ entities, usage, leaf }) => {
        const factors = fairTree(entities, usage);
        const level = levelFairShares(entities, usage);
        const under = (i: number): number[] =>
          leaf[i] ? [factors[i]!] : entities.flatMap(({ parent }, child) => (parent === i ? under(child) : []));
        for (const [i, { parent }] of entities.entries()) {
          for (const [j, other] of entities.entries()) {
            if (other.parent !== parent || !(level[i]! > level[j]!)) continue;
            expect(Math.min(...under(i))).toBeGreaterThan(Math.max(...under(j)));
          }
        }
      }),
    );
  });

  test('law: the highest factor is 1, and each is a rank of those that come after or share it', () => {
    fc.assert(
      fc.property(anyTree, ({ entities, usage, leaf }) => {
        const factors = [...fairTree(entities, usage)].filter((_, i) => leaf[i]);
        expect(Math.max(...factors)).toBe(1);
        const sorted = [...factors].sort((a, b) => b - a);
        for (const factor of factors) {
          expect(factor).toBe((factors.length - sorted.indexOf(factor)) / factors.length);
        }
      }),
    );
  });
});
