import { RunHash } from '../kernel/run-hash.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';

const WHAT = { node: 1, storage: 2, deadlock: 3, until: 0 } as const;
const STORAGE = ['slow', 'full', 'corrupt'] as const;

/** What befell a run before a moment. */
export interface Met {
  /** Outages of nodes, faults of the store, and deadlocks. */
  readonly faults: number;
  /** 16 hexadecimal digits over what failed when, together with what, and until when if that was before the moment. */
  readonly hash: string;
}

/**
 * What a run has met of failures of nodes and of the store, and of deadlocks, that began before a moment: equal under
 * all policies, for nothing that is scheduled moves a fault.
 * @param before when the last job of the run left, at the latest
 */
export function failuresMet({ centre }: FinishedRun, before: Time): Met {
  const { outages = [], storage = [], deadlocks = [] } = centre?.faults ?? {};
  const hash = new RunHash();
  const over = (until: Time): void => hash.add(WHAT.until, until < before ? until : -1, 0);
  const nodes = outages.filter(({ from }) => from < before);
  for (const { from, node, event, until } of nodes) {
    hash.add(WHAT.node, from, node);
    hash.add(WHAT.node, event, node);
    over(until);
  }
  const stores = storage.filter(({ from }) => from < before);
  for (const { from, what, until } of stores) {
    hash.add(WHAT.storage, from, STORAGE.indexOf(what));
    over(until);
  }
  const locks = deadlocks.filter(({ from }) => from < before);
  for (const { from, entity } of locks) hash.add(WHAT.deadlock, from, entity);
  return { faults: nodes.length + stores.length + locks.length, hash: hash.digest() };
}
