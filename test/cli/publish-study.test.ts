import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { publishStudy, studyPaths } from '../../src/cli/publish-study.ts';
import { STUDY_FILES } from '../../src/report/study/write-study.ts';
import { ONE_POINT } from '../report/study/fixtures.ts';
import { recorder } from './recorder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'makespan-publish-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The same result of a trace that is there. */
function result(): typeof ONE_POINT.result {
  const path = join(folder, 'pencil.swf');
  writeFileSync(path, '; MaxProcs: 4\n1 0 -1 10 1 -1 -1 1 10 -1 1 1 1 1 1 1 -1 -1\n');
  const { study } = ONE_POINT.result;
  return {
    ...ONE_POINT.result,
    study: { ...study, experiment: { ...study.experiment, source: { kind: 'trace', path } } },
  };
}

test('the report is written and printed; a claim that is required and not met is exit code 1', async () => {
  const terminal = recorder();
  const out1 = join(folder, 'out');
  const how = { command: ['run'], folder: out1, json: false, requireClaims: true };
  expect(await publishStudy(result(), how, terminal)).toBe(1);
  expect(readdirSync(out1).sort()).toEqual([...STUDY_FILES].sort());
  expect(await studyPaths(out1)).toEqual(STUDY_FILES.map((name) => join(out1, name)));
  expect(terminal.text.out).toContain('easy-<sjbf> waits 12.0 min less [11.7, 12.3] per job than easy');
  expect(terminal.text.err).toBe('makespan: 1 of 2 claims not met: said\n');
});

test('--json prints one object and no report is written without a folder', async () => {
  const terminal = recorder();
  const how = { command: ['run'], folder: undefined, json: true, requireClaims: false };
  expect(await publishStudy(result(), how, terminal)).toBe(0);
  expect(JSON.parse(terminal.text.out)).toMatchObject({ schema: 1, kind: 'study', confidence: 0.95 });
  expect(readdirSync(folder)).toEqual(['pencil.swf']);
});
