import * as z from 'zod';
import { byKind } from './by-kind.ts';
import { type LengthText, length } from './quantities.ts';

export type LawName = 'fixed' | 'exponential' | 'weibull' | 'lognormal' | 'gamma' | 'bathtub' | 'empirical';

/** What a law goes by: each list is of parameters of which exactly one is given. */
const GOES_BY: Readonly<Record<LawName, readonly (readonly (keyof LawParameters<unknown>)[])[]>> = {
  fixed: [['mean']],
  exponential: [['mean']],
  weibull: [['shape'], ['mean', 'scale']],
  lognormal: [['sigma'], ['mean', 'median']],
  gamma: [['shape'], ['mean']],
  bathtub: [['early'], ['chance'], ['wear']],
  empirical: [['values']],
};

export const LAWS: readonly LawName[] = Object.keys(GOES_BY) as LawName[];

/** What has a Weibull hazard of its own. */
interface AgeForm<T> {
  readonly shape: number;
  readonly scale: T;
}

/** The parameters of all laws; which of them are given depends on the law. */
export interface LawParameters<T> {
  readonly mean?: T | undefined;
  readonly median?: T | undefined;
  readonly scale?: T | undefined;
  readonly shape?: number | undefined;
  readonly sigma?: number | undefined;
  readonly early?: AgeForm<T> | undefined;
  readonly chance?: T | undefined;
  readonly wear?: AgeForm<T> | undefined;
  readonly values?: readonly T[] | undefined;
}

export interface LawForm<T> extends LawParameters<T> {
  readonly law: LawName;
}
/** A length of time, or the law that it is drawn from. */
export type SpanForm = LengthText | LawForm<LengthText>;
export type CountForm = number | LawForm<number>;

const PARAMETERS = ['mean', 'median', 'scale', 'shape', 'sigma', 'early', 'chance', 'wear', 'values'] as const;

const shape = z.number().min(0.1).max(100);

/** The parameters beside the mean, of which those that a law does not have are refused by `checkLaw`. */
type Shape<T> = { readonly [K in Exclude<keyof LawParameters<T>, 'mean'>]: z.ZodType<LawParameters<T>[K]> };
export const parameters = <T>(amount: z.ZodType<T>): Shape<T> => ({
  median: amount.optional().describe('Of lognormal, in place of the mean.'),
  scale: amount.optional().describe('Of weibull, in place of the mean.'),
  shape: shape.optional().describe('Of weibull and gamma: below 1 what has lasted is the likelier to last.'),
  sigma: z.number().min(0.01).max(5).optional().describe('Of lognormal: the deviation of the logarithm.'),
  early: z
    .strictObject({
      shape: shape.lt(1).describe('Of its Weibull hazard, less than 1.'),
      scale: amount.describe('Of its Weibull hazard.'),
    })
    .optional()
    .describe('Of bathtub: failures of what is new.'),
  chance: amount.optional().describe('Of bathtub: the mean time between failures by chance.'),
  wear: z
    .strictObject({
      shape: shape.gt(1).describe('Of its Weibull hazard, more than 1.'),
      scale: amount.describe('Of its Weibull hazard.'),
    })
    .optional()
    .describe('Of bathtub: failures of what is old.'),
  values: z.array(amount).min(1).optional().describe('Of empirical: each is as likely as any other.'),
});

/**
 * Adds an issue for each parameter that a law lacks or does not have.
 * @param mean what the mean is called here
 */
export function checkLaw(
  law: LawName,
  given: LawParameters<unknown>,
  context: z.RefinementCtx,
  mean: 'mean' | 'mtbf' = 'mean',
): void {
  const called = (key: keyof LawParameters<unknown>): string => (key === 'mean' ? mean : key);
  const add = (key: keyof LawParameters<unknown>, message: string): void =>
    context.addIssue({ code: 'custom', path: [called(key)], message });
  const groups = GOES_BY[law];
  const words = groups.map((group) => group.map(called).join(' or ')).join(' and ');
  for (const group of groups) {
    const said = group.filter((key) => given[key] !== undefined);
    if (said.length === 0) add(group[0]!, `is missing: ${law} goes by ${words}`);
    if (said.length > 1) add(said[1]!, `cannot be given beside ${called(said[0]!)}: one follows from the other`);
  }
  for (const key of PARAMETERS)
    if (given[key] !== undefined && !groups.flat().includes(key))
      add(key, `is no matter of ${law}, which goes by ${words}`);
}

const lawOf = <T>(amount: z.ZodType<T>): z.ZodType<LawForm<T>> =>
  z
    .strictObject({
      law: z.enum(LAWS).describe('The law.'),
      mean: amount.optional().describe('Its mean.'),
      ...parameters(amount),
    })
    .superRefine((given, context) =>
      checkLaw(given.law, given as LawParameters<unknown>, context),
    ) as z.ZodType<unknown> as z.ZodType<LawForm<T>>;

export const span: z.ZodType<SpanForm> = byKind(
  { text: length, map: lawOf(length) },
  'must be a length of time such as 6h, or a map with its law',
);

export const countLaw: z.ZodType<CountForm> = byKind(
  { text: z.int().min(1).max(1e6), map: lawOf(z.number().gt(0).max(1e6)) },
  'must be a whole number, or a map with its law',
);
