import type { Intervention } from '../../model/centre.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import { suggestion, suggestionOfMany } from '../../model/nearest.ts';
import { toSeconds } from '../../model/time.ts';
import type { Path, Problem } from '../problem.ts';
import { coresOf, milliseconds, percent } from './amounts.ts';
import type { UserText } from './cluster-form.ts';
import type { Entities } from './entities.ts';
import type { InterventionForm } from './interventions-form.ts';
import type { NamedMachine } from './machine.ts';
import { checkShifts } from './shifts.ts';

interface Around {
  readonly named: NamedMachine;
  readonly entities: Entities;
  /** Undefined while the workload is not known. */
  readonly jobs: JobTable | undefined;
  readonly problems: Problem[];
}

/** Nodes that go away, and what becomes of the jobs there where nothing is said. */
const AWAY = {
  remove: { status: 'offline', running: 'requeue' },
  drain: { status: 'maintenance', running: 'finish' },
  break: { status: 'error', running: 'requeue' },
} as const;

/** What happens at set times, in order; a rush job is none of them, for it is simply submitted then. */
export function interventionsOf(forms: readonly InterventionForm[], around: Around): Intervention[] {
  const { named } = around;
  const found: Intervention[] = named.joining.map(({ at, nodes }) => ({
    kind: 'nodes',
    at,
    nodes,
    status: 'online',
    running: 'finish',
  }));
  let successors = 0;
  const given: { one: Intervention; path: Path; form: InterventionForm }[] = [];
  for (const [i, form] of forms.entries()) {
    const at = milliseconds(form.at);
    const path = ['at', i];
    if (form.policy !== undefined)
      found.push({ kind: 'policy', at, policy: ++successors, said: policyWords(form.policy) });
    else given.push(...interventionOf(form, at, path, around).map((one) => ({ one, path, form })));
  }
  checkShifts(given, around);
  return [...found, ...given.map(({ one }) => one)].sort((a, b) => a.at - b.at);
}

function interventionOf(form: InterventionForm, at: number, path: Path, around: Around): Intervention[] {
  const { named, problems } = around;
  for (const key of ['remove', 'drain', 'break'] as const) {
    const nodes = form[key];
    if (nodes === undefined) continue;
    const { status, running } = AWAY[key];
    return [
      { kind: 'nodes', at, nodes: named.select(nodes, [...path, key]), status, running: nodes.running ?? running },
    ];
  }
  if (form.return !== undefined)
    return [
      { kind: 'nodes', at, nodes: named.select(form.return, [...path, 'return']), status: 'online', running: 'finish' },
    ];
  if (form.deadline !== undefined) {
    const job = jobOf(String(form.deadline.job), [...path, 'deadline', 'job'], around);
    const deadline = milliseconds(form.deadline.to);
    if (job === undefined) return [];
    const submit = around.jobs!.submit[job]!;
    if (deadline < submit)
      problems.push({
        path: [...path, 'deadline', 'to'],
        message: `is before the job is submitted, at ${toSeconds(submit)} s`,
      });
    return [{ kind: 'deadline', at, job, deadline }];
  }
  if (form.shares !== undefined) {
    const { account, user, to } = form.shares;
    const entity = entityOf(account, user, [...path, 'shares'], around);
    if (entity === undefined) return [];
    return [{ kind: 'shares', at, entity, shares: typeof to === 'number' ? to : percent(to), said: String(to) }];
  }
  if (form.guarantee !== undefined) {
    const entity = entityOf(form.guarantee.account, undefined, [...path, 'guarantee'], around);
    if (entity === undefined) return [];
    return [{ kind: 'guarantee', at, entity, guarantee: coresOf(form.guarantee.to, named.cores.first) }];
  }
  return [];
}

/** A policy as a scenario gives it: by its label if it has one. */
function policyWords(form: unknown): string {
  if (typeof form !== 'object' || form === null) return String(form);
  const { policy, label, ...options } = form as { readonly policy?: unknown; readonly label?: unknown };
  const given = Object.entries(options).map(([key, value]) => `${key}=${value}`);
  return String(label ?? (given.length === 0 ? policy : `${policy}(${given.join(', ')})`));
}

function jobOf(name: string, path: Path, { jobs, problems }: Around): JobId | undefined {
  if (jobs === undefined) return undefined;
  const names = jobs.asks!.names!;
  const row = names.indexOf(name);
  if (row >= 0) return row as JobId;
  problems.push({ path, message: `unknown job '${name}'${suggestionOfMany(name, [...new Set(names)])}` });
  return undefined;
}

function entityOf(
  account: string,
  user: UserText | undefined,
  path: Path,
  { entities, jobs, problems }: Around,
): number | undefined {
  const row = entities.account(account);
  if (row === undefined) {
    if (jobs === undefined && entities.mayCome('account', account)) return undefined;
    const message = `unknown account '${account}'${suggestion(account, entities.accounts)}`;
    problems.push({ path: [...path, 'account'], message });
    return undefined;
  }
  if (user === undefined) return row;
  const users = entities.list.flatMap(({ name, parent, kind }, leaf) =>
    kind === 'user' && parent === row ? [{ name, leaf }] : [],
  );
  const found = users.find(({ name }) => name === String(user))?.leaf;
  if (found === undefined && jobs !== undefined) {
    const known = users.map(({ name }) => name);
    const hint = known.length === 0 ? ', for which nobody works' : suggestionOfMany(String(user), known);
    problems.push({ path: [...path, 'user'], message: `unknown user '${user}' of account '${account}'${hint}` });
  }
  return found;
}
