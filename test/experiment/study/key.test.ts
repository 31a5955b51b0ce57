import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlannedPolicy } from '../../../src/experiment/experiment.ts';
import { RunKeys } from '../../../src/experiment/study/key.ts';
import { UNCUT } from '../../../src/experiment/study/observe.ts';
import { folder, scenario, studyIn } from './setting.ts';

test('a module that changes has another key, and not in a process that has loaded it as it was', async () => {
  const place = folder();
  const { experiment } = await studyIn(scenario());
  const policy: PlannedPolicy = { label: 'own', spec: './own.mjs', folder: place };
  const key = (keys: RunKeys): string => keys.run(experiment, policy, 'w', { code: 'c', cuts: UNCUT, parts: [] });
  const write = (text: string, time: number): void => {
    writeFileSync(join(place, 'own.mjs'), "import './beside.mjs';");
    writeFileSync(join(place, 'beside.mjs'), text);
    utimesSync(join(place, 'beside.mjs'), time, time);
  };
  const keys = new RunKeys();
  write('1', 1);
  const first = key(keys);
  // Touched, but the same.
  write('1', 2);
  expect(key(keys)).toBe(first);
  write('2', 3);
  expect(() => key(keys)).toThrow(
    `${join(place, 'beside.mjs')} has changed while its runs were under way; run it again`,
  );
  expect(key(new RunKeys())).not.toBe(first);
});
