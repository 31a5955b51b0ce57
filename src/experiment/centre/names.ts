import { suggestion, suggestionOfMany } from '../../model/nearest.ts';
import { lackingOn } from '../../model/suits.ts';
import type { Path, Problem } from '../problem.ts';
import type { AskForm, JobForm, RuleForm } from './asks-form.ts';
import { type Known, namedIn, shapeOf } from './table.ts';

/** Checks every name in what jobs ask for, and that there is a node at all that has what a task needs. */
export function checkAsk(ask: AskForm & Pick<JobForm, 'nodes'>, known: Known, path: Path, problems: Problem[]): void {
  const before = problems.length;
  const { machine, qos, windows, entities, accounts } = known;
  const check = (key: keyof AskForm, what: string, names: readonly string[], none = ''): void => {
    const value = ask[key];
    if (typeof value !== 'string' || names.includes(value)) return;
    const hint = names.length === 0 ? none : suggestion(value, names);
    problems.push({ path: [...path, key], message: `unknown ${what} '${value}'${hint}` });
  };
  check(
    'partition',
    'partition',
    machine.partitions.map(({ name }) => name),
  );
  check(
    'qos',
    'QOS',
    qos.map(({ name }) => name),
  );
  if (typeof accounts === 'object') check('account', 'account', entities.accounts);
  check(
    'reservation',
    'reservation',
    windows.filter(({ kind }) => kind === 'reservation').map(({ name }) => name),
    ': there are no reservations',
  );
  check(
    'kind',
    'kind',
    [...new Set(machine.groups.flatMap(({ speedOf }) => [...speedOf.keys()]))],
    ': no group has a speed_of any kind',
  );
  check(
    'gpu_type',
    'GPU type',
    machine.groups.flatMap(({ gpuType }) => gpuType ?? []),
    ': no group has a gpu_type',
  );
  const features = [...new Set(machine.groups.flatMap((group) => group.features))];
  for (const [i, feature] of (ask.features ?? []).entries()) {
    if (!features.includes(feature))
      problems.push({
        path: [...path, 'features', i],
        message: `unknown feature '${feature}'${features.length === 0 ? ': no group has any' : suggestion(feature, features)}`,
      });
  }
  if (problems.length > before) return;
  const shape = shapeOf({ ask }, known);
  if (!shape.wholeNodes && shape.perTask.every((amount) => amount === 0))
    problems.push({
      path: [...path, 'cores'],
      message: 'is 0, and a task that asks for nothing else cannot be placed',
    });
}

export function checkRules(rules: readonly RuleForm[], known: Known, seeded: boolean, problems: Problem[]): void {
  for (const [i, rule] of rules.entries()) {
    const before = problems.length;
    checkAsk(rule, known, ['asks', i], problems);
    // A single job that cannot run is rejected at its submit, but a rule under which none ever could is a slip.
    const lack =
      problems.length === before ? lackingOn(known.machine.groups, shapeOf({ ask: rule }, known)) : undefined;
    if (lack !== undefined) problems.push({ path: ['asks', i], message: `none of its jobs could run: ${lack}` });
    if (rule.share !== undefined && !seeded)
      problems.push({ path: ['asks', i, 'share'], message: 'is drawn, so the scenario needs a seed' });
  }
}

/** Every name that a job waits for is there, and nobody waits for itself in the end. */
export function checkDependencies(
  listed: readonly { readonly form: JobForm; readonly path: Path }[],
  problems: Problem[],
): void {
  const after = new Map(
    listed.map(({ form }) => [form.name, form.after === undefined ? [] : namedIn(form.after).map(({ on }) => on)]),
  );
  for (const { form, path } of listed) {
    for (const on of after.get(form.name)!) {
      if (!after.has(on))
        problems.push({
          path: [...path, 'after'],
          message: `unknown job '${on}'${suggestionOfMany(on, [...after.keys()])}`,
        });
    }
  }
  const done = new Set<string>();
  for (const { form, path } of listed) {
    const cycle = cycleFrom(form.name, after, done);
    if (cycle === undefined) continue;
    problems.push({ path: [...path, 'after'], message: `jobs wait for each other: ${cycle.join(' -> ')}` });
    return;
  }
}

/**
 * Jobs that wait for each other, as one comes upon them from one job; the first is also the last. Without recursion,
 * since a chain may be longer than the stack is deep.
 *
 * @param done jobs from which one comes upon none; those that are looked at are added
 */
function cycleFrom(
  start: string,
  after: ReadonlyMap<string, readonly string[]>,
  done: Set<string>,
): string[] | undefined {
  const trail = new Set<string>();
  const ways: { readonly name: string; readonly left: Iterator<string> }[] = [];
  const enter = (name: string): void => {
    trail.add(name);
    ways.push({ name, left: (after.get(name) ?? []).values() });
  };
  if (!done.has(start)) enter(start);
  for (let way = ways.at(-1); way !== undefined; way = ways.at(-1)) {
    const next = way.left.next();
    if (next.done === true) {
      done.add(way.name);
      trail.delete(way.name);
      ways.pop();
    } else if (trail.has(next.value)) {
      const names = [...trail];
      return [...names.slice(names.indexOf(next.value)), next.value];
    } else if (!done.has(next.value)) enter(next.value);
  }
  return undefined;
}
