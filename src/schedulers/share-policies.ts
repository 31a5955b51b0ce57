import type { PolicyEntry } from '../model/policy.ts';
import { compose, optionValue } from './compose.ts';
import { depthOption, NO_BACKFILLING, scanOption } from './options.ts';
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

/** Every policy by priorities and shares, which takes a machine of nodes. */
export const SHARE_POLICIES: readonly PolicyEntry[] = SHARE_ORDERS.map(shareOrderPolicy);
