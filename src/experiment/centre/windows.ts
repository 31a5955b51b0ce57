import type { Window } from '../../model/centre.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Path, Problem } from '../problem.ts';
import { milliseconds } from './amounts.ts';
import type { ClusterForm, MaintenanceForm, ReservationForm } from './cluster-form.ts';
import type { NamedMachine } from './machine.ts';

/** The windows of a scenario, in order of their beginning; who may use them is to be found yet. */
export function windowsOf(
  { maintenance = [], reservations = [] }: ClusterForm,
  named: NamedMachine,
  problems: Problem[],
): Window[] {
  const found: Window[] = [];
  checkNames(maintenance, reservations, problems);
  for (const [i, form] of maintenance.entries())
    found.push(...maintenanceOf(form, found, named, ['cluster', 'maintenance', i], problems));
  for (const [i, form] of reservations.entries())
    found.push(reservationOf(form, found, named, ['cluster', 'reservations', i], problems));
  return found.sort((a, b) => a.from - b.from);
}

/** Jobs and reports say which window is meant by its name. */
function checkNames(
  maintenance: readonly MaintenanceForm[],
  reservations: readonly ReservationForm[],
  problems: Problem[],
): void {
  const seen = new Map<string, string>();
  for (const [key, kind, forms] of [
    ['maintenance', 'maintenance', maintenance],
    ['reservations', 'reservation', reservations],
  ] as const) {
    for (const [i, { name }] of forms.entries()) {
      const other = name === undefined ? undefined : seen.get(name);
      if (other !== undefined)
        problems.push({ path: ['cluster', key, i, 'name'], message: `a ${other} called '${name}' is there already` });
      if (name !== undefined) seen.set(name, kind);
    }
  }
}

/** One window for each time that it comes. */
function maintenanceOf(
  form: MaintenanceForm,
  others: readonly Window[],
  { select }: NamedMachine,
  path: Path,
  problems: Problem[],
): Window[] {
  const nodes = select(form, path);
  const every = form.every === undefined ? 0 : milliseconds(form.every);
  const lasts = milliseconds(form.for);
  if (form.every !== undefined && every < lasts)
    problems.push({ path: [...path, 'every'], message: 'is shorter than the maintenance itself' });
  const windows = Array.from({ length: form.times ?? 1 }, (_, time): Window => {
    const from = milliseconds(form.from) + time * every;
    return {
      name: form.name ?? 'maintenance',
      kind: 'maintenance',
      from,
      until: from + lasts,
      nodes,
      members: [],
      running: form.running ?? 'requeue',
    };
  });
  const taken = new Set(nodes);
  const other = others.find(
    (one) =>
      windows.some(({ from, until }) => one.from < until && from < one.until) &&
      one.nodes.some((node) => taken.has(node)),
  );
  if (other !== undefined) problems.push({ path, message: `overlaps maintenance ${other.name} on its nodes` });
  return windows;
}

function reservationOf(
  form: ReservationForm,
  others: readonly Window[],
  { machine, select }: NamedMachine,
  path: Path,
  problems: Problem[],
): Window {
  const from = milliseconds(form.from);
  const until = from + milliseconds(form.for);
  const then = others.filter((one) => one.from < until && from < one.until);
  const nodes = chosen(form, select(form, path), then, path, problems, (node) => machine.nodes[node]!.name);
  return { name: form.name, kind: 'reservation', from, until, nodes, members: [], running: form.running ?? 'requeue' };
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
