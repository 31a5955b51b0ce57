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
  /** The mean over those that count, in seconds and per second where time is in it; NaN where there are none. */
  readonly mean: number;
  /** The same in the unit of results, with its interval; null where there is none. */
  readonly value: number | null;
  readonly low: number | null;
  readonly high: number | null;
  /** Whether it is, in some replication, at an end of what it can be: no wait at all, or all jobs on time. */
  readonly atEnd: boolean;
}

/** The two sides of a comparison, over the replications in which both have a value. */
export interface ReplicatedSides {
  readonly left: ReplicatedFigure;
  readonly right: ReplicatedFigure;
  /** Of the left side less the right, by replication, in the unit of results. */
  readonly differences: readonly number[];
  /** Replications that do not count, since a side has no value. */
  readonly missing: number;
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

  /** Means and their intervals: of a metric that has a value in the same replications, to the last bit those of tables. */
  sides(left: Figure, right: Figure): ReplicatedSides {
    const [ones, others] = [this.#values(left), this.#values(right)];
    const counts = ones.map((one, i) => Number.isFinite(one) && Number.isFinite(others[i]!));
    const kept = (values: readonly number[]): number[] => values.filter((_, i) => counts[i]);
    const [keptOnes, keptOthers] = [kept(ones), kept(others)];
    return {
      left: this.#summed(left, keptOnes),
      right: this.#summed(right, keptOthers),
      differences: keptOnes.map((one, i) => one - keptOthers[i]!),
      missing: ones.length - keptOnes.length,
    };
  }

  /** By replication, in the unit of results; NaN where it has no value. */
  #values({ quantity, metric, parts, of }: Figure): number[] {
    return Array.from({ length: this.#of.replications }, (_, replication) => {
      // Looked at in any case, so that it is told why there is no value.
      const value = of(this.#in(replication));
      if (metric === undefined) return figureIn(quantity, value) ?? Number.NaN;
      return this.#record(replication, parts[0]!).metrics[metric] ?? Number.NaN;
    });
  }

  /** @param values those that there are */
  #summed({ quantity, nature }: Figure, values: readonly number[]): ReplicatedFigure {
    if (values.length === 0) return { mean: Number.NaN, value: null, low: null, high: null, atEnd: false };
    if (nature === undefined) {
      // An end of an interval is the same in all replications; a sum of it would lose its last digits.
      const value = values.every((one) => one === values[0]) ? values[0]! : mean(values);
      return { mean: fromUnit(quantity, value), value, low: null, high: null, atEnd: false };
    }
    const { value, low, high } = figureInterval(values, nature, this.#of.confidence);
    const atEnd = values.some((one) => nature.range.includes(one));
    return { mean: fromUnit(quantity, value!), value, low, high, atEnd };
  }

  /** A figure by itself, of which an end of the interval is asked for: once in each replication. */
  #alone(figure: Figure): ReplicatedFigure {
    let found = this.#found.get(figure);
    if (found === undefined) {
      found = this.#summed(figure, this.#values(figure).filter(Number.isFinite));
      this.#found.set(figure, found);
    }
    return found;
  }

  #in(replication: number): Runs {
    return {
      value: (taken) => this.#record(replication, taken).figures[taken.part.words] ?? Number.NaN,
      bound: (end, of) => {
        const found = this.#alone(of)[end];
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
}
