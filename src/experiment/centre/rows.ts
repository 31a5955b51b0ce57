import { randomStreams } from '../../kernel/random.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import { fromSeconds, type Time, toSeconds } from '../../model/time.ts';
import type { Problem } from '../problem.ts';
import { milliseconds } from './amounts.ts';
import type { AskForm, JobForm, MatchForm, RuleForm, WhenForm } from './asks-form.ts';

/** One job on its way into the table, with all that was said about it. */
export interface JobRow {
  /** Its own name, or its number in the trace. */
  readonly name: string;
  readonly id: number;
  readonly submit: Time;
  readonly runtime: number;
  readonly estimate: number;
  readonly killed: boolean;
  readonly user: number;
  readonly group: number;
  readonly queue: number;
  /** Processors that the trace says; absent for a listed job. */
  readonly procs?: number | undefined;
  readonly ask: RuleForm & Pick<JobForm, 'nodes'>;
  readonly deadline: Time;
  /** The place in the scenario of a listed job. */
  readonly form?: JobForm | undefined;
  /** Whether an intervention submits it. */
  readonly rush?: boolean | undefined;
}

/** The jobs of a trace or a model, with every rule applied that fits them; what a rule draws has its own stream. */
export function ruledRows(jobs: JobTable, rules: readonly RuleForm[], seed: string | number | undefined): JobRow[] {
  const draws = rules.map(({ share }, i) => (share === undefined ? () => 0 : randomStreams(seed!).stream(`asks/${i}`)));
  return Array.from({ length: jobs.length }, (_, row) => {
    let ask: RuleForm = {};
    for (const [i, { when, share = 1, ...rule }] of rules.entries()) {
      // Drawn for every job, so that a rule's choice does not depend on the rules before it.
      const drawn = draws[i]!();
      if (drawn < share && matches(jobs, row as JobId, when)) ask = overruled(ask, rule);
    }
    const estimate = jobs.estimate[row]!;
    return {
      name: String(jobs.id[row]),
      id: jobs.id[row]!,
      submit: jobs.submit[row]!,
      runtime: jobs.runtime[row]!,
      estimate,
      killed: jobs.killed[row] === 1,
      user: jobs.user[row]!,
      group: jobs.group[row]!,
      queue: jobs.queue[row]!,
      procs: jobs.procs[row]!,
      ask,
      deadline: jobs.submit[row]! + allowance(ask.deadline_after, estimate),
    };
  });
}

/** Keys of which a job has one: a rule that says another takes the place of what was said before. */
const EITHER = [
  ['memory', 'memory_per_core'],
  ['tasks', 'procs_per_task', 'procs_per_node'],
] as const;

/** What was asked so far with a later rule applied. */
function overruled(ask: RuleForm, rule: RuleForm): RuleForm {
  const dropped = EITHER.filter((keys) => keys.some((key) => rule[key] !== undefined)).flat();
  const kept = Object.entries(ask).filter(([key]) => !(dropped as readonly string[]).includes(key));
  return { ...Object.fromEntries(kept), ...rule };
}

/** How long after its submission a job should have ended, ms; NaN where nothing is said. */
function allowance(text: RuleForm['deadline_after'], estimate: number): number {
  if (text === undefined) return Number.NaN;
  const [, factor] = /^\s*([\d.]+)\s*x/.exec(String(text)) ?? [];
  return factor === undefined ? milliseconds(text) : Math.ceil(Number(factor) * estimate);
}

function matches(jobs: JobTable, job: JobId, when: WhenForm = {}): boolean {
  return (
    fits(when.user, jobs.user[job]!) &&
    fits(when.group, jobs.group[job]!) &&
    fits(when.queue, jobs.queue[job]!) &&
    fits(when.procs, jobs.procs[job]!) &&
    within(when.estimate, jobs.estimate[job]!) &&
    within(when.submit, jobs.submit[job]!)
  );
}

function fits(match: MatchForm | undefined, value: number): boolean {
  if (match === undefined) return true;
  if (typeof match === 'number') return match === value;
  if (Array.isArray(match)) return match.includes(value);
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = match as { min?: number; max?: number };
  return min <= value && value <= max;
}

function within(range: WhenForm['estimate'], value: number): boolean {
  const { min, max } = range ?? {};
  return (min === undefined || milliseconds(min) <= value) && (max === undefined || value <= milliseconds(max));
}

/**
 * Listed jobs, each array as so many.
 * @param submit when it is submitted where its form does not say
 */
export function listedRows(
  forms: readonly { readonly form: JobForm; readonly submit?: Time; readonly path: Problem['path'] }[],
  firstId: number,
  overrun: 'kill' | 'extend',
  problems: Problem[],
): JobRow[] {
  const rows: JobRow[] = [];
  const seen = new Set<string>();
  for (const { form, submit: given, path } of forms) {
    if (seen.has(form.name))
      problems.push({ path: [...path, 'name'], message: `a job called '${form.name}' is there already` });
    seen.add(form.name);
    const row = listedRow(form, given ?? (form.submit === undefined ? 0 : milliseconds(form.submit)), overrun);
    if (row.deadline < row.submit)
      problems.push({
        path: [...path, 'deadline'],
        message: `is before the job is submitted, at ${toSeconds(row.submit)} s`,
      });
    for (let member = 1; member <= (form.array ?? 1); member += 1) {
      const name = form.array === undefined ? form.name : `${form.name}[${member}]`;
      rows.push({ ...row, name, id: firstId + rows.length, rush: given !== undefined });
    }
  }
  return rows;
}

function listedRow(form: JobForm, submit: Time, overrun: 'kill' | 'extend'): JobRow {
  const run = milliseconds(form.run);
  const estimate = form.estimate === undefined ? Math.max(run, fromSeconds(1)) : milliseconds(form.estimate);
  const killed = overrun === 'kill' && run > estimate;
  return {
    name: form.name,
    id: 0,
    submit,
    runtime: killed ? estimate : run,
    estimate,
    killed,
    user: -1,
    group: -1,
    queue: -1,
    ask: form as AskForm & Pick<JobForm, 'nodes'>,
    deadline: form.deadline === undefined ? Number.NaN : milliseconds(form.deadline),
    form,
  };
}
