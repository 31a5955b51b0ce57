import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';

const MAIN = resolve('dist/cli/main.js');
const GATE = new URL('gate.mjs', import.meta.url).href;

type Child = ChildProcessByStdio<null, Readable, Readable>;

/** How a process ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
}

/** A study that the built command runs, in processes of its own, with a store, a report and tables in one folder. */
export class BuiltStudy {
  readonly #scenario: string;
  readonly #folder: string;

  constructor(scenario: string, folder: string) {
    this.#scenario = scenario;
    this.#folder = folder;
  }

  run(...options: string[]): Promise<Ended> {
    return ended(this.#start(options));
  }

  /**
   * Kills the command, as kill -9 does, when so many runs are kept and so many milliseconds have passed since. However
   * long that takes, it keeps one more meanwhile, and those that its threads or nodes are about to keep at that moment.
   */
  async killed(runs: number, after: number, ...options: string[]): Promise<Ended> {
    const gate = `${this.#folder}.gate`;
    writeFileSync(gate, String(runs + 1));
    const child = this.#start(options, { NODE_OPTIONS: `--import=${GATE}`, GATE: gate });
    const end = ended(child);
    while (child.exitCode === null && child.signalCode === null && this.kept().length < runs) await pause(3);
    await pause(after);
    child.kill('SIGKILL');
    await end;
    rmSync(gate);
    return end;
  }

  /** The names of the kept runs. */
  kept(): string[] {
    const store = join(this.#folder, 'store');
    if (!existsSync(store)) return [];
    return readdirSync(store, { recursive: true, encoding: 'utf8' }).filter((name) => RECORD.test(name));
  }

  /** Every file by its name with its bytes, without what a killed process was writing, and arrays that Slurm still has. */
  files(): Record<string, string> {
    if (!existsSync(this.#folder)) return {};
    const names = readdirSync(this.#folder, { recursive: true, encoding: 'utf8' }).sort();
    const whole = names.filter((name) => !PASSING.test(name) && statSync(join(this.#folder, name)).isFile());
    return Object.fromEntries(whole.map((name) => [name, readFileSync(join(this.#folder, name), 'latin1')]));
  }

  #start(options: readonly string[], variables: Readonly<Record<string, string>> = {}): Child {
    const places = ['store', 'out', 'tables'].flatMap((name) => [`--${name}`, join(this.#folder, name)]);
    return spawn(process.execPath, [MAIN, 'run', this.#scenario, ...places, '--json', ...options], {
      env: { ...process.env, ...variables },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

const PASSING = /\.(tmp|partial)$|^store\/slurm\//;
const RECORD = /^[0-9a-f]{2}\/[0-9a-f]{62}\.json$/;

async function ended(child: Child): Promise<Ended> {
  let [out, err] = ['', ''];
  child.stdout.on('data', (text) => (out += text));
  child.stderr.on('data', (text) => (err += text));
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  return { code, signal, out, err };
}
