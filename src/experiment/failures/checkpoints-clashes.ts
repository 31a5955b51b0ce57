import { LEVELS } from '../../failures/checkpoints/levels.ts';
import type { Path, Problem } from '../problem.ts';
import { type CheckpointsForm, isFormula, type LevelForm, type LevelsForm, levelsOf } from './checkpoints-form.ts';

const AT: Path = ['checkpoints'];

/** What is said twice, in vain, or not at all: values that are right by themselves and wrong together. */
export function checkpointClashes(form: CheckpointsForm): Problem[] {
  return [...intervalClashes(form), ...stateClashes(form), ...levelClashes(form)];
}

function intervalClashes({ interval, mtbf }: CheckpointsForm): Problem[] {
  if (mtbf === undefined || isFormula(interval)) return [];
  return [{ path: [...AT, 'mtbf'], message: `has no effect: the interval is ${interval}; remove it`, atKey: true }];
}

const problemAt =
  (path: Path, problems: Problem[]) =>
  (key: string, message: string): void => {
    problems.push({ path: [...path, key], message, atKey: true });
  };

/** What checkpoints take is said, or it follows from how large the state is and what the store moves. */
function stateClashes(form: CheckpointsForm): Problem[] {
  const { write, read, state, store, levels = { shared: {} } } = form;
  const problems: Problem[] = [];
  const add = problemAt(AT, problems);
  if (write !== undefined && state !== undefined)
    add('write', 'cannot be given beside state: what a checkpoint takes follows from it');
  if (read !== undefined && write === undefined) add('read', 'needs write beside it');
  if (store !== undefined && state === undefined) add('store', 'has no effect: nothing says how large a state is');
  if (store !== undefined && levels.shared === undefined)
    add('store', 'has no effect: no checkpoint is of the level shared');
  return [...problems, ...derivedClashes(form, levels)];
}

/** Of levels that do not say themselves what a checkpoint takes. */
function derivedClashes({ write, state, store, levels: given }: CheckpointsForm, levels: LevelsForm): Problem[] {
  const problems: Problem[] = [];
  const add = problemAt(AT, problems);
  const lacking = levelsOf(levels).flatMap(([name, one]) => (one.write === undefined ? [name] : []));
  const placeOf = (name: string): Path => (given === undefined ? AT : [...AT, 'levels', name]);
  if (lacking.length === 0 && write !== undefined) add('write', 'has no effect: each level says its own');
  if (lacking.length === 0 && state !== undefined && store === undefined)
    add('state', 'has no effect: each level says what a checkpoint takes');
  if (write === undefined && state === undefined) {
    const message = 'does not say what a checkpoint takes: give write, such as 5min, or state';
    for (const name of lacking) problems.push({ path: placeOf(name), message, atKey: true });
  }
  if (state !== undefined && store === undefined && lacking.includes('shared'))
    problems.push({
      path: placeOf('shared'),
      message: 'needs the store that checkpoints go to, such as store: { bandwidth: 100 GiB/s }',
      atKey: true,
    });
  return problems;
}

function levelClashes(form: CheckpointsForm): Problem[] {
  const problems: Problem[] = [];
  let before: { name: string; every: number } | undefined;
  for (const [name, one] of form.levels === undefined ? [] : levelsOf(form.levels)) {
    const path = [...AT, 'levels', name];
    problems.push(...transferClashes(one, name === LEVELS.at(-1), form, path));
    const wrong = everyProblem(one.every, before);
    if (wrong !== undefined)
      problems.push({ path: one.every === undefined ? path : [...path, 'every'], message: wrong });
    before = { name, every: one.every ?? before?.every ?? 1 };
  }
  return problems;
}

function everyProblem(
  every: number | undefined,
  before: { readonly name: string; readonly every: number } | undefined,
): string | undefined {
  if (before === undefined)
    return every === undefined || every === 1 ? undefined : 'must be 1: the first level takes every checkpoint';
  const { name, every: last } = before;
  const example = `${last * 4}`;
  if (every === undefined) return `needs every: every how many checkpoints one is of it, such as ${example}`;
  if (every > last && every % last === 0) return undefined;
  return `must be a multiple of the ${last} of ${name}, and more, such as ${example}`;
}

function transferClashes(
  { write, read, bandwidth }: LevelForm,
  isShared: boolean,
  form: CheckpointsForm,
  path: Path,
): Problem[] {
  const problems: Problem[] = [];
  const add = problemAt(path, problems);
  if (read !== undefined && write === undefined) add('read', 'needs write beside it');
  if (bandwidth !== undefined && write !== undefined) add('bandwidth', 'cannot be given beside write');
  else if (bandwidth !== undefined && form.state === undefined)
    add('bandwidth', 'has no effect: nothing says how large a state is; give checkpoints.state');
  if (!isShared && form.state !== undefined && bandwidth === undefined && write === undefined)
    problems.push({ path, message: 'needs bandwidth, that of one node, such as 2 GiB/s; or write', atKey: true });
  return problems;
}
