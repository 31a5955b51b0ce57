import { expect, test } from 'vitest';
import { sparkline } from '../../src/cli/sparkline.ts';

test('the largest value fills its line, the smallest one above 0 is seen, 0 leaves a gap', () => {
  expect(sparkline([0, 1, 50, 51, 100])).toBe(' ▁▄▅█');
});

test('nothing but zeros is nothing but gaps', () => {
  expect(sparkline([0, 0])).toBe('  ');
});
