import { shortened } from '../../experiment/study/short-values.ts';
import type { CutRecord } from '../../experiment/study/study-record.ts';
import { formatCount, formatCounted, formatExactly } from '../format.ts';
import type { MetricInfo } from '../report.ts';
import type { StudyComparison, StudyPoint, StudyReport } from './study-report.ts';

const valueText = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);

/** Writes the values of points, each with as few digits as tell it from the others of its axis. */
export function valueTexts({ axes }: Pick<StudyReport, 'axes'>): (point: Pick<StudyPoint, 'values'>) => string[] {
  const shown = axes.map(({ values }) => shortened(values));
  return ({ values }) => values.map((value, i) => valueText(shown[i]!(value)));
}

/** The last word of each axis' path, where it tells the axes apart; else the whole path. */
export function axisTitles({ axes }: Pick<StudyReport, 'axes'>): string[] {
  const last = axes.map(({ path }) => /[^.]+$/.exec(path)?.[0] ?? path);
  return last.map((word, i) => (last.indexOf(word) === last.lastIndexOf(word) ? word : axes[i]!.path));
}

/** `load 0.7, procs 128`; empty where there are no axes. */
export function pointText(report: Pick<StudyReport, 'axes'>, point: Pick<StudyPoint, 'values'>): string {
  const texts = valueTexts(report)(point);
  return axisTitles(report)
    .map((title, i) => `${title} ${texts[i]}`)
    .join(', ');
}

/** A label within a sentence: abbreviations such as P95 stay as they are. */
const sentenceLabel = (label: string): string =>
  /^[A-Z][a-z]/.test(label) ? label[0]!.toLowerCase() + label.slice(1) : label;

export const metricOf = ({ metrics }: Pick<StudyReport, 'metrics'>, name: string): MetricInfo =>
  metrics.find((metric) => metric.name === name)!;

export const percentText = (share: number): string => `${Number((share * 100).toPrecision(4))} %`;

/** The comparisons of two policies, over all points, by metric. */
export interface ComparedPair {
  readonly policy: string;
  readonly to: string;
  readonly byMetric: ReadonlyMap<string, readonly StudyComparison[]>;
}

/** Which policies are compared with which, in the order in which it is told. */
export function comparedPairs({ points }: Pick<StudyReport, 'points'>): ComparedPair[] {
  const pairs = new Map<string, ComparedPair & { readonly byMetric: Map<string, StudyComparison[]> }>();
  for (const one of points.flatMap(({ comparisons }) => comparisons)) {
    const { policy, to, metric } = one;
    const key = JSON.stringify([policy, to]);
    const pair = pairs.get(key) ?? { policy, to, byMetric: new Map<string, StudyComparison[]>() };
    pairs.set(key, pair);
    pair.byMetric.set(metric, [...(pair.byMetric.get(metric) ?? []), one]);
  }
  return [...pairs.values()];
}

/** `, against easy` where that is true of all comparisons; else each says so itself. */
export const againstText = (report: Pick<StudyReport, 'points' | 'compare'>): string =>
  comparedPairs(report).every(({ to }) => to === report.compare.to) ? `, against ${report.compare.to}` : '';

/** How policies compare, one sentence for each pair; those of one replication cannot be told apart. */
export function verdictSentences(report: StudyReport): string[] {
  if (report.replications.count < 2) return [];
  return comparedPairs(report).map(({ policy, to, byMetric }) => {
    const found = [...byMetric].map(([metric, all]) => ({
      name: sentenceLabel(metricOf(report, metric).label),
      words: tallyWords(all),
    }));
    const words = [...new Set(found.map((one) => one.words))];
    const said = words.map(
      (word) => `${word} by ${listed(found.filter((one) => one.words === word).map(({ name }) => name))}`,
    );
    return `${policy} against ${to}: ${said.join('; ')}.`;
  });
}

/** `better`, or `better at 7 of 9 points, not enough evidence at 2`. */
export function tallyWords(comparisons: readonly Pick<StudyComparison, 'verdict'>[]): string {
  const counts = new Map<string, number>();
  for (const { verdict } of comparisons) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  const [first, ...more] = [...counts].sort((a, b) => b[1] - a[1]);
  if (first === undefined) return 'not compared';
  if (comparisons.length === 1) return first[0];
  const all = formatCount(comparisons.length);
  if (more.length === 0) return `${first[0]} at all ${all} points`;
  return [
    `${first[0]} at ${formatCount(first[1])} of ${all} points`,
    ...more.map(([word, count]) => `${word} at ${formatCount(count)}`),
  ].join(', ');
}

export const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const WAYS: Readonly<Record<string, string>> = {
  seeds: 'each replication is drawn from other seeds',
  users: 'each replication is of other users of the trace, in whole weeks',
  shake: 'in each replication the trace is shaken anew',
};

