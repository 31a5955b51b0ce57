import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import type { PolicyEntry } from '../model/policy.ts';
import type { QueueOrder } from '../model/scheduler.ts';
import { compose, optionValue } from './compose.ts';
import { ALL_ORDERS } from './every-order.ts';
import { guarantee, RECLAIMS } from './guarantee.ts';
import { choiceOption, depthOption, durationOption, NO_BACKFILLING, type PolicyOption, scanOption } from './options.ts';
import { ARRIVAL } from './orders.ts';
import { PREEMPT_OPTIONS } from './preempt-options.ts';
import { SHARE_ORDERS, type ShareOrder } from './share-entries.ts';

/** Order x depth x scan for an order that takes a machine of nodes, with the options of the order itself. */
function shareOrderPolicy(entry: ShareOrder): PolicyEntry {
  const depth = depthOption(NO_BACKFILLING);
  const { name, summary, source, options } = entry;
  return {
    name,
    summary,
    source,
    options: [depth, scanOption, ...options, ...PREEMPT_OPTIONS],
    create: (called, given) => {
      const order = entry.make((option) => optionValue(option, given));
      // What an order knows of the past, such as usage, is no decision that fair start times could leave out.
      const { remembers: _, ...scheduler } = compose(called, order, optionValue(depth, given), given);
      return { ...scheduler, needsCentre: true };
    },
  };
}

const byDefault = <T>(option: PolicyOption<T>): T => option.read(option.default);

const innerNames = [...ALL_ORDERS, ...SHARE_ORDERS].map(({ name }) => name);

const innerOption: PolicyOption<QueueOrder> = {
  name: 'order',
  values: innerNames.join(' | '),
  default: 'fcfs',
  meaning: 'who goes first within the guarantees, and among the jobs of one client; orders have their default options',
  read(text) {
    const order =
      ALL_ORDERS.find(({ name }) => name === text) ?? SHARE_ORDERS.find(({ name }) => name === text)?.make(byDefault);
    if (order !== undefined) return order;
    throw new InputError(`unknown order ${text}${suggestion(text, innerNames)}`);
  },
};

const reclaimOption = choiceOption(
  'reclaim',
  RECLAIMS,
  'wait',
  'how a lender gets its cores back; wait: as jobs end; drain: and nobody borrows meanwhile; preempt: by force',
);
const graceOption = durationOption('grace', '0', 'how long preempted jobs may go on after they have been told');
const borrowOption = choiceOption(
  'borrow',
  ['on', 'off'],
  'on',
  'whether cores that their owner does not use are lent; off: fixed parts of the machine',
);

const lendDepth = depthOption('1');

const guaranteePolicy: PolicyEntry = {
  name: 'guarantee',
  summary: 'a guaranteed minimum per client, whose unused cores others borrow until they are reclaimed',
  source: 'Vavilapalli et al., SoCC 2013 (capacity scheduling)',
  options: [lendDepth, innerOption, reclaimOption, graceOption, borrowOption],
  create(name, given) {
    const order = optionValue(innerOption, given);
    const reclaim = optionValue(reclaimOption, given);
    const grace = optionValue(graceOption, given);
    const borrow = optionValue(borrowOption, given) === 'on';
    if (grace > 0 && reclaim !== 'preempt') throw new InputError(`${name}: grace is for reclaim=preempt only`);
    if (!borrow && reclaim !== 'wait') throw new InputError(`${name}: nothing is to be reclaimed with borrow=off`);
    const depth = optionValue(lendDepth, given);
    return guarantee(name, { order: order === ARRIVAL ? undefined : order, depth, reclaim, grace, borrow });
  },
};

/** Every policy by priorities and shares, which takes a machine of nodes. */
export const SHARE_POLICIES: readonly PolicyEntry[] = [...SHARE_ORDERS.map(shareOrderPolicy), guaranteePolicy];
