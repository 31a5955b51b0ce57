import type { PlannedPolicy, PolicyRun } from '../experiment/experiment.ts';
import type { RunContext } from '../experiment/run.ts';
import type { Observer } from '../model/facts.ts';
import type { FinishedRun } from '../model/run.ts';
import { auditLog } from '../observers/audit.ts';
import { jobsCsv } from './jobs-csv.ts';
import { loansCsv } from './loans-csv.ts';
import { checkClashes, type Output } from './output-clash.ts';
import { OutputFile } from './output-file.ts';
import { policyPaths } from './policy-files.ts';
import type { RunTables } from './run-tables.ts';
import { usageCsv } from './usage-csv.ts';

/** The tables that a finished run can be written as, by their options. */
type Table = 'jobs' | 'usage' | 'loans';
const TABLES: Readonly<Record<Table, (run: FinishedRun) => Iterable<string>>> = {
  jobs: jobsCsv,
  usage: usageCsv,
  loans: loansCsv,
};

/** What was asked for, by option: the path as given. */
export type RunFileChoices = { readonly [F in Table | 'audit']?: string | undefined };

/** What else a run reads and writes. */
export interface RunSurroundings {
  readonly inputs: readonly string[];
  readonly others: readonly Output[];
  /** Tables for other programs, if they were asked for; they are completed and discarded with the other files. */
  readonly tables?: RunTables | undefined;
}

/** The files of each policy: its schedule and other tables, and its audit log, where they were asked for. */
export class RunFiles {
  readonly #tables: readonly (readonly [table: Table, files: ReadonlyMap<string, OutputFile>])[];
  readonly #audit: ReadonlyMap<string, OutputFile>;
  readonly #forOthers: RunTables | undefined;

  /** @throws InputError if one of them cannot be written or would replace another output or what is read */
  constructor(
    policies: readonly PlannedPolicy[],
    given: RunFileChoices,
    { inputs, others, tables: forOthers }: RunSurroundings,
  ) {
    const labels = policies.map(({ label }) => label);
    const tables = (Object.keys(TABLES) as Table[]).map(
      (table) => [table, outputsOf(`--${table}`, given[table], labels)] as const,
    );
    const logs = outputsOf('--audit', given.audit, labels);
    const all = [...tables.map(([, outputs]) => outputs), logs].flatMap((outputs) => [...outputs.values()]);
    checkClashes([...all, ...others], inputs);
    this.#tables = tables.map(([table, outputs]) => [table, filesOf(outputs)]);
    this.#audit = filesOf(logs);
    this.#forOthers = forOthers;
  }

  /** What writes down one policy's run while it happens, if that was asked for. */
  observers({ policy, jobs, centre }: RunContext): Observer[] {
    const file = this.#audit.get(policy.label);
    const log = file && auditLog(jobs, (line) => file.write(`${line}\n`), centre);
    return [log, this.#forOthers?.observer(policy.label, jobs)].filter((observer) => observer !== undefined);
  }

  /** Completes the files of a policy. */
  finish({ label, run }: PolicyRun): void {
    this.#audit.get(label)?.commit();
    for (const [table, files] of this.#tables) {
      const file = files.get(label);
      if (file === undefined) continue;
      for (const line of TABLES[table](run)) file.write(line);
      file.commit();
    }
    this.#forOthers?.finish({ label, run });
  }

  /** Keeps the audit log of a run that failed, since it tells what led there; says where it is. */
  keepAudit(label: string): string | undefined {
    const file = this.#audit.get(label);
    file?.commit();
    return file?.path;
  }

  /** Removes what is unfinished. */
  discard(): void {
    for (const files of [...this.#tables.map(([, files]) => files), this.#audit]) {
      for (const file of files.values()) file.discard();
    }
    this.#forOthers?.discard();
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