/** What the figures are over, and how sure they are: replications, confidence, looks and truncation. */
export function methodSentences(report: StudyReport): string[] {
  const { replications, confidence, compare, points, policies, plan } = report;
  const { count, by, looks } = replications;
  const ofScenario = count * points.length * policies.length;
  const many = points.length === 1 ? '' : `${formatCount(points.length)} points x `;
  const way = WAYS[by] === undefined ? '' : `; ${WAYS[by]}`;
  const sentences = [
    `${formatCounted(ofScenario, 'run')}: ${many}${formatCounted(count, 'replication')} x ${formatCounted(policies.length, 'policy', 'policies')}${way}.`,
  ];
  if (plan !== null) {
    const all = formatCount(ofScenario + plan.runs);
    sentences.push(
      `These are of the scenario as it stands; the sizes that were tried took ${formatCount(plan.runs)} more, ${all} in all.`,
    );
    if (plan.looks !== null)
      sentences.push(
        `Of these, replications were added until the answer was decided, at most ${formatCount(plan.most)}: ${formatCounted(plan.looks.length, 'look')}, which share the error.`,
      );
  }
  if (count > 1) {
    sentences.push(
      `Intervals hold the true mean with ${percentText(confidence)} confidence each${policies.length > 1 ? '; all verdicts at a point hold together (Holm)' : ''}.`,
    );
    if (compare.margin !== null)
      sentences.push(`Differences of less than ${marginText(compare.margin)} count as none.`);
  }
  if (looks !== null && looks.length > 0) {
    const words = formatCounted(looks.length, 'look');
    sentences.push(
      `Replications were added until there were verdicts, at most ${formatCount(replications.most)}: ${words}, which share the error.`,
    );
  }
  return [...sentences, ...truncationSentences(report)];
}

const marginText = (margin: { readonly share: number } | { readonly amount: number }): string =>
  'share' in margin
    ? `${percentText(margin.share)} of the other policy's mean`
    : `${margin.amount} in the unit of the metric`;

/** What is left out of the figures. */
export function truncationSentences({ points }: Pick<StudyReport, 'points'>): string[] {
  const ends = (['warmup', 'cooldown'] as const).flatMap((end) => {
    const cuts = points.map((point) => point.cuts[end]).filter((cut) => sizeOf(cut) > 0);
    if (cuts.length === 0) return [];
    const texts = [...new Set([...cuts].sort((a, b) => sizeOf(a) - sizeOf(b)).map(cutText))];
    const range = texts.length === 1 ? texts[0]! : `${texts[0]} to ${texts.at(-1)}`;
    return [`the ${end === 'warmup' ? 'first' : 'last'} ${range}`];
  });
  return ends.length === 0 ? [] : [`Figures leave out the jobs submitted in ${ends.join(' and in ')}.`];
}

const sizeOf = (cut: CutRecord): number => ('seconds' in cut ? cut.seconds : cut.share);
const cutText = (cut: CutRecord): string =>
  'seconds' in cut ? formatExactly(cut.seconds) : `${percentText(cut.share)} of all submissions`;

/** Points that are named in a warning one by one. */
const NAMED_POINTS = 3;

/** What a reader must know before believing a figure. */
export function warnings(report: StudyReport): string[] {
  const { replications, policies, points } = report;
  const one =
    replications.count < 2
      ? ['One replication: no intervals and no verdicts, since a single run says nothing of how much runs vary.']
      : [];
  const counted = (key: 'saturated' | 'empty', what: string): string[] =>
    policies.flatMap(({ label }, i) => {
      const at = points.filter((point) => point.policies[i]![key] > 0);
      if (at.length === 0) return [];
      const runs = at.reduce((sum, point) => sum + point.policies[i]![key], 0);
      const all = formatCount(at.length * replications.count);
      return [`${formatCount(runs)} of ${all} runs of ${label}${whereText(report, at)} ${what}.`];
    });
  return [
    ...one,
    ...counted(
      'empty',
      'have no job left in their figures: the warm-up and cool-down that are left out hold all of them',
    ),
    ...otherJobs(report),
    ...counted('saturated', "never came to rest: their figures tell of the run's length"),
  ];
}

/** Points where more jobs do not fit than where fewest do not: their figures are of other jobs. */
function otherJobs(report: StudyReport): string[] {
  const widest = ({ policies }: StudyPoint): number => Math.max(0, ...policies.map(({ too_wide }) => too_wide));
  const least = Math.min(...report.points.map(widest));
  const at = report.points.filter((point) => widest(point) > least);
  if (at.length === 0) return [];
  const most = Math.max(...at.map(widest));
  return [
    `Up to ${formatCounted(most, 'job')} of a replication${whereText(report, at)} are too wide for the machine and left out: figures there are of fewer jobs.`,
  ];
}

function whereText(report: StudyReport, at: readonly StudyPoint[]): string {
  if (report.axes.length === 0) return '';
  if (at.length > NAMED_POINTS)
    return ` at ${formatCount(at.length)} of ${formatCounted(report.points.length, 'point')}`;
  return ` at ${listed(at.map((point) => pointText(report, point)))}`;
}

/** What is said beside a figure that some replications do not have. */
export const leftOutText = (missing: number): string =>
  missing === 0 ? '' : `${formatCounted(missing, 'replication')} without a value`;
