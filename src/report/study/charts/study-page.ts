import type { Better } from '../../../metrics/metric.ts';

/** One compared metric, in the unit in which charts show it. */
export interface PageMetric {
  readonly name: string;
  /** `Mean wait (h)`. */
  readonly title: string;
  readonly better: Better;
  /** By policy, then point; null without a value. */
  readonly value: readonly (readonly (number | null)[])[];
  /** Ends of the intervals, likewise; null where there are none, or too many points for a chart to show them. */
  readonly low: readonly (readonly (number | null)[])[] | null;
  readonly high: readonly (readonly (number | null)[])[] | null;
}

export interface PageAxis {
  readonly path: string;
  readonly title: string;
  /** By point. */
  readonly values: readonly (number | string)[];
}

/** One target of a search for capacity, by size. */
export interface PageTarget {
  readonly text: string;
  readonly unit: string;
  readonly rows: readonly {
    readonly policy: string;
    /** In the unit that the axis is titled with. */
    readonly size: number;
    /** The size as the scenario has it. */
    readonly tried: string;
    readonly value: number;
    readonly low: number | null;
    readonly high: number | null;
    readonly target: number | null;
    readonly meets: string;
    readonly chosen: boolean;
    readonly shown: string;
  }[];
}

/** What the charts of a study are drawn from, as the page carries it. */
export interface StudyPage {
  readonly policies: readonly string[];
  readonly points: number;
  readonly axes: readonly PageAxis[];
  readonly metrics: readonly PageMetric[];
  /** The share of a metric's variance that each axis explains under a policy, and what is left. */
  readonly effects: readonly {
    readonly policy: string;
    readonly metric: string;
    readonly shares: readonly (number | null)[];
    readonly rest: number | null;
  }[];
  readonly plan: { readonly axis: string; readonly targets: readonly PageTarget[] } | null;
}
