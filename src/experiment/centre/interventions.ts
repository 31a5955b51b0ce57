import type { Entity, Intervention } from '../../model/centre.ts';
import type { JobId } from '../../model/jobs.ts';
import { suggestion } from '../../model/nearest.ts';
import type { Path, Problem } from '../problem.ts';
import { coresOf, milliseconds, percent } from './amounts.ts';
import type { Entities } from './entities.ts';
import type { InterventionForm } from './interventions-form.ts';
import type { NamedMachine } from './machine.ts';

interface Around {
  readonly named: NamedMachine;
  readonly entities: Entities;
  /** By name, in the order of rows; undefined while the workload is not known. */
  readonly names: readonly string[] | undefined;
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
  for (const [i, form] of forms.entries()) {
    const at = milliseconds(form.at);
    if (form.policy !== undefined) found.push({ kind: 'policy', at, policy: ++successors });
    else found.push(...interventionOf(form, at, ['at', i], around));
  }
  return found.sort((a, b) => a.at - b.at);
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
    return job === undefined ? [] : [{ kind: 'deadline', at, job, deadline: milliseconds(form.deadline.to) }];
  }
  if (form.shares !== undefined) {
    const { account, user, to } = form.shares;
    const entity = entityOf(account, user, [...path, 'shares'], around);
    return entity === undefined
      ? []
      : [{ kind: 'shares', at, entity, shares: typeof to === 'number' ? to : percent(to) }];
  }
  if (form.guarantee !== undefined) {
    const entity = entityOf(form.guarantee.account, undefined, [...path, 'guarantee'], around);
    if (entity === undefined) return [];
    const guarantee = coresOf(form.guarantee.to, named.cores);
    const { burst } = around.entities.list[entity] as Entity;
    if (guarantee > burst)
      problems.push({
        path: [...path, 'guarantee', 'to'],
        message: `is ${guarantee} cores, over its burst of ${burst}`,
      });
    return [{ kind: 'guarantee', at, entity, guarantee }];
  }
  return [];
}

function jobOf(name: string, path: Path, { names, problems }: Around): JobId | undefined {
  const row = names?.indexOf(name) ?? -1;
  if (row >= 0) return row as JobId;
  if (names !== undefined)
    problems.push({ path, message: `unknown job '${name}'${suggestion(name, names.slice(0, 1000))}` });
  return undefined;
}

function entityOf(
  account: string,
  user: string | undefined,
  path: Path,
  { entities, problems }: Around,
): number | undefined {
  const row = entities.account(account);
  if (row === undefined) {
    problems.push({
      path: [...path, 'account'],
      message: `unknown account '${account}'${suggestion(account, entities.accounts)}`,
    });
    return undefined;
  }
  return user === undefined ? row : entities.leaf(account, user);
}
