import type { Config } from 'vega-lite';
import type { PolicyReport, Report } from '../report.ts';

/**
 * Chart colours are CSS variables of the page, so one drawing serves light, dark and print. Six hues that stay apart
 * for the colour-blind (after Okabe & Ito, Color Universal Design, 2008), then the same six dashed, then dotted.
 */
const HUES = 6;
const DASHES: readonly (readonly number[])[] = [
  [1, 0],
  [6, 3],
  [2, 2],
];

/** The line of the policy at a place in the report. Beyond 18 policies lines repeat; the legend still picks one out. */
export interface LineStyle {
  readonly color: string;
  readonly dash: readonly number[];
}

export function lineStyle(policy: number): LineStyle {
  return { color: `var(--hue-${policy % HUES})`, dash: DASHES[Math.floor(policy / HUES) % DASHES.length]! };
}

/** Quiet axes in the page's own font. */
export const CONFIG: Config = {
  // The page changes widths after the first drawing; without `resize` the picture would keep its first size.
  autosize: { type: 'pad', resize: true },
  background: 'transparent',
  font: 'system-ui, sans-serif',
  view: { stroke: 'transparent' },
  axis: {
    labelColor: 'var(--muted)',
    titleColor: 'var(--muted)',
    titleFontWeight: 'normal',
    labelFontSize: 11,
    titleFontSize: 12,
    gridColor: 'var(--grid)',
    domainColor: 'var(--line)',
    tickColor: 'var(--line)',
    tickSize: 4,
    labelPadding: 4,
  },
  header: { labelColor: 'var(--ink)', labelFontSize: 12, labelFontWeight: 600, titleColor: 'var(--muted)' },
};

/**
 * Which policy the reader has picked out. The page sets it in all charts at once; nothing is picked at first.
 */
export const PICKED = { name: 'picked', value: null } as const;

/** Fades what does not belong to the picked policy. */
export const FADED = {
  condition: { test: 'picked === null || datum.policy === picked', value: 1 },
  value: 0.12,
} as const;

/** Digits that a chart of a thousand pixels can show; more only make the page heavy. */
export const chartDigits = (value: number): number => Number(value.toPrecision(4));

/**
 * The rows that a chart draws; computed anew by the page for the jobs that its reader has chosen.
 * @param since the moment from which time is counted, seconds of the workload
 */
export type ChartData = (policies: readonly PolicyReport[], since: number) => object[];

/** The data set that every chart reads: empty in the specification, filled by whoever draws it. */
export const FIGURES = { name: 'figures', values: [] as object[] };

interface ByPolicy<T> {
  readonly field: 'policy';
  readonly scale: { readonly domain: string[]; readonly range: T[] };
  readonly legend: null;
}

/** Encodings by which each policy has its line. */
export function policyLines({ policies }: Pick<Report, 'policies'>): {
  readonly color: ByPolicy<string>;
  readonly strokeDash: ByPolicy<number[]>;
  readonly opacity: typeof FADED;
} {
  const domain = policies.map(({ label }) => label);
  const styles = policies.map((_, policy) => lineStyle(policy));
  return {
    color: { field: 'policy', scale: { domain, range: styles.map(({ color }) => color) }, legend: null },
    strokeDash: { field: 'policy', scale: { domain, range: styles.map(({ dash }) => [...dash]) }, legend: null },
    opacity: FADED,
  };
}

interface Scaled<S, A> {
  readonly field: string;
  readonly type: 'quantitative';
  readonly scale: S;
  readonly axis: A;
}

interface Ticked {
  readonly title: string;
  readonly values: number[];
  readonly labelExpr: string;
  readonly labelOverlap: true;
}

/** A logarithmic axis of a field, with ticks at these values. @param label Vega expression that words the value of a tick */
export const logAxis = (
  field: string,
  { title, ticks, label }: { readonly title: string; readonly ticks: readonly number[]; readonly label: string },
): Scaled<{ readonly type: 'log'; readonly nice: false }, Ticked> => ({
  field,
  type: 'quantitative',
  scale: { type: 'log', nice: false },
  axis: { title, values: [...ticks], labelExpr: label, labelOverlap: true },
});

interface Percent {
  readonly title: string;
  readonly format: '%';
  readonly tickCount: number;
}

/** The axis of the field `share`: parts of a whole. */
export const shareAxis = (title: string): Scaled<{ readonly domain: number[] }, Percent> => ({
  field: 'share',
  type: 'quantitative',
  scale: { domain: [0, 1] },
  axis: { title, format: '%', tickCount: 5 },
});
