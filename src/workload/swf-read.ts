import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { InputError } from '../model/errors.ts';
import type { SwfTrace } from '../model/workload.ts';
import { SwfScanner } from './swf-scan.ts';

/** Bytes taken from the disk, and from the decompressor, at a time. */
const CHUNK = 1 << 18;

/**
 * Reads a trace in the Standard Workload Format, plain or gzip, whatever its name.
 *
 * @param how `onProgress` is told how many of the file's bytes (compressed ones, if it is) have been read so far;
 *   `signal` stops the reading between two chunks
 * @throws InputError if the file is missing, a folder, unreadable, a broken gzip, or not a trace; an error named
 *   AbortError if the signal fired
 */
export async function readSwf(
  path: string,
  how: { readonly onProgress?: (bytesRead: number, totalBytes: number) => void; readonly signal?: AbortSignal } = {},
): Promise<SwfTrace> {
  const { onProgress, signal } = how;
  signal?.throwIfAborted();
  const scanner = new SwfScanner(path);
  try {
    const { size } = await stat(path);
    const bytes = withProgress(
      createReadStream(path, { highWaterMark: CHUNK, ...(signal && { signal }) }),
      size,
      onProgress,
    );
    const { head, all } = await peek(bytes);
    // Scanning as the bytes are written, rather than through a queue, counts every record before a gzip breaks off.
    const sink = scanInto(scanner);
    if (isGzip(head)) await pipeline(all, createGunzip({ chunkSize: CHUNK }), sink, { signal });
    else await pipeline(all, sink, { signal });
  } catch (error) {
    throw explain(path, error, scanner.records);
  }
  signal?.throwIfAborted();
  return scanner.finish();
}

/**
 * Reads a plain trace that is in memory already, whole or in chunks cut anywhere.
 *
 * @param name for messages
 * @throws InputError if it is not a trace
 */
export function readSwfBytes(chunks: Uint8Array | Iterable<Uint8Array>, name = 'trace'): SwfTrace {
  const scanner = new SwfScanner(name);
  for (const chunk of chunks instanceof Uint8Array ? [chunks] : chunks) scanner.feed(chunk);
  return scanner.finish();
}

async function* withProgress(
  source: AsyncIterable<Uint8Array>,
  size: number,
  onProgress: ((bytesRead: number, totalBytes: number) => void) | undefined,
): AsyncGenerator<Uint8Array> {
  let read = 0;
  for await (const chunk of source) {
    read += chunk.length;
    yield chunk;
    onProgress?.(read, size);
  }
}

/** The first two bytes of a stream, and the stream as if they had not been looked at. */
async function peek(source: AsyncGenerator<Uint8Array>): Promise<{ head: Uint8Array; all: AsyncIterable<Uint8Array> }> {
  let head: Uint8Array = new Uint8Array(0);
  while (head.length < 2) {
    const next = await source.next();
    if (next.done) break;
    head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    if (head.length > 0) yield head;
    yield* source;
  }
  return { head, all: all() };
}

const isGzip = (head: Uint8Array): boolean => head[0] === 0x1f && head[1] === 0x8b;

function scanInto(scanner: SwfScanner): Writable {
  return new Writable({
    write(chunk: Uint8Array, _encoding, done): void {
      try {
        scanner.feed(chunk);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}

/** Turns what the system says of a file into one line for the user; a fault of our own stays what it is. */
function explain(path: string, error: unknown, records: number): unknown {
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const said: Readonly<Record<string, string>> = {
    ENOENT: 'no such file',
    ENOTDIR: 'no such file',
    EISDIR: 'is a folder; expected a trace in SWF, plain or gzip',
    EACCES: 'may not be read: permission denied',
    EPERM: 'may not be read: permission denied',
    Z_BUF_ERROR: `the gzip breaks off after ${records} records`,
    Z_DATA_ERROR: `the gzip is corrupt after ${records} records (${message})`,
  };
  const what = said[code] ?? (/^E[A-Z0-9]+$/.test(code) ? `cannot be read (${code})` : undefined);
  return what === undefined ? error : new InputError(`${path}: ${what}`, { cause: error });
}
