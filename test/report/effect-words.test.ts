import { expect, it } from 'vitest';
import { METRICS } from '../../src/metrics/index.ts';
import { effectWords } from '../../src/report/effect-words.ts';

const words = (name: string, value: number, low: number | null, high: number | null): string =>
  effectWords(
    { value, low, high },
    { policy: 'easy-sjbf', baseline: 'easy', metric: METRICS.find((one) => one.name === name)! },
  );

it('tells waits in the unit that suits them', () => {
  expect(words('mean_wait', -720, -960, -480)).toBe('easy-sjbf waits 12.0 min less [8.00, 16.0] per job than easy');
  expect(words('mean_wait', 14_400, 7200, 21_600)).toBe('easy-sjbf waits 4.00 h more [2.00, 6.00] per job than easy');
  expect(words('mean_wait', 0.5, 0.25, 0.75)).toBe('easy-sjbf waits 0.500 s more [0.250, 0.750] per job than easy');
});

it('marks a bound on the other side', () => {
  expect(words('mean_wait', -720, -1560, 120)).toBe('easy-sjbf waits 12.0 min less [-2.00, 26.0] per job than easy');
});

it('tells shares in percentage points, and pure numbers as they are', () => {
  expect(words('utilization', 0.012, 0.008, 0.016)).toBe(
    'Utilization is 1.20 percentage points higher [0.800, 1.60] under easy-sjbf than under easy',
  );
  expect(words('mean_bounded_slowdown', -3, -5, -1)).toBe(
    'Mean bounded slowdown is 3.00 lower [1.00, 5.00] under easy-sjbf than under easy',
  );
  expect(words('mean_queue_length', 2, 1, 3)).toBe(
    'Mean queue length is 2.00 jobs higher [1.00, 3.00] under easy-sjbf than under easy',
  );
});

it('tells one run without an interval, and equal figures as equal', () => {
  expect(words('p95_wait', -3600, null, null)).toBe('P95 wait is 60.0 min lower under easy-sjbf than under easy');
  expect(words('mean_wait', 0, 0, 0)).toBe('easy-sjbf waits exactly as long as easy');
  expect(words('makespan', 0, 0, 0)).toBe('Makespan is exactly the same under easy-sjbf and easy');
});
