import { expect, test } from 'vitest';
import { lives } from '../pencil.ts';
import { moved } from './moved.ts';

const S = 1000;

test('moves and replacements are on record, with what the job had ahead of it and when it ran again', () => {
  expect(lives(moved)).toEqual(['A | 0-12 n-0 fault | 15-58 n-1', 'B | 0-15 n-1']);
  const { moves, replacements, incidents } = moved.centre!.faults!;
  expect(incidents).toEqual([]);
  const times = { since: 0, warned: 10 * S, moved: 12 * S, left: 40 * S, again: 15 * S };
  expect(moves).toEqual([{ job: 0, alarm: 0, on: [0], ...times }]);
  expect(replacements).toEqual([{ node: 2, of: 0, from: 24 * S, ready: 29 * S }]);
});
