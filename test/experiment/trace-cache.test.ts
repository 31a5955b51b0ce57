import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TraceCache } from '../../src/experiment/trace-cache.ts';
import type { SwfTrace } from '../../src/model/workload.ts';
import { readSwf } from '../../src/workload/swf-read.ts';
import { folder, swf } from '../cli/recorder.ts';

/** One job a minute. */
const text = (jobs: number): string =>
  swf(
    4,
    Array.from({ length: jobs }, (_, i) => [i * 60, 30, 1, 60] as const),
  );

test('a trace is read once, and again when its file has changed', async () => {
  const path = join(folder({ 't.swf': text(3) }), 't.swf');
  const cache = new TraceCache();
  let reads = 0;
  const read = (): Promise<SwfTrace> => {
    reads += 1;
    return readSwf(path);
  };
  const first = await cache.of(path, read);
  expect(await cache.of(path, read)).toBe(first);
  writeFileSync(path, text(5));
  expect((await cache.of(path, read)).length).toBe(5);
  expect(reads).toBe(2);
});

test('replications are held while there is room, the first ones, and go with their trace', async () => {
  const path = join(folder({ 't.swf': text(3) }), 't.swf');
  const cache = new TraceCache(7);
  const trace = await cache.of(path, () => readSwf(path));
  const made: string[] = [];
  const ask = (name: string): SwfTrace =>
    cache.replication(name, () => {
      made.push(name);
      return { ...trace };
    });
  // 7 records are room for two of 3 records, so the third is made each time.
  const round = ['a', 'b', 'c'].map(ask);
  const again = ['a', 'b', 'c'].map(ask);
  expect(made).toEqual(['a', 'b', 'c', 'c']);
  expect([again[0], again[1]]).toEqual([round[0], round[1]]);
  expect(again[0]).toBe(round[0]);

  writeFileSync(path, text(2));
  await cache.of(path, () => readSwf(path));
  ask('a');
  expect(made).toEqual(['a', 'b', 'c', 'c', 'a']);
});
