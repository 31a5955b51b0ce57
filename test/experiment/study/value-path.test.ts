import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePath, replaced } from '../../../src/experiment/study/value-path.ts';

describe('paths to values of a scenario', () => {
  it.each([
    ['cluster.procs', ['cluster', 'procs']],
    ['seed', ['seed']],
    ['policies[1].depth', ['policies', '1', 'depth']],
    ['policies."saf(depth=1.5)".depth', ['policies', 'saf(depth=1.5)', 'depth']],
    ['a[0][12].b', ['a', '0', '12', 'b']],
    [' a . b ', ['a', 'b']],
  ])('%s', (text, steps) => {
    expect(parsePath(text)).toEqual(steps);
  });

  it.each(['', '.', 'a.', 'a..b', '.a', 'a[x]', 'a[0]b', 'a["x"]', 'a]', '"a'])('%j is none', (text) => {
    expect(() => parsePath(text)).toThrow(/is no path/);
  });

  it('leads to what was put there, and all else is as it was', () => {
    const key = fc.constantFrom('a', 'b', 'constructor', 'toString', 'x y');
    fc.assert(
      fc.property(fc.dictionary(key, fc.dictionary(key, fc.integer())), key, key, fc.jsonValue(), (value, a, b, to) => {
        const before = structuredClone(value);
        const { value: after, path } = replaced(value, [a, b], to);
        expect(path).toEqual([a, b]);
        expect(value).toEqual(before);
        const expected = new Map(
          Object.entries(before).map(([name, inner]) => [name, new Map<string, unknown>(Object.entries(inner))]),
        );
        expected.set(a, (expected.get(a) ?? new Map<string, unknown>()).set(b, to));
        const wanted = Object.fromEntries([...expected].map(([name, inner]) => [name, Object.fromEntries(inner)]));
        expect(after).toEqual(wanted);
      }),
    );
  });

  it('finds policies by label and by number, and makes a map of a text whose options are set', () => {
    const value = { policies: ['easy', { label: 'mine', policy: 'saf' }] };
    expect(replaced(value, ['policies', 'mine', 'depth'], 3)).toEqual({
      value: { policies: ['easy', { label: 'mine', policy: 'saf', depth: 3 }] },
      path: ['policies', 1, 'depth'],
    });
    expect(replaced(value, ['policies', 'easy', 'depth'], 3).value).toEqual({
      policies: [{ label: 'easy', policy: 'easy', depth: 3 }, value.policies[1]],
    });
    // Whoever takes a policy's place is called like it.
    expect(replaced(value, ['policies', '0'], 'fcfs').value).toEqual({
      policies: [{ label: 'easy', policy: 'fcfs' }, value.policies[1]],
    });
  });

  it('sets an option of a policy that is a text with options, and leaves its label and its other options', () => {
    const value = { policies: ['saf(depth=1)', 'backfill(depth=4, order=saf)', 'saf(depth'] };
    expect(replaced(value, ['policies', 'saf(depth=1)', 'depth'], 3).value).toMatchObject({
      policies: [{ label: 'saf(depth=1)', policy: 'saf', depth: 3 }, value.policies[1], value.policies[2]],
    });
    expect(replaced(value, ['policies', '1', 'depth'], 8).value).toMatchObject({
      policies: [
        value.policies[0],
        { label: value.policies[1], policy: 'backfill', depth: 8, order: 'saf' },
        'saf(depth',
      ],
    });
    // What is wrong with a text is told where policies are read.
    expect(replaced(value, ['policies', '2', 'depth'], 8).value).toMatchObject({
      policies: [value.policies[0], value.policies[1], { label: 'saf(depth', policy: 'saf(depth', depth: 8 }],
    });
  });

  it('finds a policy without a label by the name that results call it by, which stays, and by its bare name', () => {
    const value = { policies: ['easy', { policy: 'backfill', depth: 4 }, { policy: './mine.mjs', reserve: true }] };
    for (const step of ['backfill(depth=4)', 'backfill'])
      expect(replaced(value, ['policies', step, 'depth'], 8).value).toEqual({
        policies: ['easy', { label: 'backfill(depth=4)', policy: 'backfill', depth: 8 }, value.policies[2]],
      });
    expect(replaced(value, ['policies', './mine.mjs', 'reserve'], false).value).toEqual({
      policies: ['easy', value.policies[1], { policy: './mine.mjs', reserve: false }],
    });
    const two = { policies: [value.policies[1], { policy: 'backfill', depth: 8 }] };
    expect(() => replaced(two, ['policies', 'backfill', 'depth'], 1)).toThrow("there is no policy 'backfill'");
  });

  it.each([
    [['policies', 'eazy', 'depth'], "there is no policy 'eazy'; did you mean easy?"],
    [['policies', '2'], 'policies has 1 entries, counted from 0; there is no [2]'],
    [['jobs', 'a'], 'jobs is a list; say which entry, such as [0]'],
    [['seed', 'a'], 'seed is 7, which has no a'],
  ])('%j leads nowhere', (steps, message) => {
    expect(() => replaced({ seed: 7, policies: ['easy'], jobs: [{}] }, steps, 1)).toThrow(message);
  });
});
