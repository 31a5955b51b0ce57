import type { Centre } from '../../model/centre.ts';
import type { JobTable } from '../../model/jobs.ts';
import type { Resilience } from '../../model/resilience.ts';
import { type ResilienceSetting, resilienceOf } from '../failures/resilience.ts';
import type { Path, Problem } from '../problem.ts';
import { milliseconds } from './amounts.ts';
import type { JobForm } from './asks-form.ts';
import type { CentreForm } from './centre-form.ts';
import { Entities } from './entities.ts';
import { interventionsOf } from './interventions.ts';
import { checkLimits } from './limits.ts';
import { machineOf } from './machine.ts';
import { withMembers } from './members.ts';
import { checkAsk, checkDependencies, checkRules } from './names.ts';
import { qosOf } from './qos.ts';
import { type JobRow, listedRows, ruledRows } from './rows.ts';
import { tableOf } from './table.ts';
import { windowsOf } from './windows.ts';

/** The workload as far as it is known when a centre is built. */
export interface BuildOptions {
  /** The jobs of a trace or a model; undefined while it has not been read, and then names of jobs cannot be checked. */
  readonly jobs?: JobTable | undefined;
  readonly overrun: 'kill' | 'extend';
  readonly seed: string | number | undefined;
  /** What paths in the form are relative to. */
  readonly folder: string;
  /** The user's own, where the form names one; the error with which loading it has ended. */
  readonly coordinator?: ResilienceSetting['coordinator'];
}

/** A centre with the jobs that ask for it. */
export interface BuiltCentre {
  readonly centre: Centre;
  readonly jobs: JobTable;
  /** What befalls it and what is done about it; undefined if nothing does, or while jobs are not known. */
  readonly resilience: Resilience | undefined;
}

/** @param problems gets everything that is wrong; what is built then must not be used */
export function buildCentre(form: CentreForm, options: BuildOptions, problems: Problem[]): BuiltCentre {
  const { jobs, overrun, seed, folder, coordinator } = options;
  const named = machineOf(form.cluster, problems);
  const entities = new Entities(form.accounts, named.cores, problems);
  const qos = qosOf(form.qos, problems);
  checkLimits(form.cluster, form.qos, problems);
  const windows = windowsOf(form.cluster, named, problems);
  const known = { machine: named.machine, windows, qos, entities, accounts: form.accounts };
  checkRules(form.asks ?? [], known, seed !== undefined, problems);
  const listed = listedIn(form);
  for (const { form: job, path } of listed) checkAsk(job, known, path, problems);
  checkDependencies(listed, problems);
  const ruled = jobs === undefined || problems.length > 0 ? [] : ruledRows(jobs, form.asks ?? [], seed);
  const firstId = ruled.reduce((highest, { id }) => Math.max(highest, id), 0) + 1;
  const rows: JobRow[] = [...ruled, ...listedRows(listed, firstId, overrun, problems)];
  const table = tableOf(rows, known);
  const complete = jobs !== undefined || form.jobs !== undefined;
  // Only now are all known whom the workload has brought along.
  const members = withMembers(windows, form.cluster, entities, complete, problems);
  const given = complete ? table : undefined;
  const interventions = interventionsOf(form.at ?? [], { named, entities, jobs: given, problems });
  const { half_life: halfLife, after_failure: afterFailure = 'cancel' } = form.cluster;
  const centre: Centre = {
    machine: named.machine,
    entities: entities.list,
    qos,
    windows: members,
    interventions,
    afterFailure,
    halfLife: halfLife === undefined ? Number.POSITIVE_INFINITY : milliseconds(halfLife),
  };
  const around = { named, entities, qos, jobs: given, seed, folder, coordinator, limited: overrun === 'kill' };
  return { jobs: table, centre, resilience: resilienceOf(form, around, problems) };
}

/** Listed jobs and rush jobs, each with its place in the file. */
function listedIn({ jobs = [], at = [] }: CentreForm): { form: JobForm; path: Path; submit?: number }[] {
  const rush = at.flatMap(({ submit, at: time }, i) =>
    submit === undefined ? [] : [{ form: submit, path: ['at', i, 'submit'], submit: milliseconds(time) }],
  );
  return [...jobs.map((form, i) => ({ form, path: ['workload', 'jobs', i] as Path })), ...rush];
}
