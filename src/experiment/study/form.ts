import * as z from 'zod';
import { duration, type TimeText } from '../centre/amounts.ts';
import { canonical } from '../digest.ts';
import { SIZE_WORDS, sizesOf } from '../plan/sizes.ts';
import { type AmountText, tidy } from './amount.ts';
import { stepsBetween } from './even-steps.ts';

const count = z.int().min(1);
/** More than any question needs; a slip of the keyboard is told before it fills the memory. */
export const MOST_REPLICATIONS = 10_000;
const replicationCount = count.max(MOST_REPLICATIONS);
/** A part of a whole as a text, between two others in percent, neither of which is meant. */
const percentBetween = (above: number, below: number, words: string): z.ZodType<string> =>
  z
    .string()
    .regex(/^\s*-?\d+(\.\d+)?\s*%\s*$/, 'must be a part such as 5%')
    .refine((text) => !(Number.parseFloat(text) <= above || Number.parseFloat(text) >= below), words);

/** How often the same question is asked of another workload of the same kind. */
export type ReplicationsForm =
  | number
  | {
      readonly count: number;
      readonly most?: number | undefined;
      readonly by?: 'seeds' | 'users' | 'shake' | undefined;
      readonly within?: TimeText | undefined;
      readonly runs?: string | undefined;
      readonly weeks?: number | undefined;
      readonly load?: number | undefined;
    };

/** Values of an axis: written down, with names or without, or evenly between two. */
export type AxisForm = readonly unknown[] | NamedForm | RangeForm;
export interface NamedForm {
  readonly named: Readonly<Record<string, unknown>>;
}
export interface RangeForm {
  readonly from: number;
  readonly to: number;
  readonly steps?: number | undefined;
  readonly by?: number | undefined;
  readonly scale?: 'linear' | 'log' | undefined;
  readonly whole?: boolean | undefined;
}

export type CutForm = TimeText | 'none' | 'mser-5' | string;
export interface TruncateForm {
  readonly warmup?: CutForm | undefined;
  readonly cooldown?: CutForm | undefined;
}

export interface CompareForm {
  readonly to?: string | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly margin?: number | string | undefined;
  readonly confidence?: number | string | undefined;
}

export interface PlanForm {
  readonly axis: string;
  readonly from: AmountText;
  readonly to: AmountText;
  readonly step?: AmountText | undefined;
  readonly find?: 'smallest' | 'largest' | undefined;
  readonly targets: readonly string[];
}

/** The keys of a scenario that make it a study. */
export interface StudyForm {
  readonly replications?: ReplicationsForm | undefined;
  readonly axes?: Readonly<Record<string, AxisForm>> | undefined;
  readonly sample?: { readonly lhs: number } | undefined;
  readonly truncate?: TruncateForm | undefined;
  readonly compare?: CompareForm | undefined;
  readonly plan?: PlanForm | undefined;
}

export const STUDY_KEYS = ['replications', 'axes', 'sample', 'truncate', 'compare', 'plan'] as const;

/** Whether a scenario's value asks for more than one plain comparison. */
export const isStudy = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && STUDY_KEYS.some((key) => key in value);

const replicationsMap = z.strictObject({
  count: replicationCount.describe('How many, at most 10,000.'),
  most: replicationCount
    .optional()
    .describe('How many at most where run --until-decided adds some; 20 times count unless given.'),
  by: z
    .enum(['seeds', 'users', 'shake'])
    .optional()
    .describe(
      'seeds: a synthetic workload, or what a scenario draws, anew from other seeds (the default); users: the ' +
        'users of a trace sampled anew, by whole weeks; shake: its submissions moved a little.',
    ),
  within: duration
    .optional()
    .describe('With shake: how far a submission is moved at most, to either side; 60 s unless given.'),
  runs: percentBetween(0, 100, 'must be between 0% and 100%')
    .optional()
    .describe(
      'With shake: by which part of itself a run time is changed at most, such as 5%; not at all unless given.',
    ),
  weeks: count.optional().describe('With users: how many weeks long; as many as the trace takes unless given.'),
  load: z
    .number()
    .positive()
    .optional()
    .describe('With users: how many users there are, as a multiple of the trace, such as 1.2; 1 unless given.'),
});

