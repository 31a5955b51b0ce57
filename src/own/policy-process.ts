import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { shortened } from './excerpt.ts';
import { Lines } from './lines.ts';
import { PolicyError } from './policy-error.ts';

/** Longer than any answer: a start of every job of the longest traces fits. */
const LONGEST_LINE = 2 ** 22;
/** A program that has closed a stream gets so long to end, so that the error can say how it ended; ms. */
const DYING = 500;
/** After the end of a run a program gets so long to leave by itself, then again so long after SIGTERM; ms. */
const LEAVING = 2000;
/** How much of what it wrote to its standard error is kept, for the message about its death; characters. */
const LAST_WORDS = 2000;

/** How a policy's program is to be run. */
export interface ProgramOptions {
  /** The program and its arguments. */
  readonly words: readonly string[];
  /** The folder in which it runs. */
  readonly folder: string;
  /** How long it may take to answer, ms. */
  readonly timeout: number;
  /** Ends it at once; whoever waits for an answer gets the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** Gets what it writes to its standard error. */
  stderr?(text: string): void;
}

interface Question {
  readonly about: string;
  resolve(answer: string): void;
  reject(failure: unknown): void;
}

/**
 * A program that answers lines with lines, one each. Whatever it does instead (dies, is silent, closes a stream, talks
 * without being asked, never ends a line) fails the question that is open or else the next one, and ends the program
 * with all that it has started. It never outlives this process.
 */
export class PolicyProcess {
  readonly #child: ChildProcessByStdio<Writable, Readable, Readable>;
  readonly #lines = new Lines(LONGEST_LINE);
  readonly #timer: NodeJS.Timeout;
  readonly #signal: AbortSignal | undefined;
  readonly #gone: Promise<void>;
  #question: Question | undefined;
  /** What is told to whoever asks next. */
  #failure: ((about: string) => unknown) | undefined;
  #lastWords = '';
  #exited: string | undefined;
  #leaving = false;

