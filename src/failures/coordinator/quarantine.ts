import type { Coordinator, NodeVerdict } from '../../model/coordinator.ts';
import type { NodeId } from '../../model/machine.ts';
import type { Duration, Time } from '../../model/time.ts';
import { spanText, timesText } from '../words.ts';
import type { QuarantineRule } from './rules.ts';

/** A node's last quarantine. */
interface Last {
  readonly began: Time;
  readonly until: Time;
  /** How many it has had, this one included. */
  readonly count: number;
}

/**
 * Sends nodes that fail repeatedly into quarantine. Failures that have led to one do not count again: a node that is
 * back has a clean slate, but what it has done makes its next quarantine longer.
 */
export function quarantineBy(rule: QuarantineRule): Coordinator['afterRepair'] {
  const last = new Map<NodeId, Last>();
  return ({ time, node, failures }): NodeVerdict => {
    const before = last.get(node);
    // It failed again while nobody used it: that must not let it out.
    if (before !== undefined && time < before.until)
      return {
        then: 'quarantine',
        until: before.until,
        why: `is in quarantine for ${spanText(before.until - time)} yet`,
      };
    // From the last failure on backwards, so that it does not matter how long the repair took.
    const since = Math.max(failures.at(-1)! - rule.within, before?.began ?? -1);
    const counted = failures.filter((at) => at > since).length;
    const within = `within ${spanText(rule.within)}`;
    if (counted < rule.failures)
      return { then: 'return', why: `failed ${timesText(counted)} ${within}, fewer than ${rule.failures} times` };
    const count = (before?.count ?? 0) + 1;
    const lasts = quarantineOf(rule, count);
    last.set(node, { began: time, until: time + lasts, count });
    const which = count === 1 ? '' : `, its ${ordinal(count)}`;
    const why = `failed ${timesText(counted)} ${within}, and ${rule.failures} are enough: quarantine for ${spanText(lasts)}${which}`;
    return { then: 'quarantine', until: time + lasts, why };
  };
}

/** How long the n-th quarantine of a node lasts, n from 1, ms. */
const quarantineOf = ({ lasts, factor, most }: QuarantineRule, count: number): Duration =>
  Math.min(most, Math.round(lasts * factor ** (count - 1)));

const ordinal = (count: number): string => {
  const tens = count % 100;
  const ending = tens >= 11 && tens <= 13 ? undefined : ['th', 'st', 'nd', 'rd'][count % 10];
  return `${count}${ending ?? 'th'}`;
};