const replications: z.ZodType<ReplicationsForm> = z
  .union([replicationCount, replicationsMap], {
    error: 'must be a whole number of replications, or a map with count and by',
  })
  .describe('How many workloads of the same kind are simulated; intervals and verdicts come from them.');

const NAME_WORDS = 'must be a name without quotation marks, square brackets, commas and =';

const range: z.ZodType<RangeForm> = z
  .strictObject({
    from: z.number().describe('The first value.'),
    to: z.number().describe('The last value.'),
    steps: z.int().min(2).optional().describe('How many values, both ends among them.'),
    by: z.number().positive().optional().describe('The distance of two values, in place of steps.'),
    scale: z.enum(['linear', 'log']).optional().describe('Even distances (the default), or even ratios.'),
    whole: z.boolean().optional().describe('Whole numbers only: rounded in a grid, all equally often in a sample.'),
  })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'must be more than from' })
  .refine(({ steps, by }) => steps === undefined || by === undefined, {
    path: ['by'],
    message: 'cannot be given beside steps',
  })
  .refine(({ scale, from }) => scale !== 'log' || from > 0, {
    path: ['from'],
    message: 'must be more than 0 on a log scale',
  })
  .refine(({ scale, by }) => scale !== 'log' || by === undefined, {
    path: ['by'],
    message: 'has no meaning on a log scale',
  })
  .check(({ value, issues }) => {
    for (const key of ['from', 'to'] as const)
      if (value.whole === true && !Number.isInteger(value[key]))
        issues.push({
          code: 'custom',
          input: value,
          path: [key],
          message: 'must be a whole number beside whole: true',
        });
    const missed = missedBy(value);
    if (missed !== undefined) issues.push({ code: 'custom', input: value, path: ['to'], message: missed });
  });

/** What to say where the values of a range, one each `by`, pass its end without reaching it. */
function missedBy({ from, to, by, steps, scale }: RangeForm): string | undefined {
  if (by === undefined || steps !== undefined || scale === 'log' || from >= to) return undefined;
  if (stepsBetween(from, to, by) !== undefined) return undefined;
  const below = Math.floor((to - from) / by);
  const [last, next] = [tidy(from + below * by), tidy(from + (below + 1) * by)];
  const even = tidy((to - from) / Math.max(1, Math.round((to - from) / by)));
  // A third of something is nothing that anybody would like to write.
  const other = even === Number(even.toPrecision(6)) ? `, or by: ${even}` : '';
  const ends = below === 0 ? `to: ${next}` : `to: ${last} or ${next}`;
  return `is not reached from ${from} by ${by}: the last value would be ${last}; say ${ends}${other}`;
}

/** The same point twice would be simulated once and counted twice. */
const noneTwice = ({
  value,
  issues,
}: z.core.ParsePayload<readonly unknown[] | Readonly<Record<string, unknown>>>): void => {
  const seen = new Set<string>();
  for (const [key, one] of Object.entries(value)) {
    const text = canonical(one);
    if (seen.has(text)) {
      const path = [Array.isArray(value) ? Number(key) : key];
      issues.push({
        code: 'custom',
        input: value,
        path,
        message: `the axis has the value ${text} already`,
        continue: true,
      });
    }
    seen.add(text);
  }
};

