import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LENGTHS, NAMED_METRICS, SIZES } from '../../src/metrics/index.ts';

const page = readFileSync(new URL('../../docs/metrics.md', import.meta.url), 'utf8');

test('the page on metrics names every metric and every class', () => {
  const missing = NAMED_METRICS.filter(({ name }) => !page.includes(`\`${name}\``)).map(({ name }) => name);
  expect(missing).toEqual([]);
  for (const { name } of [...SIZES, ...LENGTHS]) expect(page).toContain(`| ${name} |`);
});
