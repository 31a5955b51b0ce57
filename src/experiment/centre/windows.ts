import type { Entity, Window } from '../../model/centre.ts';
import type { NodeId } from '../../model/machine.ts';
import { suggestion } from '../../model/nearest.ts';
import type { Path, Problem } from '../problem.ts';
import { milliseconds } from './amounts.ts';
import type { ClusterForm, ReservationForm } from './cluster-form.ts';
import type { NamedMachine } from './machine.ts';

/** The windows of a scenario, in order of their beginning. */
export function windowsOf(
  { maintenance = [], reservations = [] }: ClusterForm,
  { machine, select }: NamedMachine,
  entities: readonly Entity[],
  problems: Problem[],
): Window[] {
  const found: Window[] = [];
  const told = new Set<number>();
  for (const [i, form] of maintenance.entries()) {
    const nodes = select(form, ['cluster', 'maintenance', i]);
    const every = form.every === undefined ? 0 : milliseconds(form.every);
    const lasts = milliseconds(form.for);
    if (form.every !== undefined && every < lasts)
      problems.push({
        path: ['cluster', 'maintenance', i, 'every'],
        message: 'is shorter than the maintenance itself',
      });
    const before = [...found];
    for (let time = 0; time < (form.times ?? 1); time += 1) {
      const from = milliseconds(form.from) + time * every;
      const other = before.find(
        (one) => one.from < from + lasts && from < one.until && nodes.some((node) => one.nodes.includes(node)),
      );
      if (other !== undefined && !told.has(i))
        problems.push({
          path: ['cluster', 'maintenance', i],
          message: `overlaps maintenance ${other.name} on its nodes`,
        });
      if (other !== undefined) told.add(i);
      found.push({
        name: form.name ?? 'maintenance',
        kind: 'maintenance',
        from,
        until: from + lasts,
        nodes,
        members: [],
        running: form.running ?? 'requeue',
      });
    }
  }
  for (const [i, form] of reservations.entries()) {
    const path = ['cluster', 'reservations', i];
    const from = milliseconds(form.from);
    const until = from + milliseconds(form.for);
    const nodes = chosen(
      form,
      select(form, path),
      found.filter((one) => one.from < until && from < one.until),
      path,
      problems,
      (node) => machine.nodes[node]!.name,
    );
    const members = membersOf(form, entities, path, problems);
    found.push({
      name: form.name,
      kind: 'reservation',
      from,
      until,
      nodes,
      members,
      running: form.running ?? 'requeue',
    });
  }
  return found.sort((a, b) => a.from - b.from);
}

/** The nodes of a reservation: nobody else may have them then. */
function chosen(
  { count }: ReservationForm,
  nodes: readonly NodeId[],
  others: readonly Window[],
  path: Path,
  problems: Problem[],
  nameOf: (node: NodeId) => string,
): NodeId[] {
  const taken = (node: NodeId): Window | undefined => others.find((one) => one.nodes.includes(node));
  if (count !== undefined) {
    const free = nodes.filter((node) => taken(node) === undefined);
    if (free.length < count)
      problems.push({
        path: [...path, 'count'],
        message: `is ${count}, and only ${free.length} nodes are free of other windows then`,
      });
    return free.slice(0, count);
  }
  const clash = nodes.find((node) => taken(node) !== undefined);
  if (clash !== undefined)
    problems.push({ path, message: `overlaps ${taken(clash)!.kind} ${taken(clash)!.name} on node ${nameOf(clash)}` });
  return [...nodes];
}

function membersOf(form: ReservationForm, entities: readonly Entity[], path: Path, problems: Problem[]): number[] {
  const members: number[] = [];
  for (const [key, kind] of [
    ['accounts', 'account'],
    ['users', 'user'],
  ] as const) {
    const known = entities.filter((entity) => entity.kind === kind).map(({ name }) => name);
    for (const [i, name] of (form[key] ?? []).entries()) {
      const rows = entities.flatMap((entity, row) => (entity.kind === kind && entity.name === name ? [row] : []));
      if (rows.length === 0)
        problems.push({ path: [...path, key, i], message: `unknown ${kind} '${name}'${suggestion(name, known)}` });
      members.push(...rows);
    }
  }
  // Nobody named is everybody.
  if (form.accounts === undefined && form.users === undefined)
    return entities.flatMap(({ parent }, row) => (parent < 0 ? [row] : []));
  return members;
}
