import type { Entity, Window } from '../../model/centre.ts';
import { suggestion, suggestionOfMany } from '../../model/nearest.ts';
import type { Problem } from '../problem.ts';
import type { ClusterForm, ReservationForm } from './cluster-form.ts';
import { type Entities, UNKNOWN_USER } from './entities.ts';

/**
 * The windows with those who may use them.
 * @param complete whether all jobs have been read; until then a user may still come with one of them
 */
export function withMembers(
  windows: readonly Window[],
  { reservations = [] }: ClusterForm,
  entities: Entities,
  complete: boolean,
  problems: Problem[],
): Window[] {
  const members = new Map(
    reservations.map((form, i) => [form.name, membersOf(form, i, entities, complete, problems)] as const),
  );
  return windows.map((window) =>
    window.kind === 'reservation' ? { ...window, members: members.get(window.name)! } : window,
  );
}

function membersOf(
  form: ReservationForm,
  index: number,
  entities: Entities,
  complete: boolean,
  problems: Problem[],
): number[] {
  // Nobody named is everybody.
  if (form.accounts === undefined && form.users === undefined)
    return entities.list.flatMap(({ parent }, row) => (parent < 0 ? [row] : []));
  const members: number[] = [];
  for (const [key, kind] of [
    ['accounts', 'account'],
    ['users', 'user'],
  ] as const) {
    for (const [i, given] of (form[key] ?? []).entries()) {
      const name = String(given);
      const rows = entities.called(kind, name);
      members.push(...rows);
      if (rows.length > 0 || (!complete && entities.mayCome(kind, name))) continue;
      problems.push({ path: ['cluster', 'reservations', index, key, i], message: unknown(kind, name, entities.list) });
    }
  }
  return members;
}

function unknown(kind: Entity['kind'], name: string, entities: readonly Entity[]): string {
  const known = [...new Set(entities.filter((entity) => entity.kind === kind).map((entity) => entity.name))];
  if (kind === 'account') return `unknown account '${name}'${suggestion(name, known)}`;
  const named = known.filter((one) => one !== UNKNOWN_USER);
  const hint =
    named.length === 0 ? ': no job says whose it is, and no account has users' : suggestionOfMany(name, named);
  return `unknown user '${name}'${hint}`;
}
