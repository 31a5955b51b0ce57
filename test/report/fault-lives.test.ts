import { expect, test } from 'vitest';
import { faultLives } from '../../src/report/views/fault-lives.ts';
import { endingWords, spentWords } from '../../src/report/views/stretch-words.ts';
import { moved } from '../engine/centre/faults/moved.ts';
import { run } from '../metrics/fault-fixtures.ts';

const S = 1000;

test('nodes are shaded from their failure until it is known, and then until they work again', () => {
  const { shades } = faultLives(run);
  expect(shades.map(({ kind, from, until, nodes }) => [kind, from / S, until / S, ...nodes])).toEqual([
    ['unnoticed', 6, 8, 0],
    ['down', 8, 12, 0],
    ['unnoticed', 9, 10, 0],
    ['down', 10, 11, 0],
    ['unnoticed', 21.5, 24.5, 1],
    ['down', 24.5, 30, 1],
  ]);
});

test('nodes that one event brings down at once are one shade', () => {
  const [one] = run.centre!.faults!.outages;
  const outages = [0, 2].map((node) => ({ ...one!, node: node as never, cause: 'rack' }));
  const faults = { ...run.centre!.faults!, outages };
  const { shades } = faultLives({ ...run, centre: { ...run.centre!, faults } });
  expect(shades.map(({ kind, cause, nodes }) => [kind, cause, nodes])).toEqual([
    ['unnoticed', 'rack', [0, 2]],
    ['down', 'rack', [0, 2]],
  ]);
});

test('a stretch tells which fault stopped it, what that cost, and what of its time was no computing', () => {
  const [first] = run.centre!.stretches.filter(({ job }) => job === 0);
  expect(endingWords(run, first!)).toBe(
    'stopped by a fault (node), which was known after 2 s, 2 s of work lost: once more',
  );
  expect(spentWords(first!)).toBe('1 s writing them, 2 s dead');
  const [left] = moved.centre!.stretches;
  expect(endingWords(moved, left!)).toBe('saved in 2 s and moved ahead of a failure: it will fail');
  const { faults: _, ...calm } = run.centre!;
  expect(faultLives({ ...run, centre: calm })).toEqual({ stopped: new Map(), shades: [] });
});
