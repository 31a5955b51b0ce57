import { corruptedBy } from '../../failures/checkpoints/corruption.ts';
import { type IntervalRule, intervalBy } from '../../failures/checkpoints/interval.ts';
import {
  type LevelName,
  level,
  nodeTransfer,
  statedTransfer,
  storeTransfer,
  type Transfer,
} from '../../failures/checkpoints/levels.ts';
import { memoryOf, STATE_BY, type StateRule, stateBy } from '../../failures/checkpoints/state.ts';
import type { Checkpointing, CheckpointLevel, CheckpointStore } from '../../model/checkpoints.ts';
import type { JobId, JobTable } from '../../model/jobs.ts';
import type { Duration } from '../../model/time.ts';
import { milliseconds } from '../centre/amounts.ts';
import type { Problem } from '../problem.ts';
import { checkpointClashes } from './checkpoints-clashes.ts';
import { type CheckpointsForm, isFormula, type LevelForm, levelsOf, type StateForm } from './checkpoints-form.ts';
import { fraction, mebibytesOf } from './quantities.ts';

/** What checkpoints depend on beside what is said of them. */
export interface CheckpointSetting {
  /** Undefined while they have not been read. */
  readonly jobs: JobTable | undefined;
  readonly seed: string | number | undefined;
  /** Mean time between failures of one node as what fails says, ms; undefined if nothing does. */
  readonly mtbf: Duration | undefined;
}

const UNLIMITED: CheckpointStore = { bandwidth: Number.POSITIVE_INFINITY, capacity: Number.POSITIVE_INFINITY };

/** What a job keeps unless somebody says more: the one before must outlive the writing of the next. */
const RETAINED = 2;

/**
 * The checkpoints that a scenario describes.
 * @param problems gets what is wrong; what is returned is undefined then, as it is while jobs are not known
 */
export function checkpointingOf(
  form: CheckpointsForm,
  { jobs, seed, mtbf }: CheckpointSetting,
  problems: Problem[],
): Checkpointing | undefined {
  const found = checkpointClashes(form);
  const interval = intervalRule(form, mtbf, found);
  if (form.corrupted !== undefined && seed === undefined)
    found.push({ path: ['checkpoints', 'corrupted'], message: 'is drawn, so the scenario needs a seed' });
  if (jobs !== undefined && form.state?.memory !== undefined) found.push(...memoryProblems(jobs));
  problems.push(...found);
  if (found.length > 0 || interval === undefined || jobs === undefined) return undefined;
  const state = form.state === undefined ? () => 0 : stateBy(stateRule(form.state), jobs);
  const store = storeOf(form);
  return {
    name: form.interval.trim(),
    interval: intervalBy(interval),
    levels: checkpointLevels(form, state, store),
    state,
    fullEvery: form.incremental?.full_every ?? 1,
    increment: form.incremental === undefined ? 1 : fraction(form.incremental.share),
    retain: form.retain ?? RETAINED,
    verify: form.verify ?? false,
    store,
    ...(form.corrupted !== undefined && { corrupted: corruptedBy(fraction(form.corrupted), seed!) }),
  };
}

function intervalRule(
  { interval, mtbf: given }: CheckpointsForm,
  ofFailures: Duration | undefined,
  problems: Problem[],
): IntervalRule | undefined {
  if (!isFormula(interval)) {
    const every = milliseconds(interval);
    if (every >= 1000) return { kind: 'fixed', every };
    problems.push({ path: ['checkpoints', 'interval'], message: 'must be at least 1s' });
    return undefined;
  }
  const mtbf = given === undefined ? ofFailures : milliseconds(given);
  if (mtbf !== undefined) return { kind: interval, mtbf };
  problems.push({
    path: ['checkpoints', 'interval'],
    message: `${interval} follows from how often a node fails, which nothing says; give mtbf beside it, such as 180d`,
  });
  return undefined;
}

/** A state of nothing would cost nothing, which nobody means. */
function memoryProblems(jobs: JobTable): Problem[] {
  const asking = Array.from({ length: jobs.length }, (_, job) => memoryOf(jobs, job as JobId) > 0);
  const none = asking.filter((asks) => !asks).length;
  if (none === 0) return [];
  return [
    {
      path: ['checkpoints', 'state', 'memory'],
      message: `is a part of what jobs ask for, and ${none} of ${jobs.length} ask for no memory; give per_core, per_node or per_job`,
    },
  ];
}

function stateRule(form: StateForm): StateRule {
  const by = STATE_BY.find((key) => form[key] !== undefined)!;
  return { by, amount: by === 'memory' ? fraction(form.memory!) : mebibytesOf(form[by]!) };
}

const storeOf = ({ store }: CheckpointsForm): CheckpointStore =>
  store === undefined
    ? UNLIMITED
    : {
        bandwidth: mebibytesOf(store.bandwidth),
        capacity: store.capacity === undefined ? UNLIMITED.capacity : mebibytesOf(store.capacity),
      };

function checkpointLevels(
  form: CheckpointsForm,
  state: Checkpointing['state'],
  store: CheckpointStore,
): readonly CheckpointLevel[] {
  const perNode = form.store?.per_node === undefined ? UNLIMITED.bandwidth : mebibytesOf(form.store.per_node);
  const transfer = (name: LevelName, one: LevelForm): Transfer => {
    const stated = one.write === undefined ? form : one;
    if (stated.write !== undefined)
      return statedTransfer(milliseconds(stated.write), milliseconds(stated.read ?? stated.write));
    return name === 'shared' ? storeTransfer(state, store, perNode) : nodeTransfer(state, mebibytesOf(one.bandwidth!));
  };
  return levelsOf(form.levels ?? { shared: {} }).map(([name, one]) => level(name, one.every ?? 1, transfer(name, one)));
}
