import * as z from 'zod';
import { byKind } from './by-kind.ts';
import { type SpanForm, span } from './laws-form.ts';
import { fraction, type ShareText, share } from './quantities.ts';

/** After what part of the run time: a part, or any between two. */
export type AtForm = ShareText | readonly [ShareText, ShareText];

export interface ChanceForm {
  readonly share: ShareText;
  readonly at?: AtForm | undefined;
}
export interface DeadlockForm {
  readonly account: string;
  readonly every: SpanForm;
}

/** Faults of jobs' own software. */
export interface JobFaultsForm {
  readonly crash?: ChanceForm | undefined;
  readonly hang?: ChanceForm | undefined;
  readonly slow?: (ChanceForm & { readonly speed: ShareText }) | undefined;
  readonly always?: { readonly jobs: readonly (string | number)[]; readonly at: ShareText } | undefined;
  readonly deadlock?: DeadlockForm | readonly DeadlockForm[] | undefined;
}

const AT_WORDS = 'must be a part such as 50%, or two parts such as [0%, 100%], the lesser first';
const at: z.ZodType<AtForm | undefined> = z
  .union([share, z.tuple([share, share])], { error: AT_WORDS })
  .refine((given) => !Array.isArray(given) || fraction(given[0]) <= fraction(given[1]), AT_WORDS)
  .optional()
  .describe('After what part of its run time, or between which two; [0%, 100%] unless given.') as z.ZodType<
  AtForm | undefined
>;

const some = share.refine((given) => fraction(given) > 0, 'must be more than 0');
const chance = { share: some.describe('The part of runs that meet it.'), at };

const deadlock: z.ZodType<DeadlockForm> = z.strictObject({
  account: z.string().min(1).describe('The account whose running jobs get into it.'),
  every: span.describe('From one to the next: the mean of an exponential law, or another law.'),
});

export const jobFaultsForm: z.ZodType<JobFaultsForm> = z
  .strictObject({
    crash: z.strictObject(chance).optional().describe('Runs fail.'),
    hang: z.strictObject(chance).optional().describe('Runs come no further, and do not end.'),
    slow: z
      .strictObject({
        ...chance,
        speed: some
          .refine((given) => fraction(given) < 1, 'must be less than all')
          .describe('What is left of their speed.'),
      })
      .optional()
      .describe('Runs go on at a part of their speed.'),
    always: z
      .strictObject({
        jobs: z
          .array(z.union([z.string(), z.int()]))
          .min(1)
          .describe('The jobs, by name or by number in the trace.'),
        at: share.describe('After what part of the run time.'),
      })
      .optional()
      .describe('Jobs that fail in every run.'),
    deadlock: (
      byKind(
        { map: deadlock, list: z.array(deadlock).min(1) },
        'must be a map with account and every, or a list of such',
      ) as z.ZodType<JobFaultsForm['deadlock']>
    )
      .optional()
      .describe('The running jobs of an account wait for each other.'),
  })
  .meta({ minProperties: 1 })
  .superRefine((given, context) => {
    if (Object.keys(given).length === 0)
      context.addIssue({ code: 'custom', message: 'must not be empty: give crash, hang, slow, always or deadlock' });
    const kinds = (['crash', 'hang', 'slow'] as const).filter((kind) => given[kind] !== undefined);
    const sum = kinds.reduce((all, kind) => all + fraction(given[kind]!.share), 0);
    if (sum > 1 + 1e-9)
      context.addIssue({
        code: 'custom',
        path: [kinds.at(-1)!, 'share'],
        message: `shares come to ${Math.round(sum * 1000) / 10}% with it, over 100%: a run meets at most one of ${kinds.join(', ')}`,
      });
  });
