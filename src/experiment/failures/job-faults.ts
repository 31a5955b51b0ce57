import type { Chance, JobFaults } from '../../failures/job-faults.ts';
import type { Source } from '../../failures/source.ts';
import { deadlocks } from '../../failures/sources.ts';
import type { JobId } from '../../model/jobs.ts';
import { suggestion, suggestionOfMany } from '../../model/nearest.ts';
import type { Problem } from '../problem.ts';
import type { FailureSetting } from './failure-setting.ts';
import type { AtForm, ChanceForm, DeadlockForm, JobFaultsForm } from './job-faults-form.ts';
import { waitOf } from './laws.ts';
import { fraction, type ShareText } from './quantities.ts';

/** What runs of jobs meet; undefined where nothing is said of it. */
export function jobFaultsOf(
  form: JobFaultsForm | undefined,
  setting: FailureSetting,
  problems: Problem[],
): JobFaults | undefined {
  if (form === undefined) return undefined;
  const { crash, hang, slow, always } = form;
  if (crash === undefined && hang === undefined && slow === undefined && always === undefined) return undefined;
  return {
    crash: crash && chanceOf(crash),
    hang: hang && chanceOf(hang),
    slow: slow && { ...chanceOf(slow), speed: fraction(slow.speed) },
    always: always && doomed(always, setting, problems),
  };
}

const chanceOf = ({ share, at }: ChanceForm): Chance => ({ probability: fraction(share), between: betweenOf(at) });

function betweenOf(at: AtForm | undefined): readonly [number, number] {
  if (at === undefined) return [0, 1];
  if (typeof at === 'string' || typeof at === 'number') return [fraction(at), fraction(at)];
  return [fraction(at[0]), fraction(at[1])];
}

function doomed(
  { jobs: wanted, at }: { readonly jobs: readonly (string | number)[]; readonly at: ShareText },
  { jobs }: FailureSetting,
  problems: Problem[],
): Map<JobId, number> {
  const found = new Map<JobId, number>();
  if (jobs === undefined) return found;
  const names = jobs.asks!.names!;
  const rows = new Map(names.map((name, row) => [name, row as JobId]));
  for (const [i, given] of wanted.entries()) {
    const name = String(given);
    const row = rows.get(name);
    if (row !== undefined) found.set(row, fraction(at));
    else
      problems.push({
        path: ['failures', 'jobs', 'always', 'jobs', i],
        message: `unknown job '${name}'${suggestionOfMany(name, [...rows.keys()])}`,
      });
  }
  return found;
}

/** The deadlocks of accounts; what names an account that is not known is added to the problems. */
export function deadlockSources(
  form: JobFaultsForm | undefined,
  { entities, jobs }: FailureSetting,
  problems: Problem[],
): Source[] {
  const given = form?.deadlock;
  if (given === undefined) return [];
  const path = ['failures', 'jobs', 'deadlock'];
  const listed = Array.isArray(given);
  const all: readonly DeadlockForm[] = listed ? given : [given as DeadlockForm];
  const seen = new Set<string>();
  return all.flatMap(({ account, every }, i) => {
    const place = [...path, ...(listed ? [i] : []), 'account'];
    if (seen.has(account)) problems.push({ path: place, message: `'${account}' is listed already` });
    seen.add(account);
    const entity = entities.account(account);
    if (entity !== undefined) return [deadlocks(entity, account, waitOf(every))];
    if (jobs !== undefined || !entities.mayCome('account', account))
      problems.push({ path: place, message: `unknown account '${account}'${suggestion(account, entities.accounts)}` });
    return [];
  });
}
