import type { Probe } from '../../experiment/plan/probe.ts';
import type { TargetFigures } from '../../experiment/plan/target.ts';
import type { AmountText } from '../../experiment/study/amount.ts';
import { formatCount, formatCounted, formatFigure } from '../format.ts';
import type { ReportedPlan, ReportedPolicyPlan, StudyReport } from './study-report.ts';
import { leftOutText, listed, percentText } from './study-words.ts';

/** All probes of a search under one policy. */
export interface PlanTable {
  readonly title: string;
  readonly note: string;
  /** How to look at the jobs of the size that the note names. */
  readonly look: string;
  readonly head: readonly string[];
  readonly rows: readonly PlanRow[];
}

/** One size that was tried. */
export interface PlanRow {
  readonly size: string;
  /** Whether it is the answer, or where there is none the one that comes nearest. */
  readonly is: 'found' | 'best' | null;
  readonly state: TargetState;
  /** `3 jobs too wide`; empty where all fit. */
  readonly remark: string;
  /** By target. */
  readonly figures: readonly { readonly text: string; readonly state: TargetState }[];
}

export type TargetState = 'met' | 'undecided' | 'not met';

export function stateOf(met: boolean, failed: boolean): TargetState {
  if (met) return 'met';
  return failed ? 'not met' : 'undecided';
}

/** A size in a sentence or a table: whole numbers in groups, all else as scenarios have it. */
export const sizeText = (size: AmountText): string =>
  Number.isInteger(size) ? formatCount(Number(size)) : String(size);

/** The answers of a search for capacity, in a sentence for each policy. */
export function planSentences({ plan }: Pick<StudyReport, 'plan'>): string[] {
  return plan === null ? [] : plan.policies.map((policy) => answer(policy, plan));
}

function answer(policy: ReportedPolicyPlan, plan: ReportedPlan): string {
  const { label, size, undecided } = policy;
  const { axis, find, confidence, replications } = plan;
  const whose = label === null ? '' : `Under ${label} `;
  const rest = `${openText(policy, replications)}${exceptionText(policy, find)}`;
  if (undecided !== null) {
    const passing = `${axis} = ${sizeText(undecided.size)} is the ${find} that was found to pass the targets`;
    const few = `${formatCounted(replications, 'replication')} ${replications === 1 ? 'is' : 'are'} too few`;
    return `${whose}${passing}, but ${few}: ${percentText(confidence)} confidence takes ${formatCount(undecided.replications)}.${rest}`;
  }
  if (size === null) return `${whose}${noneText(policy, plan)}${rest}`;
  const sure =
    replications < 2 ? 'one replication, so with no stated confidence' : `${percentText(confidence)} confidence`;
  return `${whose}${axis} = ${sizeText(size)} is the ${find} that was found to meet the targets (${sure}).${rest}`;
}

/** That no size meets, or none surely, and what the one that comes nearest falls short by. */
function noneText({ label, best, open, probes }: ReportedPolicyPlan, { axis, find, from, to }: ReportedPlan): string {
  const reach = find === 'largest' ? `down to ${sizeText(from)}` : `up to ${sizeText(to)}`;
  const tried = `${formatCounted(probes.length, 'was', 'were')} tried`;
  const meets = open.length === 0 ? 'meets' : 'is shown to meet';
  const none = `${label === null ? 'No' : 'no'} size of ${axis} ${reach} ${meets} the targets (${tried})`;
  const nearest = probes.find(({ size }) => size === best)!;
  const lacking = nearest.targets
    .filter(({ met }) => !met)
    .map((target) => `${target.text} is ${target.failed ? 'not met' : 'not decided'}: ${targetText(target)}`);
  return `${none}; best was ${sizeText(nearest.size)}, where ${[...tooWide(nearest), ...lacking].join('; ')}.`;
}

const tooWide = ({ too_wide: jobs }: Probe): string[] => (jobs === 0 ? [] : [`${formatCounted(jobs, 'job')} too wide`]);

/** Sizes of which a bound is on the other side of a target than the mean: more replications would tell. */
function openText({ open, undecided, best, probes }: ReportedPolicyPlan, replications: number): string {
  const others = probes.filter(({ size }) => open.includes(size) && size !== undecided?.size && size !== best);
  if (others.length === 0) return '';
  const verb = others.length === 1 ? 'is' : 'are';
  const takes = (needs: number | null): string => (needs === null ? '' : ` (which takes ${formatCount(needs)})`);
  return ` ${listed(others.map(({ size, needs }) => `${sizeText(size)}${takes(needs)}`))} ${verb} not decided with ${formatCounted(replications, 'replication')}.`;
}

function exceptionText({ exceptions }: ReportedPolicyPlan, find: ReportedPlan['find']): string {
  if (exceptions.length === 0) return '';
  const never = `${find === 'largest' ? 'Smaller' : 'Larger'} is not always better`;
  return ` ${never}: ${listed(exceptions.map(sizeText))} ${exceptions.length === 1 ? 'does' : 'do'} not meet them.`;
}

/** The figure of a target with its interval: `3.20 h [2.90, 3.50]`. */
function targetText({ value, low, high, unit, missing }: TargetFigures): string {
  const figure = formatFigure({ unit }, value);
  const interval =
    low === null || high === null ? '' : ` [${formatFigure({ unit }, low)}, ${formatFigure({ unit }, high)}]`;
  return `${figure}${interval}${missing === 0 ? '' : ` (${leftOutText(missing)})`}`;
}

/** Every probe in a table per policy; none without a search. */
export function planTables(report: Pick<StudyReport, 'plan'>): PlanTable[] {
  const { plan } = report;
  if (plan === null) return [];
  const sentences = planSentences(report);
  return plan.policies.map((policy, i) => ({
    title: policy.label === null ? 'Sizes that were tried' : `Sizes that were tried under ${policy.label}`,
    note: sentences[i]!,
    look: policy.look,
    head: [plan.axis, 'targets', ...(policy.probes[0]?.targets ?? []).map(({ text }) => text)],
    rows: policy.probes.map((probe) => rowOf(probe, policy)),
  }));
}

function rowOf(probe: Probe, { size, best }: ReportedPolicyPlan): PlanRow {
  const nearest = probe.size === best ? 'best' : null;
  return {
    size: sizeText(probe.size),
    is: probe.size === size ? 'found' : nearest,
    state: stateOf(probe.meets, probe.fails),
    remark: tooWide(probe).join(),
    figures: probe.targets.map((target) => ({ text: targetText(target), state: stateOf(target.met, target.failed) })),
  };
}

const MARKS: Readonly<Record<TargetState, string>> = { met: '', undecided: ' ?', 'not met': ' !' };

/** A row as plain text: size, whether it meets, then each target's figure. */
export const planCells = ({ size, is, state, remark, figures }: PlanRow): string[] => [
  `${size}${is === 'found' ? ' *' : ''}${is === 'best' ? ' (best)' : ''}`,
  `${state}${remark === '' ? '' : ` (${remark})`}`,
  ...figures.map((figure) => `${figure.text}${MARKS[figure.state]}`),
];

/** How the jobs of a size can be looked at. */
export const lookSentence = ({ look }: PlanTable): string => `Job by job: ${look}`;