  constructor({ words, folder, timeout, signal, stderr }: ProgramOptions) {
    const [program = '', ...args] = words;
    // A group of its own, so that a shell between us and the program ends with it.
    const child = spawn(program, args, { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], detached: !WINDOWS });
    this.#child = child;
    this.#signal = signal;
    this.#timer = setTimeout(() => this.#late(timeout), timeout);
    child.stdout.on('data', (chunk: Buffer) => this.#read(chunk));
    child.stdout.on('end', () => this.#dying('it closed its standard output'));
    child.stdin.on('error', () => this.#dying('it closed its standard input'));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#lastWords = (this.#lastWords + text).slice(-LAST_WORDS);
      stderr?.(text);
    });
    this.#gone = new Promise((resolve) => {
      child.once('error', (error: NodeJS.ErrnoException) => {
        this.#fail(`the program ${program} cannot be started: ${startProblem(error)}`);
        if (child.pid === undefined) resolve();
      });
      child.once('exit', (code, killedBy) => {
        this.#exited = killedBy === null ? `ended with exit code ${code}` : `was ended by ${killedBy}`;
        this.#dying('');
        resolve();
      });
      child.once('close', () => this.#dead());
    });
    process.once('exit', this.#kill);
    if (signal?.aborted) this.#interrupt();
    signal?.addEventListener('abort', this.#interrupt, { once: true });
  }

  /**
   * Sends a line and waits for the one that answers it.
   * @param about what error messages call the line, such as `message 3`
   * @throws PolicyError that says what happened instead of an answer
   */
  ask(line: string, about: string): Promise<string> {
    return new Promise((resolve, reject) => {
      if (this.#failure !== undefined) {
        reject(this.#failure(about));
        return;
      }
      this.#question = { about, resolve, reject };
      this.#timer.refresh();
      this.#child.stdin.write(`${line}\n`);
    });
  }

  /**
   * Sends a last line and lets the program end, by itself or, if it takes its time, by force.
   * @returns whether it ended by itself
   */
  async leave(line: string): Promise<boolean> {
    this.#leaving = true;
    let byItself = this.#failure === undefined;
    if (this.#exited === undefined && byItself) {
      this.#child.stdin.end(`${line}\n`);
      await this.#goneWithin(LEAVING);
      byItself = this.#exited !== undefined;
      if (!byItself) {
        this.#signalGroup('SIGTERM');
        await this.#goneWithin(LEAVING);
      }
    }
    await this.end();
    return byItself;
  }

  /** Ends the program, and what it has started, at once. */
  async end(): Promise<void> {
    this.#leaving = true;
    clearTimeout(this.#timer);
    this.#kill();
    await this.#gone;
    process.removeListener('exit', this.#kill);
    this.#signal?.removeEventListener('abort', this.#interrupt);
    // Somebody who has escaped the group may hold the other ends; this process would wait for them.
    for (const stream of [this.#child.stdin, this.#child.stdout, this.#child.stderr]) stream.destroy();
  }

  /** What it wrote to standard error last, for a message: up to three lines, or nothing. */
  get lastWords(): string {
    const lines = this.#lastWords.split('\n').map((line) => line.trim());
    const said = lines.filter((line) => line !== '').slice(-3);
    return said.length === 0 ? '' : `; its last words: ${shortened(said.join(' | '))}`;
  }

  #read(chunk: Buffer): void {
    if (this.#leaving || this.#failure !== undefined) return;
    const [answer, ...more] = this.#lines.push(chunk);
    const { rest } = this.#lines;
    if (this.#question === undefined) {
      this.#fail(`it wrote without being asked: ${shortened(answer ?? rest)}`);
    } else if (answer !== undefined) {
      const { resolve } = this.#question;
      this.#question = undefined;
      resolve(answer);
      if (more.length > 0 || rest !== '') {
        this.#fail(`it wrote more than one line as the answer before: ${shortened(more[0] ?? rest)}`);
      }
    } else if (this.#lines.overflows) {
      this.#fail(`its answer is longer than ${LONGEST_LINE} bytes; it begins ${shortened(rest)}`);
    }
  }

  #late(timeout: number): void {
    // Time that passes between two questions is not the program's.
    const question = this.#question;
    if (question !== undefined) onceHeard(() => question === this.#question && this.#timeIsUp(timeout));
  }

  #timeIsUp(timeout: number): void {
    const { rest } = this.#lines;
    const read = rest === '' ? '' : `, only the beginning of a line: ${shortened(rest)}`;
    this.#fail(`no answer within ${timeout / 1000} s${read}`);
  }

  /** Something shows that the program ends, or might as well: once it has ended, the error can say how. */
  #dying(otherwise: string): void {
    if (this.#leaving || this.#failure !== undefined) return;
    setTimeout(() => onceHeard(() => this.#dead(otherwise)), DYING).unref();
  }

  #dead(otherwise = ''): void {
    if (this.#leaving || this.#failure !== undefined) return;
    const { rest } = this.#lines;
    const read = rest === '' ? '' : ` in the middle of a line: ${shortened(rest)}`;
    this.#fail(this.#exited === undefined ? otherwise : `the program ${this.#exited}${read}`);
  }

  #fail(reason: string): void {
    this.#failWith((about) => new PolicyError(`${about}: ${reason}${this.lastWords}`));
  }

  #failWith(failure: (about: string) => unknown): void {
    if (this.#failure !== undefined) return;
    this.#failure = failure;
    this.#kill();
    const question = this.#question;
    this.#question = undefined;
    question?.reject(failure(question.about));
  }

  readonly #interrupt = (): void => this.#failWith(() => this.#signal?.reason);

  readonly #kill = (): void => this.#signalGroup('SIGKILL');

  #signalGroup(name: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.#child;
    if (pid === undefined) return;
    try {
      if (WINDOWS) this.#child.kill(name);
      else process.kill(-pid, name);
    } catch {
      // Nobody is left in the group.
    }
  }

  #goneWithin(limit: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => onceHeard(resolve), limit);
      void this.#gone.then(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}

/**
 * Does something when all that has come by now has been read. Where this process was stopped or had no processor, its
 * timers come first, although the answer, or the end of the program, has been there for long.
 */
function onceHeard(then: () => void): void {
  setImmediate(then);
}

const WINDOWS = process.platform === 'win32';

function startProblem({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such program';
  return code === 'EACCES' ? 'no permission to execute it' : message;
}
