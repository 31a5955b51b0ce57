import type { Entity, Intervention } from '../../model/centre.ts';
import { entitiesAfter } from '../../model/entitled.ts';
import type { Path, Problem } from '../problem.ts';
import { percent } from './amounts.ts';
import type { Entities } from './entities.ts';
import { excesses } from './entitlements.ts';
import type { InterventionForm } from './interventions-form.ts';
import type { NamedMachine } from './machine.ts';

/** An intervention with its place in the scenario. */
interface Placed {
  readonly one: Intervention;
  readonly form: InterventionForm;
  readonly path: Path;
}

interface Around {
  readonly named: NamedMachine;
  readonly entities: Entities;
  readonly problems: Problem[];
}

/** Shares and guarantees that change must fit together whenever they do, as those of the beginning must. */
export function checkShifts(given: readonly Placed[], { named, entities, problems }: Around): void {
  const percents = new Map(entities.percents);
  let entitled: readonly Entity[] = entities.list;
  const excess = () => excesses({ entities: entitled, percents, cores: named.cores.ever });
  // What was too much from the beginning has been told.
  if (excess().length > 0) return;
  const shifts = given.filter(({ one: { kind } }) => kind === 'shares' || kind === 'guarantee');
  shifts.sort((a, b) => a.one.at - b.one.at);
  for (const [i, { one, form, path }] of shifts.entries()) {
    entitled = entitiesAfter(entitled, one);
    notePercent(one, form, percents);
    // Those of one instant hold together.
    if (shifts[i + 1]?.one.at === one.at) continue;
    const [first] = excess();
    if (first === undefined) continue;
    const place = [...entities.pathOf(first.entity), ...first.key].map(String).join('.');
    problems.push({ path: [...path, one.kind, 'to'], message: `is too much: ${place}: ${first.message}` });
    return;
  }
}

function notePercent(one: Intervention, form: InterventionForm, percents: Map<number, number>): void {
  if (one.kind !== 'shares') return;
  const { to } = form.shares!;
  if (typeof to === 'string') percents.set(one.entity, percent(to));
  else percents.delete(one.entity);
}
