import { InputError } from '../model/errors.ts';
import type { SwfTrace } from '../model/workload.ts';
import type { Option } from './command.ts';
import { TRACE_FILES } from './common-options.ts';
import { heed } from './heed.ts';
import { counted } from './numbers.ts';
import { checkClashes } from './output-clash.ts';
import { checkWritable, isSpecial } from './output-file.ts';
import { type Progress, watched } from './progress.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Text = Option & { readonly type: 'string' };

/** Options of every command that draws a trace and writes it. */
export const NEW_TRACE: { readonly seed: Text; readonly out: Text } = {
  seed: {
    type: 'string',
    value: 'SEED',
    describe: 'names the random streams: the same seed gives the same trace (required)',
  },
  out: {
    type: 'string',
    value: 'FILE',
    complete: TRACE_FILES,
    describe: 'the SWF file to write, gzip if it ends in .gz (required)',
  },
};

/** What was given of them. */
export interface NewTrace {
  readonly seed?: string | undefined;
  readonly out?: string | undefined;
}

/**
 * The seed and the place of a trace that is to be drawn, which is tried before the work starts.
 *
 * @param read files that must not be replaced
 * @throws InputError if one is missing or the place cannot be written to
 */
export function newTrace(given: NewTrace, read: readonly string[] = []): { seed: string; path: string } {
  const seed = required('--seed', given.seed);
  const path = required('--out', given.out);
  checkWritable(path, '--out');
  // The trace is moved into place when complete, which would replace a device or a pipe instead of filling it.
  if (isSpecial(path)) throw new InputError(`--out ${path}: must be a regular file`);
  checkClashes([{ option: '--out', path }], read);
  return { seed, path };
}

/** @throws InputError if an option was not given */
export function required(option: string, given: string | undefined): string {
  if (given === undefined) throw new InputError(`${option} is required`);
  return given;
}

/** Draws a trace from nothing, saying so. */
export const drawing =
  (draw: () => SwfTrace) =>
  (progress: Progress): SwfTrace => {
    progress.step('drawing the jobs');
    return draw();
  };

/** Makes a trace, writes it, says how large it is, and returns the exit code. */
export async function saveTrace(
  make: (progress: Progress) => SwfTrace | Promise<SwfTrace>,
  path: string,
  terminal: Terminal,
): Promise<number> {
  const { signal } = terminal;
  const { writeSwf } = await import('../workload/swf-write.ts');
  await heed(signal);
  const trace = await watched(terminal, async (progress) => {
    const drawn = await make(progress);
    await heed(signal);
    progress.step(`writing ${path}`);
    await writeSwf(drawn, path, { signal });
    return drawn;
  });
  if (!terminal.quiet) terminal.out(`${path}: ${counted(trace.length, 'job')}${machine(trace)}\n`);
  return EXIT.done;
}

function machine({ maxProcs, maxNodes }: SwfTrace): string {
  if (maxProcs !== undefined) return ` for ${counted(maxProcs, 'processor')}`;
  return maxNodes === undefined ? '' : ` for ${counted(maxNodes, 'node')}`;
}
