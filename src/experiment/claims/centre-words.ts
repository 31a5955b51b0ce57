import { CENTRE_GROUPINGS, CENTRE_METRICS, type CentreGrouping, namesOf, placeIn } from '../../metrics/index.ts';
import { hasDeadline, isLate, tardinessOf } from '../../metrics/lateness.ts';
import { ANY, NOT_NEGATIVE, type Range } from '../../metrics/metric.ts';
import { asksForFaults } from '../../metrics/registry.ts';
import type { Centre } from '../../model/centre.ts';
import { FATES, type Fate } from '../../model/centre-run.ts';
import { suggestion } from '../../model/nearest.ts';
import type { FinishedRun } from '../../model/run.ts';
import { type Time, toSeconds } from '../../model/time.ts';
import { NEEDS_FAULTS } from '../failures/needs-faults.ts';
import { ClaimError, type Node, startOf } from './syntax.ts';

type OfJob<T> = (run: FinishedRun, job: number) => T;

interface CentreFlag {
  readonly name: string;
  readonly definition: string;
  readonly of: OfJob<boolean>;
}

interface CentreColumn {
  readonly name: string;
  readonly unit: string;
  readonly range: Range;
  readonly definition: string;
  readonly of: OfJob<number>;
}

const column = (
  name: string,
  unit: string,
  definition: string,
  of: OfJob<number>,
  range = NOT_NEGATIVE,
): CentreColumn => ({
  ...{ name, unit, range, definition, of },
});
const seconds =
  (column: (run: FinishedRun) => ArrayLike<Time>): OfJob<number> =>
  (run, job) =>
    toSeconds(column(run)[job]!);

/** What a claim can know of each job as a number only on a machine of nodes. A figure that a job lacks is NaN. */
export const CENTRE_COLUMNS: readonly CentreColumn[] = [
  column('tardiness', 's', 'max(0, end - deadline), of jobs with a deadline that completed', tardinessOf),
  column(
    'deadline',
    's',
    'when it should have ended, since the origin of the trace',
    seconds(({ centre }) => centre!.deadline),
    ANY,
  ),
  column('eligible_wait', 's', 'start - the time when what it depends on had happened', ({ start, centre }, job) =>
    toSeconds(start[job]! - centre!.eligible[job]!),
  ),
  column('preemptions', '1', 'how often it was stopped before its end', ({ centre }, job) => centre!.preemptions[job]!),
  column(
    'lost',
    's',
    'run time that preemptions and faults threw away',
    seconds(({ centre }) => centre!.lost),
  ),
  column(
    'suspended',
    's',
    'for how long it was suspended',
    seconds(({ centre }) => centre!.suspended),
  ),
  column('priority', '1', 'its own priority, 0 if not given', ({ jobs }, job) => jobs.asks!.priority[job]!, ANY),
];

const flag = (name: string, definition: string, of: OfJob<boolean>): CentreFlag => ({ name, definition, of });
const fate = (name: Fate, definition: string): CentreFlag =>
  flag(name, definition, ({ centre }, job) => centre!.fate[job] === FATES.indexOf(name));

export const CENTRE_FLAGS: readonly CentreFlag[] = [
  flag('due', 'the job has a deadline', hasDeadline),
  flag('late', 'it ended after its deadline, or has one and never completed', isLate),
  flag('never_ran', 'it never ran to an end', ({ start, end }, job) => Number.isNaN(start[job]! + end[job]!)),
  flag('preempted', 'it was stopped before its end at least once', ({ centre }, job) => centre!.preemptions[job]! > 0),
  fate('completed', 'it came to its end'),
  fate('failed', 'it failed at its end, or was killed at its estimate'),
  fate('cancelled', 'it was cancelled'),
  fate('rejected', 'it was rejected at submit'),
  fate('held', 'it waits for what cannot happen'),
];

/** Whether jobs can be told apart by the word of this name, such as `account = physics`. */
const isGrouping = (name: string): name is CentreGrouping => CENTRE_GROUPINGS.some((known) => known === name);

