import type { PointValues } from '../experiment/check/baseline.ts';
import type { PolicyCheck, Removed, ScenarioCheck } from '../experiment/check/check.ts';
import type { JudgedMove } from '../experiment/check/moves.ts';
import type { CheckParting } from '../experiment/check/parting.ts';
import { toSeconds } from '../model/time.ts';
import { type DiffWording, diffWording } from './diff-words.ts';
import { moments } from './explain-words.ts';
import { formatCount, formatCounted, formatFigure, formatNumber } from './format.ts';
import { quoted } from './shell-quote.ts';

/** Whether every run of every scenario has passed. */
export const allPassed = (checks: readonly ScenarioCheck[]): boolean =>
  checks.every(({ policies }) => policies.every(({ passed }) => passed));

/** Whether there is anything to tell of a policy's runs. */
const isToTell = ({ passed, different, moved }: PolicyCheck): boolean => !passed || different.length + moved.length > 0;

/** How many policies, each at one point, are told of a scenario. */
const MOST = 20;

/** What is told of a scenario's policies: the worst first, and how many are not told. */
export interface Told {
  readonly shown: readonly PolicyCheck[];
  readonly more: number;
}

export function toTell(policies: readonly PolicyCheck[], most: number = MOST): Told {
  const all = policies.filter(isToTell).sort((a, b) => badness(b) - badness(a));
  return { shown: all.slice(0, most), more: Math.max(0, all.length - most) };
}

/** What fails comes before what passes; of what fails, the move that is the largest part of what it was. */
function badness({ passed, moved }: PolicyCheck): number {
  if (passed) return -1;
  const sizes = moved
    .filter(({ within }) => !within)
    .map(({ was, now }) =>
      was === null || now === null || was === 0 ? Number.MAX_VALUE : Math.abs((now - was) / was),
    );
  return Math.max(0, ...sizes);
}

/** That more is not told; empty if all is. */
export const moreWords = (more: number): string =>
  more === 0 ? '' : `and ${formatCount(more)} more; --json has them all`;

