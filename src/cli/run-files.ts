import type { PlannedPolicy, PolicyRun } from '../experiment/experiment.ts';
import type { RunContext } from '../experiment/run.ts';
import { InputError } from '../model/errors.ts';
import type { Observer } from '../model/facts.ts';
import { auditLog } from '../observers/audit.ts';
import { jobsCsv } from './jobs-csv.ts';
import { OutputFile } from './output-file.ts';
import { policyPaths } from './policy-files.ts';

/** The files of each policy: its schedule and its audit log, where they were asked for. */
export class RunFiles {
  readonly #jobs: ReadonlyMap<string, OutputFile>;
  readonly #audit: ReadonlyMap<string, OutputFile>;

  /** @throws InputError if one of them cannot be written or would replace another one or what is read */
  constructor(
    policies: readonly PlannedPolicy[],
    { jobs, audit }: { readonly jobs?: string | undefined; readonly audit?: string | undefined },
    inputs: readonly string[],
  ) {
    const labels = policies.map(({ label }) => label);
    this.#jobs = filesOf('--jobs', jobs, labels, inputs);
    this.#audit = filesOf('--audit', audit, labels, inputs);
    if (jobs !== undefined && jobs === audit) throw new InputError(`--jobs and --audit both name ${jobs}`);
  }

  /** The audit log of one policy's run, if one was asked for. */
  observers({ policy, jobs }: RunContext): Observer[] {
    const file = this.#audit.get(policy.label);
    return file === undefined ? [] : [auditLog(jobs, (line) => file.write(`${line}\n`))];
  }

  /** Completes the files of a policy. */
  finish({ label, run }: PolicyRun): void {
    this.#audit.get(label)?.commit();
    const file = this.#jobs.get(label);
    if (file === undefined) return;
    for (const line of jobsCsv(run)) file.write(line);
    file.commit();
  }

  /** Keeps the audit log of a run that failed, since it tells what led there; says where it is. */
  keepAudit(label: string): string | undefined {
    const file = this.#audit.get(label);
    file?.commit();
    return file?.path;
  }

  /** Removes what is unfinished. */
  discard(): void {
    for (const file of [...this.#jobs.values(), ...this.#audit.values()]) file.discard();
  }
}

function filesOf(
  option: string,
  path: string | undefined,
  labels: readonly string[],
  inputs: readonly string[],
): Map<string, OutputFile> {
  if (path === undefined) return new Map();
  if (inputs.includes(path)) throw new InputError(`${option} ${path}: would replace the file that is read`);
  const paths = policyPaths(path, labels);
  return new Map(labels.map((label, i) => [label, new OutputFile(paths[i]!, option)]));
}
