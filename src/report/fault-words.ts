import { SPENDING, type Spending, type Spent } from '../model/fault-run.ts';
import type { NodeId } from '../model/machine.ts';
import type { Closed, Closure } from '../model/why-not.ts';
import type { NodeAccount, NodeDecision, NodeRestore, NodeSetback, NodeStint } from '../observers/node-life.ts';
import { durationText } from './explain-words.ts';
import { formatCounted } from './format.ts';
import { nodeNames } from './machine-lines.ts';
import type { NodeWording } from './node-wording.ts';

/** A stretch that a fault has stopped. */
export type FaultyStint = NodeStint & { readonly fault: NonNullable<NodeStint['fault']> };

/** What stopped a stretch, when, and when that was known: `n-1 failed at 02:30 (disk), known 1 min later`. */
export function strikeWords({ fault, hung }: FaultyStint, to: NodeWording): string {
  const { cause, nodes, struck, known } = fault;
  const still = hung === undefined ? '' : `came no further from ${to.time(hung.at)} on (${hung.cause})`;
  if (nodes.length > 0) {
    const at = hung === undefined ? ` at ${to.time(struck)}` : '';
    const failed = `${nodeNames(nodes, to.centre.machine)} failed${at}${cause === 'node' ? '' : ` (${cause})`}`;
    return `${still === '' ? '' : `${still}; `}${failed}, known ${laterWords(known - struck, hung === undefined)}`;
  }
  if (cause === 'limit') return `ran into its time limit${still === '' ? '' : `; ${still}`}`;
  if (hung === undefined) return `a fault of its own (${cause})`;
  const how = cause === 'deadlock' ? 'waited for others of its account for ever' : 'came no further';
  return `${how} from ${to.time(hung.at)} on (${cause}), found by the watchdog ${durationText(known - hung.at)} later`;
}

const laterWords = (after: number, fromThen: boolean): string => {
  if (!fromThen) return `${durationText(after)} after that`;
  return after === 0 ? 'at once' : `${durationText(after)} later`;
};

/** What a fault cost a job of what it had computed, and what it kept. */
export function lossWords({ fault: { lost, kept, checkpoint, unreadable, then } }: FaultyStint): string {
  const gone = lost === 0 ? 'no computing lost' : `${durationText(lost)} of computing lost`;
  if (kept > 0) return `${gone}; checkpoint ${checkpoint} has ${durationText(kept)} of its work`;
  if (then !== 'requeue') return gone;
  return `${gone}; ${unreadable.length === 0 ? 'no checkpoint to go on from' : `${noneOf(unreadable.length)} be read`}`;
}

/** What the coordinator decided and why, and since when the job waits again if it does not at once. */
export function verdictWords({ fault: { why, then, queued, known } }: FaultyStint, to: NodeWording): string {
  const verdict = then === 'fail' ? 'given up' : 'again';
  return `${verdict}: ${why}${queued > known ? `; waits again from ${to.time(queued)} on` : ''}`;
}

const noneOf = (count: number): string =>
  count === 1 ? 'its only checkpoint cannot' : `none of its ${count} checkpoints can`;

/** That a waiting job has lost what it was to go on from: `checkpoint 3 lost at 02:40 with its nodes; goes on from checkpoint 2`. */
export function setbackWords({ at, lost, checkpoint, kept }: NodeSetback, to: NodeWording): string {
  const next = checkpoint === 0 ? 'begins anew' : `checkpoint ${checkpoint} has ${durationText(kept)} of its work`;
  return `checkpoint ${lost} lost at ${to.time(at)} with nodes that failed since; ${next}`;
}

/** From which checkpoint a job goes on: `reads checkpoint 2 (shared, of 02:10), having tried 3, which cannot be read`. */
export function restoreWords({ checkpoint, level, taken, unreadable }: NodeRestore, to: NodeWording): string {
  const numbers = unreadable.join(' and ');
  if (taken === undefined) return `having tried ${numbers}, which cannot be read`;
  const tried = unreadable.length === 0 ? '' : `, having tried ${numbers}, which cannot be read`;
  return `from checkpoint ${checkpoint} (${level}, of ${to.time(taken)})${tried}`;
}