const named: z.ZodType<NamedForm> = z.strictObject({
  named: z
    .record(z.string().regex(/^[^\s",=[\]](?:[^",=[\]]*[^\s",=[\]])?$/, NAME_WORDS), z.unknown())
    .refine((given) => Object.keys(given).length > 0, 'must not be empty')
    .check(noneTwice)
    .describe('The values by names of your own, by which tables and claims call them.'),
});

/** A union says only that no branch fits; this says what is wrong in the one that was meant. */
const axis: z.ZodType<AxisForm> = z.union([z.array(z.unknown()).min(1).check(noneTwice), named, range], {
  error: 'must be a list of values, or a map with from, to and steps, or with named',
});

const CUT_WORDS = 'must be none, mser-5, a part of all submissions such as 10% (less than 100%), or a time such as 7d';
const cut: z.ZodType<CutForm> = z.union([z.enum(['none', 'mser-5']), percentBetween(0, 100, CUT_WORDS), duration], {
  error: CUT_WORDS,
});

const truncate: z.ZodType<TruncateForm> = z
  .strictObject({
    warmup: cut.optional().describe('What is left out at the beginning; none unless given.'),
    cooldown: cut.optional().describe('What is left out at the end; none unless given.'),
  })
  .describe('Jobs submitted while the machine fills or empties are simulated, but stay out of the figures.');

/** A number of percent is told how it is written. */
const confidencePart = z
  .number()
  .gt(0.5)
  .refine((part) => part < 1, {
    error: ({ input }) => `must be less than 1, found ${input}${percentMeant(Number(input))}`,
  })
  .meta({ exclusiveMaximum: 1 });
const percentMeant = (part: number): string => (part > 50 && part < 100 ? `; did you mean ${part}%?` : '');

const compare: z.ZodType<CompareForm> = z
  .strictObject({
    to: z
      .string()
      .min(1)
      .optional()
      .describe('The label of the policy that the others are compared with; the first unless given.'),
    metrics: z.array(z.string()).min(1).optional().describe('What is compared; the main metrics unless given.'),
    margin: z
      .union([z.number().positive(), percentBetween(0, Number.POSITIVE_INFINITY, 'must be more than 0%')], {
        error: 'must be a part such as 5%, or an amount in the unit of the metric',
      })
      .optional()
      .describe('Differences up to this count as none: a part such as 5%, or an amount in the unit of the metric.'),
    confidence: z
      .union([confidencePart, percentBetween(50, 100, 'must be between 50% and 100%')], {
        error: 'must be a part between 50% and 100%, such as 95%',
      })
      .optional()
      .describe('Of every interval and verdict; 95% unless given.'),
  })
  .describe('Which policy the others are held against, by which metrics, and how much counts as a difference.');

/** What a text says is looked at together with the other ends of the range. */
const amount: z.ZodType<AmountText> = z.union([z.number(), z.string()], { error: SIZE_WORDS });

const targets = z
  .array(z.string().min(1))
  .min(1)
  .describe('What must hold, in the language of claims, such as p95(wait) <= 4h.');

const plan: z.ZodType<PlanForm> = z
  .strictObject({
    axis: z.string().min(1).describe('What is to be as small, or as large, as possible, such as cluster.procs.'),
    from: amount.describe('The smallest size that is thought of: a number, or an amount such as 1h or 64 GiB.'),
    to: amount.describe('The largest size that is thought of.'),
    step: amount.optional().describe('How far apart the sizes are; 1 unless given, where they are whole numbers.'),
    find: z
      .enum(['smallest', 'largest'])
      .optional()
      .describe(
        'Which of the sizes that meet is looked for: the smallest (the default), or the largest, as of a load.',
      ),
    targets,
  })
  .check(({ value, issues }) => {
    const sizes = sizesOf(value);
    if ('key' in sizes)
      issues.push({ code: 'custom', input: value, path: [sizes.key], message: sizes.message, continue: true });
  })
  .describe('What makespan plan looks for: the smallest, or largest, size that meets the targets.');

/** The keys as a part of the schema of scenarios. */
export const studyKeys: { readonly [K in keyof StudyForm]-?: z.ZodType<StudyForm[K]> } = {
  replications: replications.optional(),
  axes: z
    .record(z.string().min(1), axis)
    .refine((given) => Object.keys(given).length > 0, 'must not be empty')
    .optional()
    .describe('Values of the scenario that are varied, by their paths, such as cluster.procs; docs/experiments.md.'),
  sample: z
    .strictObject({ lhs: z.int().min(2).describe('How many points.') })
    .optional()
    .describe('Take a Latin hypercube sample of what the axes span, instead of all combinations.'),
  truncate: truncate.optional(),
  compare: compare.optional(),
  plan: plan.optional(),
};

/** The targets of a plan, of which the rest may be wrong. */
export const targetsIn = (value: unknown): readonly string[] =>
  z.object({ plan: z.object({ targets }) }).safeParse(value).data?.plan.targets ?? [];

/** The keys of a study alone, whatever else a scenario has. */
export const studyForm: z.ZodType<StudyForm> = z.object(studyKeys);
