import { mean } from '../../metrics/statistics.ts';
import type { Figure, Runs, Taken } from '../claims/figures.ts';
import { figureIn, fromUnit } from '../claims/quantity.ts';
import { figureInterval } from '../statistics/figure-interval.ts';
import { pinnedPoint } from './pinned.ts';
import type { RunRecord } from './record.ts';
import type { Point } from './study.ts';
import type { StudyRuns } from './study-runs.ts';

/** Whose figures are looked at, and over what. */
export interface Over {
  /** Null where the claim names its policies. */
  readonly policy: string | null;
  readonly replications: number;
  readonly confidence: number;
  readonly labels: readonly string[];
}

/** A figure over the replications. */
export interface ReplicatedFigure {
  /** The mean, in seconds and per second where time is in it; NaN where a replication has no value. */
  readonly mean: number;
  /** The same in the unit of results, with its interval; null where there is none. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** The figures of a claim by replication, from the parts that records hold. */
export class Replicated {
  why: string | undefined;
  readonly #runs: StudyRuns;
  readonly #point: Point;
  readonly #of: Over;
  readonly #found = new Map<Figure, ReplicatedFigure>();

  constructor(runs: StudyRuns, point: Point, of: Over) {
    this.#runs = runs;
    this.#point = point;
    this.#of = of;
  }

  /** The mean and its interval: of a metric, to the last bit those of tables. */
  figure(figure: Figure): ReplicatedFigure {
    let found = this.#found.get(figure);
    if (found === undefined) {
      found = this.#summed(figure);
      this.#found.set(figure, found);
    }
    return found;
  }

  /** By replication, in the unit of results; NaN where it has no value. */
  values({ quantity, metric, parts, of }: Figure): number[] {
    return this.#each((replication) => {
      // Looked at in any case, so that it is told why there is no value.
      const value = of(this.#in(replication));
      if (metric === undefined) return figureIn(quantity, value) ?? Number.NaN;
      return this.#record(replication, parts[0]!).metrics[metric] ?? Number.NaN;
    });
  }

  #summed(figure: Figure): ReplicatedFigure {
    const { quantity, nature } = figure;
    const values = this.values(figure);
    if (!values.every(Number.isFinite)) return { mean: Number.NaN, value: null, low: null, high: null };
    if (nature === undefined) {
      // An end of an interval is the same in all replications; a sum of it would lose its last digits.
      const value = values.every((one) => one === values[0]) ? values[0]! : mean(values);
      return { mean: fromUnit(quantity, value), value, low: null, high: null };
    }
    const { value, low, high } = figureInterval(values, nature, this.#of.confidence);
    return { mean: fromUnit(quantity, value!), value, low, high };
  }

  #in(replication: number): Runs {
    return {
      value: (taken) => this.#record(replication, taken).figures[taken.part.words] ?? Number.NaN,
      bound: (end, of) => {
        const found = this.figure(of)[end];
        return found === null ? Number.NaN : fromUnit(of.quantity, found);
      },
      lacks: (reason) => {
        this.why ??= reason;
      },
    };
  }

  #record(replication: number, { label, pins }: Taken): RunRecord {
    const { policy, labels } = this.#of;
    const point = pinnedPoint(this.#runs.study, this.#point, pins);
    return this.#runs.record(point, replication, labels.indexOf((label ?? policy)!));
  }

  #each(of: (replication: number) => number): number[] {
    return Array.from({ length: this.#of.replications }, (_, replication) => of(replication));
  }
}
