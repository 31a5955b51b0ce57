import type { Comparison, MetricInfo } from './report.ts';

/** What stands where a figure has no value. */
export const NO_VALUE = '-';

/**
 * Three significant digits, or all digits before the point, in groups of three: `0.0831`, `2.40`, `13,900`.
 * @param places digits behind the point at the most
 */
export function formatNumber(value: number, places = 6): string {
  if (value === 0) return '0';
  const size = Math.floor(Math.log10(Math.abs(value)));
  const [whole, fraction] = value.toFixed(Math.min(Math.max(2 - size, 0), places)).split('.');
  const grouped = whole!.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Whole numbers with all their digits: `54,044`. */
export const formatCount = (value: number): string => value.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 job`, `2 jobs`, `12,345 jobs`; a noun of its own plural is given it. */
export const formatCounted = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** The units of time in which figures are shown, the longest first. */
const TIME_UNITS = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3600 },
  { unit: 'min', seconds: 60 },
  { unit: 's', seconds: 1 },
] as const;

/** A length of time of at least 0 in its two largest units: `2 h 12 min`, `4 h`, `0.5 s`. */
export function formatDuration(seconds: number): string {
  const at = TIME_UNITS.findIndex((unit) => seconds >= unit.seconds);
  if (at < 0 || at === TIME_UNITS.length - 1) return `${seconds} s`;
  const [large, small] = [TIME_UNITS[at]!, TIME_UNITS[at + 1]!];
  const [many, few] = [Math.floor(seconds / large.seconds), Math.floor((seconds % large.seconds) / small.seconds)];
  return few === 0 ? `${many} ${large.unit}` : `${many} ${large.unit} ${few} ${small.unit}`;
}

/** A length of time of at least 0 in all of its units: `15 d 8 h 30 min`, `20 s`, `0 s`. */
export function formatExactly(seconds: number): string {
  let rest = seconds;
  const parts: string[] = [];
  for (const { unit, seconds: size } of TIME_UNITS) {
    const many = unit === 's' ? rest : Math.floor(rest / size);
    if (many > 0) parts.push(`${many} ${unit}`);
    rest -= many * size;
  }
  return parts.join(' ') || '0 s';
}

/** How the figures of one metric are shown: all in one unit, so that they can be compared at a glance. */
export interface Scale {
  /** `h`, `%`, or nothing for a pure number. */
  readonly unit: string;
  /** How much of the metric's own unit one of it is. */
  readonly factor: number;
  /** The figure without its unit. */
  show(value: number | null): string;
}

/** In a unit that suits the middle one of the policies, the waits of one that hardly has any are next to nothing. */
const TIME_PLACES = 4;

/** Picks the unit in which the middle one of the values, 0 and signs apart, is at least 2; one outlier must not decide. */
export function scaleOf(unit: string, values: readonly (number | null)[]): Scale {
  const shown =
    (format: (value: number) => string): Scale['show'] =>
    (value) =>
      value === null ? NO_VALUE : format(value);
  if (unit === 'share') return { unit: '%', factor: 0.01, show: shown((value) => (value * 100).toFixed(1)) };
  if (unit !== 's') return { unit: unit === '1' ? '' : unit, factor: 1, show: shown(formatNumber) };
  const known = values.filter((value) => value !== null && value !== 0).map((value) => Math.abs(value!));
  const middle = known.sort((a, b) => a - b)[(known.length - 1) >> 1] ?? 0;
  const time = TIME_UNITS.find(({ seconds }) => middle >= 2 * seconds) ?? TIME_UNITS.at(-1)!;
  return {
    unit: time.unit,
    factor: time.seconds,
    show: shown((value) => formatNumber(value / time.seconds, TIME_PLACES)),
  };
}

/** A single figure with its unit: `5.71 h`, `82.5 %`, `88.5`. */
export function formatFigure(metric: Pick<MetricInfo, 'unit'>, value: number | null): string {
  const { unit, show } = scaleOf(metric.unit, [value]);
  return value === null || unit === '' ? show(value) : `${show(value)} ${unit}`;
}

/** One metric over the policies of a report, ready to be shown. */
export interface FigureColumn {
  readonly metric: MetricInfo;
  readonly unit: string;
  readonly values: readonly (number | null)[];
  readonly texts: readonly string[];
  /** Which policies are best. Those that look the same as the best one are too: less would be false precision. */
  readonly best: readonly boolean[];
}

/** @throws Error for a metric that the report does not have */
export function figureColumn(report: Comparison, name: string): FigureColumn {
  const metric = report.metrics.find((known) => known.name === name);
  if (metric === undefined) throw new Error(`the report has no metric ${name}`);
  const values = report.policies.map(({ metrics }) => metrics[name] ?? null);
  const { unit, show } = scaleOf(metric.unit, values);
  const texts = values.map(show);
  const judged = COUNT_ALL.includes(name) ? values : ofThoseThatRanMost(values, neverRan(report));
  return { metric, unit, values, texts, best: bestOf(metric.better, judged, texts) };
}

/** The metric of jobs that never ran. */
export const NEVER_RAN = 'never_ran';
/** Those in which jobs that never ran count; all others are over the jobs that ran. */
const COUNT_ALL: readonly string[] = [NEVER_RAN, 'late_jobs', 'on_time'];

const neverRan = ({ policies }: Comparison): number[] => policies.map(({ metrics }) => metrics[NEVER_RAN] ?? 0);

/** The values of those under which as many jobs ran as under any: who turns jobs away is not the better for it. */
export const ofThoseThatRanMost = (values: readonly (number | null)[], never: readonly number[]): (number | null)[] =>
  values.map((value, i) => (never[i] === Math.min(...never) ? value : null));

/** Which values are best: those that look as the best one does; none where nothing can be better than something else. */
export function bestOf(
  better: MetricInfo['better'],
  values: readonly (number | null)[],
  texts: readonly string[],
): boolean[] {
  const known = values.filter((value) => value !== null);
  if (better === 'neither' || known.length < 2 || new Set(texts).size < 2) return texts.map(() => false);
  const extreme = better === 'lower' ? Math.min(...known) : Math.max(...known);
  const best = texts[values.indexOf(extreme)];
  return texts.map((text, i) => text === best && values[i] !== null);
}

/** The columns of the main table. */
export const mainColumns = (report: Comparison): FigureColumn[] =>
  report.main.map((name) => figureColumn(report, name));

/** `Mean wait (h)`. */
export const columnTitle = ({ metric, unit }: FigureColumn): string =>
  unit === '' ? metric.label : `${metric.label} (${unit})`;
