import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { asksForFairness } from '../../metrics/registry.ts';
import { InputError } from '../../model/errors.ts';
import { readCommand } from '../../own/command-spec.ts';
import { moduleFiles } from '../../own/open-module.ts';
import { type CommandSpec, isCommand, isModulePath, parsePolicy } from '../../registry.ts';
import type { RunFigure } from '../claims/figures.ts';
import { canonical } from '../digest.ts';
import type { Experiment, PlannedPolicy, WorkloadSource } from '../experiment.ts';
import { coordinatorModule } from '../failures/own-coordinator.ts';
import { stampOf } from '../trace-cache.ts';

/** What a run depends on besides its experiment and policy. */
export interface RunFacts {
  /** The code that simulates. */
  readonly code: string;
  /** What is cut off its figures. */
  readonly cuts: unknown;
  /** The figures that claims take from it. */
  readonly parts: readonly RunFigure[];
}

/**
 * Names runs by everything that their records depend on and nothing else: the jobs and how they are made, the machine,
 * the rules, the policy with its code, the code of the simulator. Labels, questions, folders and times are not in it.
 */
export class RunKeys {
  readonly #digests = new Map<string, string>();
  /** The digests with which modules were met first, by path. */
  readonly #modules = new Map<string, string>();

  /** What workloads have in common if they are the same jobs on the same machine, 64 hexadecimal digits. */
  workload(experiment: Experiment): string {
    const { source, seed, replicate, procs, options, centre } = experiment;
    const from = source.kind === 'trace' ? { trace: this.#file(source.path) } : modelOf(source);
    const [fails, coordinator] = [this.#failures(experiment), this.#coordinator(experiment)];
    return sha256(canonical({ from, seed, replicate, procs, options, centre: centre?.form, fails, coordinator }));
  }

  /** The content of the trace of failures, of which the form has the name. */
  #failures({ centre }: Experiment): string | undefined {
    const trace = centre?.form.failures?.trace;
    if (trace === undefined) return undefined;
    return this.#file(resolve(centre!.folder, typeof trace === 'string' ? trace : trace.file));
  }

  /** The content of the user's own coordinator, of which the form has the name. */
  #coordinator({ centre }: Experiment): string[] | undefined {
    const path = centre && coordinatorModule(centre.form.recovery);
    return path === undefined ? undefined : this.#module(resolve(centre!.folder, path));
  }

  /** The key of a run, 64 hexadecimal digits. @param workload what `workload` gives for its experiment */
  run(experiment: Experiment, policy: PlannedPolicy, workload: string, { code, cuts, parts }: RunFacts): string {
    const { successors = [], metrics } = experiment;
    const figures = parts.map(({ words }) => words);
    const policies = [policy, ...successors].map((one) => this.#policy(one));
    return sha256(canonical({ workload, policies, fairness: asksForFairness(metrics), code, cuts, figures }));
  }

  /** A policy's options as they are given, and the content of the files that decide. */
  #policy({ spec, folder = '.' }: PlannedPolicy): unknown {
    if (isCommand(spec)) return { command: spec, files: this.#filesOf(spec, folder) };
    const { name, options } = parsePolicy(spec);
    const named = { name, options: Object.fromEntries([...options].sort(([a], [b]) => (a < b ? -1 : 1))) };
    return isModulePath(name) ? { ...named, name: '', files: this.#module(resolve(folder, name)) } : named;
  }

  /** Of the words of a command, those that are files, such as the script that an interpreter runs. */
  #filesOf(spec: CommandSpec, folder: string): string[] {
    const words = readCommand(spec).words.map((word) => resolve(folder, word));
    return words.filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile()).map((path) => this.#file(path));
  }

  /** A module and those of its neighbours that it imports by a relative path, in the order in which they are met. */
  #module(entry: string): string[] {
    return moduleFiles(entry).map((path) => this.#unchanged(path));
  }

  /** A process loads a module once, so that another content would not be what decides. */
  #unchanged(path: string): string {
    const digest = this.#file(path);
    const first = this.#modules.get(path) ?? digest;
    if (first !== digest) throw new InputError(`${path} has changed while its runs were under way; run it again`);
    this.#modules.set(path, digest);
    return digest;
  }

  /** The digest of a file's content; a trace of many megabytes is read once for all runs of it. */
  #file(path: string): string {
    const stamp = `${path} ${stampOf(path)}`;
    let digest = this.#digests.get(stamp);
    if (digest === undefined) {
      digest = createHash('sha256').update(readFileSync(path)).digest('hex');
      this.#digests.set(stamp, digest);
    }
    return digest;
  }
}

/** Listed jobs stand in the form of the machine. */
const modelOf = (source: Exclude<WorkloadSource, { readonly kind: 'trace' }>): object =>
  source.kind === 'jobs' ? {} : source;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
