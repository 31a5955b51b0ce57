import type { PlannedPolicy, PolicyRun } from '../experiment/experiment.ts';
import type { RunContext } from '../experiment/run.ts';
import type { Observer } from '../model/facts.ts';
import { auditLog } from '../observers/audit.ts';
import { jobsCsv } from './jobs-csv.ts';
import { checkClashes, type Output } from './output-clash.ts';
import { OutputFile } from './output-file.ts';
import { policyPaths } from './policy-files.ts';

/** The files of each policy: its schedule and its audit log, where they were asked for. */
export class RunFiles {
  readonly #jobs: ReadonlyMap<string, OutputFile>;
  readonly #audit: ReadonlyMap<string, OutputFile>;

  /** @throws InputError if one of them cannot be written or would replace another output or what is read */
  constructor(
    policies: readonly PlannedPolicy[],
    { jobs, audit }: { readonly jobs?: string | undefined; readonly audit?: string | undefined },
    { inputs, report }: { readonly inputs: readonly string[]; readonly report: readonly Output[] },
  ) {
    const labels = policies.map(({ label }) => label);
    const schedules = outputsOf('--jobs', jobs, labels);
    const logs = outputsOf('--audit', audit, labels);
    checkClashes([...schedules.values(), ...logs.values(), ...report], inputs);
    this.#jobs = filesOf(schedules);
    this.#audit = filesOf(logs);
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

function outputsOf(option: string, path: string | undefined, labels: readonly string[]): Map<string, Output> {
  if (path === undefined) return new Map();
  const paths = policyPaths(path, labels);
  return new Map(labels.map((label, i) => [label, { option, path: paths[i]! }]));
}

function filesOf(outputs: ReadonlyMap<string, Output>): Map<string, OutputFile> {
  return new Map([...outputs].map(([label, { option, path }]) => [label, new OutputFile(path, option)]));
}
