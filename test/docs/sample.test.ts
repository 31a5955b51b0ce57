import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { REPORT_FILES } from '../../src/report/write.ts';
import { folder, makespan } from '../cli/recorder.ts';
import { ROOT } from './markdown.ts';

const digest = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

/** The page holds the built script, so a change of `src/report` shows here only after `npm run build`. */
it('the sample in reports/ is what its scenario gives; npm run sample makes it again', async () => {
  const out = folder();
  const { code, err } = await makespan('run', join(ROOT, 'scenarios/lublin-load.yaml'), '--out', out, '--quiet');
  expect({ code, err }).toEqual({ code: 0, err: '' });
  // jobs.json also holds the way back to the scenario, which is another one from another folder.
  for (const name of REPORT_FILES.filter((file) => file !== 'jobs.json')) {
    expect(digest(join(ROOT, 'reports/sample', name)), name).toBe(digest(join(out, name)));
  }
  const stored = (path: string): object => ({ ...JSON.parse(readFileSync(join(path, 'jobs.json'), 'utf8')), base: '' });
  expect(stored(join(ROOT, 'reports/sample')), 'jobs.json').toEqual(stored(out));
});

it('the sample is small enough to be kept', () => {
  expect(statSync(join(ROOT, 'reports/sample/report.html')).size).toBeLessThan(2e6);
  expect(statSync(join(ROOT, 'reports/sample/report.png')).size).toBeLessThan(500_000);
});
