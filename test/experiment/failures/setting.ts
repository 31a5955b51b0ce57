import * as z from 'zod';
import type { JobForm } from '../../../src/experiment/centre/asks-form.ts';
import type { ClusterForm } from '../../../src/experiment/centre/cluster-form.ts';
import { Entities } from '../../../src/experiment/centre/entities.ts';
import { machineOf, type NamedMachine } from '../../../src/experiment/centre/machine.ts';
import { qosOf } from '../../../src/experiment/centre/qos.ts';
import { listedRows } from '../../../src/experiment/centre/rows.ts';
import type { AccountsForm, QosForm } from '../../../src/experiment/centre/rules-form.ts';
import { tableOf } from '../../../src/experiment/centre/table.ts';
import { problemsOf } from '../../../src/experiment/issues.ts';
import type { Problem } from '../../../src/experiment/problem.ts';
import type { Qos } from '../../../src/model/centre.ts';
import type { JobTable } from '../../../src/model/jobs.ts';

export const SECOND = 1000;
export const MINUTE: number = 60 * SECOND;
export const HOUR: number = 60 * MINUTE;

/** A machine with its jobs, and who they are of. */
export interface Setting {
  readonly named: NamedMachine;
  readonly entities: Entities;
  readonly qos: readonly Qos[];
  readonly jobs: JobTable;
}

interface Given {
  readonly cluster: ClusterForm;
  readonly jobs: readonly JobForm[];
  readonly accounts?: AccountsForm;
  readonly qos?: Readonly<Record<string, QosForm>>;
}

/** @param problems gets what is wrong, here and with what the machine is asked for later */
export function settingOf({ cluster, jobs, accounts, qos: given }: Given, problems: Problem[]): Setting {
  const named = machineOf(cluster, problems);
  const entities = new Entities(accounts, named.cores, problems);
  const qos = qosOf(given, problems);
  const listed = jobs.map((form, i) => ({ form, path: ['workload', 'jobs', i] }));
  const rows = listedRows(listed, 1, 'kill', problems);
  const table = tableOf(rows, { machine: named.machine, windows: [], qos, entities, accounts });
  return { named, entities, qos, jobs: table };
}

/** Each problem as one text. */
export const told = (problems: readonly Problem[]): string[] =>
  problems.map(({ path, message }) => `${path.map(String).join('.')}: ${message}`);

/** What a schema says of a value under a key of a scenario; the value itself where nothing is wrong. */
export function parsed<F>(schema: z.ZodType<F | undefined>, key: string, value: unknown): F | readonly Problem[] {
  const whole = z.strictObject({ [key]: schema });
  const result = whole.safeParse({ [key]: value });
  return result.success ? (result.data[key] as F) : problemsOf(result.error, whole, { [key]: value });
}
