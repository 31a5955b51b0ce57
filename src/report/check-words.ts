import type { JudgedMove, RunCheck, ScenarioCheck } from '../experiment/check/check.ts';
import { toSeconds } from '../model/time.ts';
import { type DiffWording, diffWording } from './diff-words.ts';
import { moments } from './explain-words.ts';
import { formatCount, formatFigure, formatNumber } from './format.ts';

/** Whether every run of every scenario has passed. */
export const allPassed = (checks: readonly ScenarioCheck[]): boolean =>
  checks.every(({ runs }) => runs.every(({ passed }) => passed));

/** Whether there is anything to tell of a run. */
export const isToTell = ({ passed, sameSchedule, moved }: RunCheck): boolean =>
  !passed || !sameSchedule || moved.length > 0;

/** What became of a run, in a few words. */
export function verdictWords({ was, sameSchedule, moved, passed }: RunCheck): string {
  if (was === undefined) return 'is new to the baseline';
  if (sameSchedule && moved.length === 0) return 'is as it was';
  const what = sameSchedule ? 'makes the same schedule, but other figures' : 'makes another schedule';
  return passed ? `${what}, within its budgets` : what;
}

/** That the policy itself is another one under the same label; empty if it is not. */
export const policyWords = ({ was, now }: RunCheck): string =>
  was === undefined || was.policy === now.policy ? '' : `the policy was ${was.policy}, and is ${now.policy}`;

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

/** When the run parts from its baseline, in words; that it does not, where the order within a moment alone differs. */
export function partingWords({ workload }: ScenarioCheck, { parting }: RunCheck): string {
  if (parting === undefined) {
    return 'every job starts and is preempted as it was; what differs is the order within a moment';
  }
  const when = moments(workload.origin).long(parting.time);
  return `the first decision that differs is at ${when}, ${toSeconds(parting.time)} s on the clock of the workload`;
}

/** How many jobs of a decision are told in a sentence each. */
const TOLD = 3;

/** What the run does at that moment and its baseline did not, and the other way round, with the reasons of now: a sentence each. */
export function decisionSentences({ workload }: ScenarioCheck, { parting }: RunCheck): readonly string[] {
  if (parting === undefined) return [];
  const to: DiffWording = diffWording(workload);
  const { starts, stops, leaves } = parting.now;
  const all = [
    ...stops.map((one) => `now stops ${to.job(one.job)}: ${to.stop(one)}`),
    ...starts.map((one) => `now starts ${to.job(one.job)}: ${to.start(one)}`),
    ...leaves.map((one) => `no longer ${one.running ? 'stops' : 'starts'} ${to.job(one.job)}: ${to.left(one)}`),
  ];
  const more = all.length - TOLD;
  return more > 0 ? [...all.slice(0, TOLD), `and ${formatCount(more)} more`] : all;
}

/** What is to be told of a scenario beside its runs. */
export function remarks({ otherVersion, removed }: ScenarioCheck, version: string): readonly string[] {
  return [
    ...(otherVersion === undefined ? [] : [`the baseline was made by version ${otherVersion}, this is ${version}`]),
    ...removed.map((label) => `${label} is in the baseline, and the scenario no longer has it`),
  ];
}