/**
 * By which grouping a comparison tells jobs apart, such as `account = physics`. Users have names on a machine of nodes
 * and numbers in a trace: `user = heavy` is one, `user = 5` compares a number.
 */
export function groupingOf({ left, right }: Comparison): CentreGrouping | undefined {
  if (left.kind !== 'name' || !isGrouping(left.name)) return undefined;
  const word = right.kind === 'name' || right.kind === 'text';
  return left.name !== 'user' || word ? left.name : undefined;
}

type Comparison = Pick<Extract<Node, { kind: 'binary' }>, 'left' | 'right'>;

/** Whether the name stands for a grouping that is not a number as well. */
export const isOnlyGrouping = (name: string): name is CentreGrouping => isGrouping(name) && name !== 'user';

/** Whether the job is of the account, user, partition or QOS of this name. */
export function inGroup(grouping: CentreGrouping, word: string, run: FinishedRun): (job: number) => boolean {
  const place = namesOf(grouping, run.centre!.centre).indexOf(word);
  return (job) => placeIn(grouping, run, job) === place;
}

const NAMES = new Set([...CENTRE_COLUMNS, ...CENTRE_FLAGS, ...CENTRE_METRICS].map(({ name }) => name));
const OF_DEADLINES = /^(due|late|deadline|on_time|late_jobs|(\w+_)?tardiness)$/;

/** Tells whether jobs that have not been read yet may be of an account or a user of this name. */
export type MayCome = (grouping: CentreGrouping, name: string) => boolean;

/** What the words of a claim are held against. */
export interface CentreWords {
  /** The machine of the scenario, if it is one of nodes. */
  readonly centre: Centre | undefined;
  readonly mayCome: MayCome;
  /** Whether runs are runs under faults. */
  readonly faults: boolean;
}

/**
 * Checks all words of a claim that mean something only on a machine of nodes.
 * @throws ClaimError for such a word where there is none, for a group that the machine does not have, and for a figure
 *   of faults where nothing fails
 */
export function checkCentreWords(node: Node, known: CentreWords): void {
  const { centre, mayCome } = known;
  const check = (part: Node): void => checkCentreWords(part, known);
  if (node.kind === 'negative' || node.kind === 'not') check(node.of);
  else if (node.kind === 'binary') {
    const grouping = groupingOf(node);
    if (grouping === undefined) {
      check(node.left);
      check(node.right);
    } else if (centre === undefined) {
      throw new ClaimError(
        `${grouping === 'user' ? 'a user with a name' : grouping} needs a cluster of nodes`,
        node.left.at,
      );
    } else checkGroup(grouping, node.right, centre, mayCome);
  } else if (node.kind === 'call') {
    checkName(node.name, node.at, known);
    for (const part of [node.of, node.where]) if (part !== undefined) check(part);
  } else if (node.kind === 'name') checkName(node.name, node.at, known);
}

function checkName(name: string, at: number, { centre, faults }: CentreWords): void {
  if (centre !== undefined && !faults && asksForFaults([name]).length > 0)
    throw new ClaimError(`${name} ${NEEDS_FAULTS}`, at);
  if (centre !== undefined || !(NAMES.has(name) || isOnlyGrouping(name))) return;
  const why = OF_DEADLINES.test(name) ? 'this workload has no deadlines' : `${name} needs a cluster of nodes`;
  throw new ClaimError(why, at);
}

function checkGroup(grouping: CentreGrouping, right: Node, centre: Centre, mayCome: MayCome): void {
  const names = namesOf(grouping, centre);
  if (right.kind !== 'text' && right.kind !== 'name')
    throw new ClaimError(`${grouping} is one of: ${names.join(', ')}`, startOf(right));
  const word = right.kind === 'text' ? right.value : right.name;
  if (names.includes(word) || mayCome(grouping, word)) return;
  throw new ClaimError(`unknown ${grouping} '${word}'${names.length === 0 ? '' : suggestion(word, names)}`, right.at);
}
