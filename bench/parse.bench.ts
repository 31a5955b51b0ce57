import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Bench } from 'tinybench';
import { readSwf } from '../src/workload/swf-read.ts';

/** One way of reading a large trace, as measured. */
export interface ParseResult {
  readonly name: string;
  readonly records: number;
  /** From the median over the samples. */
  readonly recordsPerSecond: number;
  readonly samples: number;
}

const TRACE = new URL('../traces/SDSC-SP2-1998-4.2-cln.swf.gz', import.meta.url);
const TRACE_RECORDS = 59_715;
/** So often the trace is written into the file: 656,865 records. */
const COPIES = 11;

/** Measures how fast a file of SDSC-SP2 eleven times over is read, plain and gzip, and checks what was read. */
export async function parseBench(): Promise<ParseResult[]> {
  const folder = mkdtempSync(join(tmpdir(), 'makespan-bench-'));
  try {
    const records = COPIES * TRACE_RECORDS;
    const text = Buffer.concat(new Array<Buffer>(COPIES).fill(gunzipSync(readFileSync(TRACE))));
    const bench = new Bench({ iterations: 5, time: 0, warmupIterations: 2, warmupTime: 0 });
    for (const [name, bytes] of [['parse.swf', text] as const, ['parse.swf.gz', gzipSync(text)] as const]) {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      bench.add(name, async () => {
        const { length, malformed } = await readSwf(path);
        if (length !== records || malformed !== 0) throw new Error(`${name}: read ${length} records of ${records}`);
      });
    }
    return (await bench.run()).map(({ name, result }) => {
      if (result.state !== 'completed') throw new Error(`${name}: ${result.state}`, { cause: result });
      const { p50, samplesCount } = result.latency;
      return { name, records, recordsPerSecond: Math.round((1000 * records) / p50), samples: samplesCount };
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
