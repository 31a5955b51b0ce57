import type { PlanResult, PolicyPlan, Probe } from '../../experiment/plan/plan.ts';
import type { TargetFigures } from '../../experiment/plan/target.ts';
import { formatCount, formatCounted, formatFigure } from '../format.ts';
import type { StudyReport } from './study-report.ts';
import { leftOutText, listed, percentText } from './study-words.ts';

/** All probes of a search under one policy. */
export interface PlanTable {
  readonly title: string;
  readonly note: string;
  readonly head: readonly string[];
  /** Size, whether it meets, then each target's figure. */
  readonly rows: readonly (readonly string[])[];
}

/** The answers of a search for capacity, in a sentence for each policy. */
export function planSentences({ plan }: Pick<StudyReport, 'plan'>): string[] {
  return plan === null ? [] : plan.policies.map((policy) => answer(policy, plan));
}

function answer(
  { label, size, undecided, exceptions, open, probes }: PolicyPlan,
  { axis, to, confidence, replications }: PlanResult,
): string {
  const whose = label === null ? '' : `Under ${label} `;
  const unsure = openText(
    probes.filter(({ size: one }) => open.includes(one) && one !== undecided?.size),
    replications,
  );
  const wrong =
    exceptions.length === 0
      ? unsure
      : `${unsure} Larger is not always better: ${listed(exceptions.map(formatCount))} ${exceptions.length === 1 ? 'does' : 'do'} not meet them.`;
  if (undecided !== null) {
    const passing = `${axis} = ${formatCount(undecided.size)} is the smallest that was found to pass the targets`;
    const few = `${formatCounted(replications, 'replication')} ${replications === 1 ? 'is' : 'are'} too few`;
    return `${whose}${passing}, but ${few}: ${percentText(confidence)} confidence takes ${formatCount(undecided.replications)}.${wrong}`;
  }
  if (size === null) {
    const missed = probes.at(-1)?.targets.filter(({ met }) => !met) ?? [];
    const best = missed.map((target) => `${target.text}: ${targetText(target)}`).join('; ');
    const tried = `none of the ${formatCounted(probes.length, 'size')} of ${axis} that were tried up to ${formatCount(to)} meets the targets`;
    return `${whose}${whose === '' ? tried.replace(/^n/, 'N') : tried}; at ${formatCount(to)} it was not met that ${best}.${unsure}`;
  }
  const sure =
    replications < 2 ? 'one replication, so with no stated confidence' : `${percentText(confidence)} confidence`;
  return `${whose}${axis} = ${formatCount(size)} is the smallest that was found to meet the targets (${sure}).${wrong}`;
}

/** Sizes of which a bound is on the other side of a target than the mean: more replications would tell. */
function openText(open: readonly Probe[], replications: number): string {
  if (open.length === 0) return '';
  const verb = open.length === 1 ? 'is' : 'are';
  const takes = (needs: number | null): string => (needs === null ? '' : ` (which takes ${formatCount(needs)})`);
  return ` ${listed(open.map(({ size, needs }) => `${formatCount(size)}${takes(needs)}`))} ${verb} not decided with ${formatCounted(replications, 'replication')}.`;
}

export type TargetState = 'met' | 'undecided' | 'not met';
const MARKS: Readonly<Record<TargetState, string>> = { met: '', undecided: ' ?', 'not met': ' !' };

export function stateOf(met: boolean, failed: boolean): TargetState {
  if (met) return 'met';
  return failed ? 'not met' : 'undecided';
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
  return plan.policies.map(({ label, size, probes }, i) => ({
    title: label === null ? 'Sizes that were tried' : `Sizes that were tried under ${label}`,
    note: sentences[i]!,
    head: [plan.axis, 'targets', ...(probes[0]?.targets ?? []).map(({ text }) => text)],
    rows: probes.map((probe) => [
      `${formatCount(probe.size)}${probe.size === size ? ' *' : ''}`,
      `${stateOf(probe.meets, probe.fails)}${probe.too_wide === 0 ? '' : ` (${formatCounted(probe.too_wide, 'job')} too wide)`}`,
      ...probe.targets.map((target) => `${targetText(target)}${MARKS[stateOf(target.met, target.failed)]}`),
    ]),
  }));
}
