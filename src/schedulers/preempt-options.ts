import { PREEMPT_MODES, type PreemptMode } from '../model/centre.ts';
import { InputError } from '../model/errors.ts';
import type { Scheduler } from '../model/scheduler.ts';
import { choiceOption, durationOption, type PolicyOption } from './options.ts';
import type { Ranking } from './outrank.ts';
import { preemptive } from './preempt.ts';
import { VICTIM_RULES, type VictimRule } from './victims.ts';

const preemptOption = choiceOption<Ranking | 'none'>(
  'preempt',
  ['none', 'qos', 'priority'],
  'none',
  'whether a waiting job stops running ones that it outranks: by what its QOS may preempt, or by its own priority',
);

const victimsOption = choiceOption<VictimRule>(
  'victims',
  VICTIM_RULES,
  'youngest',
  'who is stopped first: who started last, who loses least work, or who has the lowest priority',
);

const modeOption = choiceOption<PreemptMode | 'own'>(
  'mode',
  ['own', ...PREEMPT_MODES],
  'own',
  'what becomes of those that are stopped; own: what their QOS says',
);

const graceOption = durationOption('grace', '0', 'how long a job may go on after it has been told to make room');

/** What every policy takes that is put together from an order and a depth. */
export const PREEMPT_OPTIONS: readonly PolicyOption<unknown>[] = [
  preemptOption,
  victimsOption,
  modeOption,
  graceOption,
];

/**
 * The same policy with preemption, if it is asked for.
 * @throws InputError for an option that says how to preempt where nothing is preempted
 */
export function withPreemption(scheduler: Scheduler, given: ReadonlyMap<string, string>): Scheduler {
  const value = <T>(option: PolicyOption<T>): T => option.read(given.get(option.name) ?? option.default);
  const by = value(preemptOption);
  const mode = value(modeOption);
  const how = { victims: value(victimsOption), mode: mode === 'own' ? undefined : mode, grace: value(graceOption) };
  if (by !== 'none') return preemptive(scheduler.name, scheduler, { by, ...how });
  for (const { name, default: byDefault } of [victimsOption, modeOption, graceOption]) {
    const text = given.get(name) ?? byDefault;
    if (text !== byDefault) throw new InputError(`${name} is ${text}, but nothing is preempted; give preempt too`);
  }
  return scheduler;
}
