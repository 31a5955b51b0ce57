import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { readSwf } from '../src/workload/swf-read.ts';
import type { Benchmark, Work } from './benchmark.ts';
import { SP2_FILE } from './inputs.ts';

/** So often SDSC-SP2's 59,715 records are written into the file. */
const COPIES = 11;

const parse = (name: string, pack: (text: Buffer) => Buffer): Benchmark => ({
  name,
  counts: 'records',
  expected: { count: COPIES * 59_715 },
  samples: 7,
  warmups: 2,
  prepare: () => reading(pack),
});

/** Reads a file, by a path that the operating system has in its cache, into columns. */
function reading(pack: (text: Buffer) => Buffer): Work {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-bench-'));
  const path = join(folder, 'trace');
  writeFileSync(path, pack(Buffer.concat(new Array<Buffer>(COPIES).fill(gunzipSync(readFileSync(SP2_FILE))))));
  return {
    async run() {
      const { length, malformed } = await readSwf(path);
      return { count: length - malformed };
    },
    clear: () => rmSync(folder, { recursive: true }),
  };
}

export const PARSE: readonly Benchmark[] = [parse('parse.swf', (text) => text), parse('parse.gzip', gzipSync)];
