import type { PolicyEntry } from '../model/policy.ts';
import type { QueueOrder, Scheduler } from '../model/scheduler.ts';
import { backfill } from './backfill.ts';
import { list } from './list.ts';
import {
  AS_QUEUE,
  type Depth,
  depthOption,
  NO_BACKFILLING,
  orderOption,
  type PolicyOption,
  predictOption,
  scanOption,
} from './options.ts';
import { ARRIVAL, type OrderEntry } from './orders.ts';
import { PREEMPT_OPTIONS, withPreemption } from './preempt-options.ts';

type Given = ReadonlyMap<string, string>;
type Order = QueueOrder & Pick<OrderEntry, 'needsCentre'>;

export const optionValue = <T>(option: PolicyOption<T>, given: Given): T =>
  option.read(given.get(option.name) ?? option.default);

/** The policy of an order, a depth and the options scan and predict. */
export function compose(name: string, order: Order, depth: Depth, given: Given): Scheduler {
  const scan = optionValue(scanOption, given);
  const needsCentre = order.needsCentre || (scan !== AS_QUEUE && scan.needsCentre);
  const scheduler = withPreemption(plain(name, order, depth, given), given);
  return needsCentre ? { ...scheduler, needsCentre } : scheduler;
}

function plain(name: string, order: QueueOrder, depth: Depth, given: Given): Scheduler {
  // By arrival, the rank of a job is its row: to say nothing spares the engine a sort.
  const queue = order === ARRIVAL ? undefined : order;
  const scan = optionValue(scanOption, given);
  const predicts = optionValue(predictOption, given);
  if (depth === NO_BACKFILLING) return list(name, queue, predicts);
  return backfill(name, {
    depth,
    order: queue,
    scan: scan === AS_QUEUE || scan === order ? undefined : scan,
    predicts,
  });
}

/** Order x depth x scan, starting from an order: `saf`, `wfp3(depth=1)`. Without a depth nothing is backfilled. */
export function orderPolicy(entry: OrderEntry): PolicyEntry {
  const depth = depthOption(NO_BACKFILLING);
  return {
    name: entry.name,
    summary: entry.summary,
    source: entry.source,
    options: [depth, scanOption, predictOption, ...PREEMPT_OPTIONS],
    create: (name, given) => compose(name, entry, optionValue(depth, given), given),
  };
}

/** The same composition, starting from the depth: `backfill(depth=4, order=saf)`. */
export function backfillPolicy(): PolicyEntry {
  const depth = depthOption('1');
  return {
    name: 'backfill',
    summary: 'the first `depth` blocked jobs hold reservations; what delays none of them may start',
    source: 'Lifka, JSSPP 1995; Chiang, Arpaci-Dusseau and Vernon, JSSPP 2002 (several reservations)',
    options: [depth, orderOption, scanOption, predictOption, ...PREEMPT_OPTIONS],
    create: (name, given) => compose(name, optionValue(orderOption, given), optionValue(depth, given), given),
  };
}
