/**
 * Student's t distribution with a whole number of degrees of freedom (W. S. Gosset, Biometrika 6, 1908), to about 14
 * significant digits, in the tails too. No library of the registry has both that and types.
 */

/** Density at t. */
function density(t: number, df: number): number {
  return Math.exp(-((df + 1) / 2) * Math.log1p((t * t) / df)) / (Math.sqrt(df) * betaOfHalf(df));
}

/**
 * B(df / 2, 1 / 2): pi for 1, 2 for 2, and from there by B(a + 1, b) = B(a, b) a / (a + b); for many degrees of freedom
 * by the asymptotic series of a ratio of gamma functions (Abramowitz & Stegun, 6.1.47), exact to 1e-15 from 400 on.
 */
function betaOfHalf(df: number): number {
  if (df > 400) {
    const a = df / 2;
    return Math.sqrt(Math.PI / a) * (1 + (1 + (1 - (5 + 21 / (32 * a)) / (8 * a)) / (16 * a)) / (8 * a));
  }
  let [beta, a] = df % 2 === 1 ? [Math.PI, 0.5] : [2, 1];
  for (; a < df / 2; a += 1) beta *= a / (a + 0.5);
  return beta;
}

const SMALLEST = 1e-300;
const PRECISION = 1e-16;

/**
 * Continued fraction of the incomplete beta function I_x(a, b), without the factor before it, by the method of Lentz
 * (Abramowitz & Stegun, Handbook of Mathematical Functions, 26.5.8). Converges fast for x < (a + 1) / (a + b + 2).
 */
function betaFraction(a: number, b: number, x: number): number {
  const away = (value: number): number => (Math.abs(value) < SMALLEST ? SMALLEST : value);
  let c = 1;
  let d = 1 / away(1 - ((a + b) * x) / (a + 1));
  let fraction = d;
  for (let m = 1; m < 10_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    let step = 1;
    for (const term of [even, odd]) {
      d = 1 / away(1 + term * d);
      c = away(1 + term / c);
      step = d * c;
      fraction *= step;
    }
    if (Math.abs(step - 1) < PRECISION) break;
  }
  return fraction;
}

/** P(T > t). @param df degrees of freedom, a whole number of at least 1 */
export function studentTail(t: number, df: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (t < 0) return 1 - studentTail(-t, df);
  if (t === Number.POSITIVE_INFINITY) return 0;
  // P(|T| > t) = I_x(df / 2, 1 / 2) with x = df / (df + t^2); I_x(a, b) = 1 - I_(1-x)(b, a) where x is large.
  const [a, x] = [df / 2, df / (df + t * t)];
  const factor = Math.exp(-a * Math.log1p((t * t) / df)) * Math.sqrt((t * t) / (df + t * t));
  const beta = betaOfHalf(df);
  if (x < (a + 1) / (a + 2.5)) return (factor * betaFraction(a, 0.5, x)) / (a * beta) / 2;
  return (1 - (factor * betaFraction(0.5, a, (t * t) / (df + t * t))) / (0.5 * beta)) / 2;
}

/**
 * The t that is exceeded with probability `tail`.
 * @param tail from 0 to 1, both excluded; @param df degrees of freedom, a whole number of at least 1
 */
export function studentQuantile(tail: number, df: number): number {
  if (tail > 0.5) return -studentQuantile(1 - tail, df);
  // The tail is convex for t > 0, so Newton's steps from 0 approach from below and never pass.
  let t = 0;
  for (let i = 0; i < 1000; i++) {
    const step = (studentTail(t, df) - tail) / density(t, df);
    if (!(step > t * 1e-15)) break;
    t += step;
  }
  return t;
}
