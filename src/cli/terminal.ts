import { systemReason } from '../model/system-reason.ts';

/** All that a command may touch of the outside world besides files; tests give one that records. */
export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether standard output may carry colours. */
  readonly colors: boolean;
  /** Whether standard output may carry block characters and lines; otherwise ASCII must do. */
  readonly unicode: boolean;
  /** Whether only results are wanted: no progress, no remarks, no hints. */
  readonly quiet: boolean;
  /** Standard error, where somebody watches it live; progress is drawn there and nowhere else. */
  readonly live: NodeJS.WriteStream | undefined;
  /** Characters per line of standard output; what a pipe is given as if it were that wide. */
  readonly columns: number;
  /** Fires when the process is asked to end for the first time; the second time it ends at once. */
  readonly signal: AbortSignal;
  /** A stopwatch, ms. What it shows goes to the screen and to timings.json, never into a result. */
  now(): number;
}

/** The exit codes of every command. */
export const EXIT = { done: 0, unmet: 1, wrongInput: 2, bug: 70, interrupted: 130 } as const;

/** The width for output that is no terminal: enough for the main table. */
const DEFAULT_COLUMNS = 160;
/** No table and no text can be laid out in less, so narrower terminals get this and break the lines themselves. */
const LEAST_COLUMNS = 20;

/** The terminal of a command that was asked for its results alone. */
export const quieted = (terminal: Terminal): Terminal => ({ ...terminal, quiet: true, live: undefined });

/** Ctrl-C, a batch system or a service that wants its machine back, a terminal that was closed; by the custom of shells. */
const ENDINGS = [
  ['SIGINT', EXIT.interrupted],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;

/** The terminal of this process, with signals turned into a request to stop. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const interruption = new AbortController();
  for (const [name, code] of ENDINGS) {
    process.on(name, () => {
      if (interruption.signal.aborted) process.exit(code);
      interruption.abort();
      // Commands know that they were interrupted, and not by what.
      process.once('exit', () => {
        if (process.exitCode === EXIT.interrupted) process.exitCode = code;
      });
    });
  }
  // Where standard error itself fails there is nobody left to tell.
  const err = writerTo(stderr, () => {});
  const out = writerTo(stdout, (reason) => err(`makespan: standard output: ${reason}\n`));
  return {
    out,
    err,
    colors: wantsColors(process.env, stdout.isTTY),
    unicode: speaksUnicode(process.env),
    quiet: false,
    // Progress redraws its line, which a dumb terminal cannot.
    live: stderr.isTTY && process.env['TERM'] !== 'dumb' ? stderr : undefined,
    columns: columnsOf(process.env, stdout.columns),
    signal: interruption.signal,
    now: () => performance.now(),
  };
}

/**
 * NO_COLOR (https://no-color.org) and a dumb terminal win over everything, then FORCE_COLOR; otherwise colours are for
 * people, not for pipes.
 */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env['NO_COLOR'] || env['TERM'] === 'dumb') return false;
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0';
  return isTerminal;
}

/** A locale that names another character set is believed; containers name none, and their terminals take UTF-8. */
export function speaksUnicode(env: NodeJS.ProcessEnv): boolean {
  if (env['TERM'] === 'dumb') return false;
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || 'UTF-8';
  return /utf-?8/i.test(locale);
}

/** The terminal's own width, else what COLUMNS says, as for other tools that are read through a pipe. */
export function columnsOf(env: NodeJS.ProcessEnv, own: number | undefined): number {
  const asked = Number(env['COLUMNS']);
  const given = Number.isSafeInteger(asked) && asked > 0 ? asked : DEFAULT_COLUMNS;
  return Math.max(own || given, LEAST_COLUMNS);
}

/**
 * Writing to a stream of this process; after its first failure, writing does nothing. That nobody reads any more
 * (`makespan ... | head`) is the reader's right and no error; any other failure is told once and ends in exit code 2.
 * The command itself goes on, since its files are worth having all the same.
 */
function writerTo(stream: NodeJS.WriteStream, tell: (reason: string) => void): (text: string) => void {
  let failed = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (failed) return;
    failed = true;
    if (error.code === 'EPIPE') return;
    tell(systemReason(error));
    // The command does not know of it and may still set its own code.
    process.once('exit', () => {
      process.exitCode ||= EXIT.wrongInput;
    });
  });
  return (text) => {
    if (!failed) stream.write(text);
  };
}
