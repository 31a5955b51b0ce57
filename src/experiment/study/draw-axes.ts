import { randomStreams } from '../../kernel/random.ts';
import { latinHypercube } from '../statistics/latin-hypercube.ts';
import { gridAxes, gridPoints, sampledAxes } from './axes.ts';
import type { AxisForm } from './form.ts';
import type { Axis, Point } from './study.ts';

/** The axes of a study and its points. */
export interface Drawn {
  readonly axes: readonly Axis[];
  readonly points: readonly Point[];
}

/**
 * All combinations of the values of the axes, or a Latin hypercube sample of what they span.
 * @throws InputError that names the axis, for one that cannot be understood
 */
export function drawAxes(
  form: Readonly<Record<string, AxisForm>>,
  sample: { readonly count: number; readonly seed: string | number } | undefined,
): Drawn {
  if (sample === undefined) {
    const axes = gridAxes(form);
    return { axes, points: gridPoints(axes) };
  }
  const streams = randomStreams(sample.seed);
  const random = Object.keys(form).map((path) => streams.stream(`sample/${path}`));
  return sampledAxes(form, latinHypercube(sample.count, random));
}
