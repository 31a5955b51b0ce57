const HALF_HOURS = 48;
const HALF_HOUR = 1800;
/** The model's day begins at half past five, when the machine is quietest: its 11th half hour is the calendar's 10th. */
const DAY_SHIFT = 11;
/** Panels of Simpson's rule per half hour; the integrand is smooth and its error far below a millionth. */
const PANELS = 16;

/**
 * How fast time passes for arrivals through a day. A clock that runs at the speed of the current half hour's share of
 * arrivals (1 on average) turns a stream without any cycle into one with the cycle, and keeps each long-term rate.
 */
export class DailyCycle {
  /** Share of the arrivals in each half hour from midnight, times 48. */
  readonly weights: Float64Array;
  /** Sum of the weights before each half hour; the last is the whole day. */
  private readonly before: Float64Array;

  /** @param shape and `scale`, in half hours, of the gamma distribution of arrivals over the model's day */
  constructor(shape: number, scale: number) {
    this.weights = new Float64Array(HALF_HOURS);
    for (let i = DAY_SHIFT; i < DAY_SHIFT + HALF_HOURS; i++) {
      this.weights[(i - 1) % HALF_HOURS] = gammaMass(i - 0.5, i + 0.5, shape, scale);
    }
    const mean = this.weights.reduce((sum, weight) => sum + weight, 0) / HALF_HOURS;
    this.before = new Float64Array(HALF_HOURS + 1);
    for (let i = 0; i < HALF_HOURS; i++) {
      this.weights[i]! /= mean;
      this.before[i + 1] = this.before[i]! + this.weights[i]!;
    }
  }

  /** When, in seconds since a midnight, a clock without a cycle that started then has counted so many seconds. */
  timeOf(counted: number): number {
    const whole = this.before[HALF_HOURS]!;
    const points = counted / HALF_HOUR;
    const days = Math.floor(points / whole);
    const rest = points - days * whole;
    let low = 0;
    let high = HALF_HOURS - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.before[middle]! <= rest) low = middle;
      else high = middle - 1;
    }
    return HALF_HOUR * (days * HALF_HOURS + low + (rest - this.before[low]!) / this.weights[low]!);
  }
}

/** The mass of a gamma distribution between two points, up to a constant factor. */
function gammaMass(from: number, to: number, shape: number, scale: number): number {
  const density = (x: number): number => x ** (shape - 1) * Math.exp(-x / scale);
  const step = (to - from) / (2 * PANELS);
  let sum = density(from) + density(to);
  for (let i = 1; i < 2 * PANELS; i++) sum += (i % 2 === 1 ? 4 : 2) * density(from + i * step);
  return (sum * step) / 3;
}