/** A point in words: `cluster.procs = 64, options.overrun = kill`. */
const pointWords = (at: PointValues): string =>
  Object.entries(at)
    .map(([path, value]) => `${path} = ${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(', ');

/** Where a policy ran; empty for a scenario without axes. */
export const placeWords = ({ at }: PolicyCheck): string =>
  Object.keys(at).length === 0 ? '' : ` at ${pointWords(at)}`;

/** What became of a policy's runs, in a few words. */
export function verdictWords({ was, runs, rescheduled, different, added, passed }: PolicyCheck): string {
  if (was === undefined) return 'is new to the baseline';
  if (different.length === 0) return added.length === 0 ? 'is as it was' : 'has runs that are new to the baseline';
  const counted = rescheduled.length > 0 ? rescheduled : different;
  const often = runs === 1 ? '' : ` in ${counted.length} of ${formatCounted(runs, 'replication')}`;
  const same = rescheduled.length === 0;
  const what = same ? `makes the same schedule, but other figures${often}` : `makes another schedule${often}`;
  return passed ? `${what}, within its budgets` : what;
}

/** What else is to be known of a policy's runs: that it is another one under the same label, and what is compared. */
export function notesOf({ was, now, runs, added, moved }: PolicyCheck): readonly string[] {
  if (was === undefined) return [];
  const compared = runs - added.length;
  return [
    ...(was.policy === now.policy ? [] : [`the policy was ${was.policy}, and is ${now.policy}`]),
    ...(added.length === 0 ? [] : [`new to the baseline: ${numbered(added)}`]),
    ...(moved.length > 0 && runs > 1 ? [`figures are means over ${formatCounted(compared, 'replication')}`] : []),
  ];
}

/**
 * Of which run the parting is told, by its hashes; none where the policy is new or no schedule differs. Every output says
 * it before the words of the parting.
 */
export function hashWords({ now, was, runs, parting }: PolicyCheck): readonly string[] {
  if (was === undefined || parting === undefined) return [];
  return [`${runs === 1 ? '' : `in replication ${now.replication} `}hash ${now.hash}, was ${was.hash}`];
}

/** Replications, which are added and taken away at the end. */
const numbered = (numbers: readonly number[]): string =>
  numbers.length === 1 ? `replication ${numbers[0]}` : `replications ${numbers[0]} to ${numbers.at(-1)}`;

/** A move in words that any kind of output can put together. */
export interface MoveWords {
  readonly metric: string;
  readonly was: string;
  readonly now: string;
  /** In percent of what it was, or `-`. */
  readonly change: string;
  readonly verdict: string;
}

export function moveWords({ metric, unit, was, now, within, budget }: JudgedMove): MoveWords {
  const [before, after] = [formatFigure({ unit }, was), formatFigure({ unit }, now)];
  // Those that look the same are shown with all their digits: they are not.
  const exact = (value: number | null): string => (unit === 's' ? `${value} s` : `${value}`);
  const [first, second] = before === after ? [exact(was), exact(now)] : [before, after];
  return { metric, was: first, now: second, change: changeText(was, now), verdict: budgetText(within, budget) };
}

const budgetText = (within: boolean, budget: JudgedMove['budget']): string => {
  if (budget === undefined) return 'no budget';
  return within ? `within: ${budget.text}` : `exceeds: ${budget.text}`;
};

function changeText(was: number | null, now: number | null): string {
  if (was === null || now === null || was === 0) return '-';
  const percent = ((now - was) / Math.abs(was)) * 100;
  return `${percent < 0 ? '-' : '+'}${formatNumber(Math.abs(percent))} %`;
}

/** In which order moves are told: those that fail the check first. */
export const failingFirst = (moved: readonly JudgedMove[]): readonly JudgedMove[] => [
  ...moved.filter(({ within }) => !within),
  ...moved.filter(({ within }) => within),
];

/**
 * When a policy's schedule parts from its baseline, in words; that it does not, where the order within a moment alone
 * differs; which commands tell it, where the baseline does not know.
 */
export function partingWords(
  { scenario, replicated }: ScenarioCheck,
  { parting, label }: PolicyCheck,
): readonly string[] {
  if (parting === undefined) return [];
  if (parting.kind === 'order')
    return ['every job starts and is preempted as it was; what differs is the order within a moment'];
  if (parting.kind === 'decision') {
    const when = moments(parting.workload.origin).long(parting.time);
    return [`the first decision that differs is at ${when}, ${toSeconds(parting.time)} s on the clock of the workload`];
  }
  const { run, diff } = untoldCommands({ scenario, replicated }, { label }, parting);
  return [
    `the first run that differs is ${replicated ? `replication ${parting.run.replication}` : 'this one'}, of which the baseline has ` +
      `the hash alone; the decision is told by ${run} --out now, the same by what made the baseline with --out before, ` +
      `and ${diff}`,
  ];
}

/** Of a run of which the baseline has the hash alone: what runs it, by either version, and what tells its decision then. */
export function untoldCommands(
  { scenario, replicated }: Pick<ScenarioCheck, 'scenario' | 'replicated'>,
  { label }: Pick<PolicyCheck, 'label'>,
  { run: { at, replication } }: Extract<CheckParting, { readonly kind: 'untold' }>,
): { readonly run: string; readonly diff: string } {
  const run = [
    ...['makespan', 'run', scenario],
    ...Object.entries(at).flatMap(([path, value]) => ['--at', `${path}=${JSON.stringify(value)}`]),
    ...(replicated ? ['--replication', String(replication)] : []),
  ];
  const diff = ['makespan', 'diff', `before:${label}`, `now:${label}`];
  return { run: run.map(quoted).join(' '), diff: diff.map(quoted).join(' ') };
}

/** How many jobs of a decision are told in a sentence each. */
const TOLD = 3;

/** What the run does at that moment and its baseline did not, and the other way round, with the reasons of now: a sentence each. */
export function decisionSentences({ parting }: PolicyCheck): readonly string[] {
  if (parting?.kind !== 'decision') return [];
  const to: DiffWording = diffWording(parting.workload);
  const { starts, stops, leaves } = parting.now;
  const all = [
    ...stops.map((one) => `now stops ${to.job(one.job)}: ${to.stop(one)}`),
    ...starts.map((one) => `now starts ${to.job(one.job)}: ${to.start(one)}`),
    ...leaves.map(
      (one) => `no longer ${one.state === 'running' ? 'stops' : 'starts'} ${to.job(one.job)}: ${to.left(one)}`,
    ),
  ];
  const more = all.length - TOLD;
  return more > 0 ? [...all.slice(0, TOLD), `and ${formatCount(more)} more`] : all;
}

/** What is to be told of a scenario beside its runs. */
export const remarks = ({ otherVersion, removed }: ScenarioCheck, version: string): readonly string[] => [
  ...(otherVersion === undefined ? [] : [`the baseline was made by version ${otherVersion}, this is ${version}`]),
  ...removedWords(removed),
];

function removedWords({ labels, points, replications }: Removed): string[] {
  const [first] = points;
  return [
    ...labels.map((label) => `${label} is in the baseline, and the scenario no longer has it`),
    ...(first === undefined
      ? []
      : [
          points.length === 1
            ? `${pointWords(first)} is in the baseline, and the scenario no longer has this point`
            : `${points.length} points are in the baseline, the first ${pointWords(first)}, and the scenario no longer has them`,
        ]),
    ...(replications.length === 0
      ? []
      : [`${numbered(replications)} of the baseline: the scenario no longer has so many`]),
  ];
}
