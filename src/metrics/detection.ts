import type { OutageRecord } from '../model/fault-run.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Time } from '../model/time.ts';
import { befell } from './befell.ts';
import { lastEnd } from './last-end.ts';

/** A node stops working, whatever outages it is in from then until it works again. */
export interface NodeFailure {
  readonly node: number;
  readonly from: Time;
  /** When that was known, by whichever of its outages was first. */
  readonly known: Time;
}

/** Failures of nodes in order of `from`: an outage that begins while the node is in another is none of its own. */
export function nodeFailures(outages: readonly OutageRecord[]): NodeFailure[] {
  const failures: { node: number; from: Time; known: Time; until: Time }[] = [];
  const last = new Map<number, (typeof failures)[number]>();
  for (const { node, from, known, until } of outages) {
    const open = last.get(node);
    if (open !== undefined && from <= open.until) {
      open.known = Math.min(open.known, known);
      open.until = Math.max(open.until, until);
      continue;
    }
    const failure = { node, from, known, until };
    failures.push(failure);
    last.set(node, failure);
  }
  return failures.map(({ until: _, ...failure }) => failure);
}

/** Those that became known before the last job had left; in a window, those of them that began in it. */
export function detected(run: FinishedRun): NodeFailure[] {
  const over = lastEnd(run);
  const counts = befell(run);
  return nodeFailures(run.centre?.faults?.outages ?? []).filter((one) => one.known <= over && counts(one));
}
