import { randomGamma } from 'd3-random';
import { type Random, randomStreams } from '../kernel/random.ts';
import { InputError } from '../model/errors.ts';
import type { SwfTrace } from '../model/workload.ts';
import { DailyCycle } from './daily-cycle.ts';
import { LUBLIN, type LublinParameters } from './lublin-parameters.ts';
import { buildTrace } from './swf-build.ts';
import { type EstimateModel, estimates, modelHeader, requireCount, requirePositive } from './synthetic.ts';

export interface LublinOptions {
  readonly jobs: number;
  readonly procs: number;
  readonly seed: string | number;
  /** Offered load to scale the times between arrivals to; the model's own where absent. */
  readonly load?: number | undefined;
  /** What users request; `exact` where absent, as the model has no estimates. */
  readonly estimates?: EstimateModel | undefined;
  readonly parameters?: Partial<LublinParameters> | undefined;
}

/** Longest ln(run time) and ln(time between arrivals) that the authors allow: some 2 and 5 days. Longer is drawn anew. */
const LONGEST_LN_RUN = 12;
const LONGEST_LN_GAP = 13;

/**
 * A synthetic trace after Lublin and Feitelson (JPDC 63(11), 2003), of rigid jobs of one kind: sizes two-stage
 * uniform in log2, run times hyper-gamma in ln and longer for larger jobs, arrivals gamma in ln with a daily cycle
 * from a midnight on. Times are whole seconds, rounded down as in the authors' program. One rule is ours: on a
 * machine that is no power of two, sizes are rounded to no power beyond it.
 *
 * `load` multiplies the times between arrivals, before the daily cycle, by the one factor for which
 * sum(procs x run) / (machine x (last submit - first submit)) comes out as asked, up to the rounding of seconds.
 *
 * @throws InputError for options out of range
 */
export function lublin(options: LublinOptions): SwfTrace {
  const { jobs, procs, seed, load } = options;
  requireCount('jobs', jobs);
  requireCount('procs', procs);
  const parameters = { ...LUBLIN, ...options.parameters };
  const streams = randomStreams(seed);
  const sizes = drawSizes(jobs, procs, parameters, streams.stream('sizes'));
  const run = drawRuns(sizes, parameters, streams.stream('runs'));
  const counted = drawArrivals(jobs, parameters, streams.stream('arrivals'));
  const cycle = new DailyCycle(parameters.aNum, parameters.bNum);
  const stretch = load === undefined ? 1 : stretchFor(spanFor(load, sizes, run, procs), counted, cycle);
  const source = 'Lublin and Feitelson, JPDC 63(11), 2003';
  const model = options.estimates ?? 'exact';
  const header = modelHeader('lublin', source, options, { jobs, procs, load, seed, estimates: model, ...parameters });
  return buildTrace(header, jobs, {
    job: Int32Array.from({ length: jobs }, (_, job) => job + 1),
    submit: counted.map((points) => Math.floor(cycle.timeOf(points * stretch))),
    run,
    procsUsed: sizes,
    procsRequested: sizes,
    timeRequested: estimates(run, model, streams.stream('estimates')),
    status: new Int32Array(jobs).fill(1),
  });
}

function drawSizes(jobs: number, procs: number, p: LublinParameters, random: Random): Int32Array {
  const uHigh = Math.log2(procs);
  const uMed = Math.max(p.uLow, uHigh - p.uMedBelowHigh);
  return new Int32Array(jobs).map(() => {
    const kind = random();
    const lower = random() <= p.uProb;
    const within = random();
    if (kind <= p.serial || uHigh < p.uLow) return 1;
    const log2 = lower ? p.uLow + within * (uMed - p.uLow) : uMed + within * (uHigh - uMed);
    const rounded = kind <= p.serial + p.powerOfTwo ? Math.min(Math.round(log2), Math.floor(uHigh)) : log2;
    return Math.min(procs, Math.round(2 ** rounded));
  });
}

function drawRuns(sizes: Int32Array, p: LublinParameters, random: Random): Int32Array {
  const short = randomGamma.source(random)(p.a1, p.b1);
  const long = randomGamma.source(random)(p.a2, p.b2);
  return sizes.map((size) => {
    const draw = random() <= p.pa * size + p.pb ? short : long;
    return Math.floor(Math.exp(drawAtMost(LONGEST_LN_RUN, draw)));
  });
}

/** Moments of arrival on a clock that knows no cycle, in seconds. */
function drawArrivals(jobs: number, p: LublinParameters, random: Random): Float64Array {
  const draw = randomGamma.source(random)(p.aArr * p.arar, p.bArr);
  let counted = 0;
  return new Float64Array(jobs).map(() => {
    counted += Math.exp(drawAtMost(LONGEST_LN_GAP, draw));
    return counted;
  });
}

function drawAtMost(most: number, draw: () => number): number {
  let value = draw();
  while (value > most) value = draw();
  return value;
}

/** The span from first to last submit, in seconds, at which the jobs offer a load. */
function spanFor(load: number, sizes: Int32Array, run: Int32Array, procs: number): number {
  requirePositive('load', load);
  if (sizes.length < 2) throw new InputError('load: one job alone offers no load; expected at least 2 jobs');
  return sizes.reduce((work, size, job) => work + size * run[job]!, 0) / (procs * load);
}

/** The factor on the times between arrivals that gives the span, by bisection. */
function stretchFor(span: number, counted: Float64Array, cycle: DailyCycle): number {
  const spanAt = (stretch: number): number =>
    cycle.timeOf(counted.at(-1)! * stretch) - cycle.timeOf(counted[0]! * stretch);
  let low = 0;
  let high = 1;
  while (spanAt(high) < span) high *= 2;
  for (let middle = high / 2; middle > low && middle < high; middle = (low + high) / 2) {
    if (spanAt(middle) < span) low = middle;
    else high = middle;
  }
  return high;
}
