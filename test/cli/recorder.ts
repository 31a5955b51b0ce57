import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { main } from '../../src/cli/app.ts';
import type { Terminal } from '../../src/cli/terminal.ts';

/** What a command line left on the terminal. */
export interface Recorded {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal nobody watches: its stopwatch stands still, and it is never interrupted unless a signal says so. */
export function recorder(
  signal: AbortSignal = new AbortController().signal,
): Terminal & { text: { out: string; err: string } } {
  const text = { out: '', err: '' };
  return {
    text,
    out(more) {
      text.out += more;
    },
    err(more) {
      text.err += more;
    },
    colors: false,
    unicode: true,
    quiet: false,
    live: undefined,
    columns: 100,
    signal,
    now: () => 0,
  };
}

/** Runs one command line in this process. */
export async function makespan(...argv: string[]): Promise<Recorded> {
  const terminal = recorder();
  const code = await main(argv, terminal);
  return { code, ...terminal.text };
}

/** A folder for one test, removed after it. */
export function folder(files: Readonly<Record<string, string>> = {}): string {
  const path = mkdtempSync(join(tmpdir(), 'makespan-test-'));
  onTestFinished(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

/** Every file under a folder with its content, to prove what was and was not written. */
export function contents(path: string): Record<string, string> {
  const names = readdirSync(path, { recursive: true, encoding: 'utf8' }).sort();
  return Object.fromEntries(
    names
      .filter((name) => statSync(join(path, name)).isFile())
      .map((name) => [name, readFileSync(join(path, name), 'utf8')]),
  );
}

/** SWF lines of jobs given as [submit, run, procs, requested time], numbered from 1. */
export function swf(procs: number, jobs: readonly (readonly [number, number, number, number])[]): string {
  const lines = jobs.map(
    ([submit, run, size, asked], i) =>
      `${i + 1} ${submit} -1 ${run} ${size} -1 -1 ${size} ${asked} -1 1 1 1 -1 1 -1 -1 -1`,
  );
  return `; MaxProcs: ${procs}\n${lines.join('\n')}\n`;
}
