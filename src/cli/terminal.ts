/** All that a command may touch of the outside world besides files; tests give one that records. */
export interface Terminal {
  /** Writes to standard output. */
  out(text: string): void;
  /** Writes to standard error. */
  err(text: string): void;
  /** Whether standard output may carry colours. */
  readonly colors: boolean;
  /** Standard error, where somebody watches it live; progress is drawn there and nowhere else. */
  readonly live: NodeJS.WriteStream | undefined;
  /** Characters per line of standard output; what a pipe is given as if it were that wide. */
  readonly columns: number;
  /** Fires at the first Ctrl-C; the second one ends the process at once. */
  readonly signal: AbortSignal;
  /** A stopwatch, ms. What it shows goes to the screen and to timings.json, never into a result. */
  now(): number;
}

/** The exit codes of every command. */
export const EXIT = { done: 0, unmet: 1, wrongInput: 2, bug: 70, interrupted: 130 } as const;

/** The width for output that is no terminal: enough for the main table. */
const DEFAULT_COLUMNS = 160;

/** The terminal of this process, with Ctrl-C turned into a request to stop. */
export function processTerminal(): Terminal {
  const { stdout, stderr } = process;
  const interruption = new AbortController();
  process.on('SIGINT', () => {
    if (interruption.signal.aborted) process.exit(EXIT.interrupted);
    interruption.abort();
  });
  stopQuietlyWhenNobodyReads(stdout);
  stopQuietlyWhenNobodyReads(stderr);
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    colors: wantsColors(process.env, stdout.isTTY),
    live: stderr.isTTY ? stderr : undefined,
    columns: stdout.columns || DEFAULT_COLUMNS,
    signal: interruption.signal,
    now: () => performance.now(),
  };
}

/** NO_COLOR (https://no-color.org) wins over everything; otherwise colours are for people, not for pipes. */
export function wantsColors(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  return isTerminal && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
}

/** `makespan ... | head` closes the pipe early; that is the reader's right and no error. */
function stopQuietlyWhenNobodyReads(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(process.exitCode);
  });
}