const SPENT: Readonly<Record<keyof Spent, string>> = {
  compute: 'computing',
  checkpoint: 'writing checkpoints',
  restore: 'reading them',
  slow: 'slowed down by a fault',
  stuck: 'coming no further',
  dead: 'after a node had failed',
};

/** How a stretch was spent: `2 h 20 min computing, 10 min writing checkpoints`; empty if on computing alone. */
export function spentWords(spent: Spent): string {
  const parts = (Object.keys(SPENT) as (keyof Spent)[]).filter((kind) => spent[kind] > 0);
  if (parts.every((kind) => kind === 'compute')) return '';
  return parts.map((kind) => `${durationText(spent[kind])} ${SPENT[kind]}`).join(', ');
}

const OVERHEAD = ['checkpoint', 'restore', 'slow', 'stuck', 'dead'] as const satisfies readonly Spending[];

/** Whether there is nothing to tell of it. */
export const isAllUseful = ({ spent, open }: NodeAccount): boolean =>
  open === 0 && SPENDING.every((kind) => kind === 'useful' || spent[kind] === 0);

/** What became of the time in which a job held nodes: rows of a length and what it was. */
export function accountRows({ spent, open, written, restored }: NodeAccount): string[][] {
  const overhead = OVERHEAD.reduce((sum, kind) => sum + spent[kind], 0);
  const counted = {
    ...SPENT,
    checkpoint: `writing ${formatCounted(written, 'checkpoint')}`,
    restore: restored === 0 ? 'trying to read checkpoints' : `reading ${formatCounted(restored, 'checkpoint')}`,
  };
  const kinds = OVERHEAD.filter((kind) => spent[kind] > 0);
  return [
    ['useful', durationText(spent.useful), 'of computing'],
    ['lost', durationText(spent.lost), 'of computing'],
    [
      'overhead',
      durationText(overhead),
      kinds.map((kind) => `${durationText(spent[kind])} ${counted[kind]}`).join(', '),
    ],
    ...(open === 0 ? [] : [['open', durationText(open), 'of computing, of use if it goes on']]),
    ['in all', durationText(spent.useful + spent.lost + overhead + open), 'on its nodes'],
  ];
}

const ALARMS: Readonly<Record<Extract<NodeDecision, { kind: 'alarm' }>['then'], string>> = {
  ignore: 'used on',
  drain: 'drained',
  migrate: 'drained, its jobs move',
};

/** What was decided about a node, and what for: `quarantine until day 1 02:00`. */
function decidedWords(decision: NodeDecision, to: NodeWording): string {
  switch (decision.kind) {
    case 'alarm':
      return ALARMS[decision.then];
    case 'return':
      return 'back';
    case 'quarantine':
      return `in quarantine until ${to.time(decision.until)}`;
    case 'spare': {
      const of = nodeNames([decision.of], to.centre.machine);
      return decision.until > decision.time
        ? `takes the place of ${of} at ${to.time(decision.until)}`
        : `takes the place of ${of}`;
    }
    case 'no-spare':
      return 'no spare takes its place';
  }
}

/** Rows of what was decided about nodes: when, which, what, why. */
export const decisionRows = (decisions: readonly NodeDecision[], to: NodeWording): string[][] =>
  decisions.map((one) => [
    to.time(one.time),
    nodeNames([one.node], to.centre.machine),
    `${decidedWords(one, to)}${one.why === '' ? '' : `: ${one.why}`}`,
  ]);

const CLOSED: Readonly<Record<Closure, string>> = {
  down: 'failed',
  quarantine: 'in quarantine',
  warned: 'said to fail',
  spare: 'spare',
};

/** Why nodes are not online that faults keep from it: `failed: n-1; in quarantine: n-4`. */
export const closedWords = (closed: readonly Closed[], to: NodeWording): string =>
  closed
    .map(({ why, nodes }) => `${CLOSED[why]}: ${nodeNames(nodes as readonly NodeId[], to.centre.machine)}`)
    .join('; ');
