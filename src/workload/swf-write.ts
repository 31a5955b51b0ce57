import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { InputError } from '../model/errors.ts';
import { SWF_FIELDS, type SwfTrace } from '../model/workload.ts';

/** Records turned into text at a time: some 256 KiB. */
const BATCH = 4096;

/**
 * Writes a trace in the Standard Workload Format: its header, then a line per record. Read back, header and columns
 * are equal. The file appears complete or not at all, and its bytes depend on the trace alone.
 *
 * @param path gzip if it ends in `.gz`
 * @param how `signal` stops the writing between two batches of lines; then there is no file
 * @throws InputError if the file cannot be written; an error named AbortError if the signal fired
 */
export async function writeSwf(
  trace: SwfTrace,
  path: string,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  signal?.throwIfAborted();
  const unfinished = `${path}.${process.pid}.tmp`;
  const file = createWriteStream(unfinished);
  try {
    if (path.endsWith('.gz')) await pipeline(swfText(trace), createGzip(), file, { signal });
    else await pipeline(swfText(trace), file, { signal });
    signal?.throwIfAborted();
    await rename(unfinished, path);
  } catch (error) {
    // A file that is still being opened would appear after it was removed.
    if (!file.closed) await new Promise<void>((resolve) => file.once('close', resolve).destroy());
    await rm(unfinished, { force: true });
    const { code = '' } = error as NodeJS.ErrnoException;
    if (!/^E[A-Z0-9]+$/.test(code)) throw error;
    throw new InputError(`${path}: cannot be written (${code})`, { cause: error });
  }
}

/** The text of the file, some lines at a time. */
export function* swfText(trace: SwfTrace): Generator<string> {
  const columns = SWF_FIELDS.map((field) => trace.columns[field]);
  if (trace.header.length > 0) yield `${trace.header.join('\n')}\n`;
  for (let from = 0; from < trace.length; from += BATCH) {
    const to = Math.min(from + BATCH, trace.length);
    let lines = '';
    for (let record = from; record < to; record++) {
      let line = '';
      for (const column of columns) line += line === '' ? `${column[record]!}` : ` ${column[record]!}`;
      lines += `${line}\n`;
    }
    yield lines;
  }
}
