import { expect, test } from 'vitest';
import { sparkline } from '../../src/report/sparkline.ts';

test('the largest value fills its line, the smallest one above 0 is seen, 0 leaves a gap', () => {
  expect(sparkline([0, 1, 50, 51, 100], true)).toBe(' ▁▄▅█');
  expect(sparkline([0, 1, 50, 51, 100], false)).toBe(' .=+#');
});

test('several rows share a scale when told its end', () => {
  expect(sparkline([1, 4], true, 8)).toBe('▁▄');
});

test('nothing but zeros is nothing but gaps', () => {
  expect(sparkline([0, 0], true)).toBe('  ');
});
