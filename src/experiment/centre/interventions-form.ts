import * as z from 'zod';
import { needsOneOf } from '../lacking.ts';
import { policyJsonSchema } from '../policy-json-schema.ts';
import { type PartText, part, type TimeText, time } from './amounts.ts';
import { type JobForm, jobForm } from './asks-form.ts';
import { type Selection, selection, type UserText, user } from './cluster-form.ts';
import { shares } from './rules-form.ts';

interface NodesForm extends Selection {
  readonly running?: 'finish' | 'requeue' | 'cancel' | undefined;
}

/** Something that happens at a set time: exactly one key beside `at`. */
export interface InterventionForm {
  readonly at: TimeText;
  readonly remove?: NodesForm | undefined;
  readonly drain?: NodesForm | undefined;
  readonly break?: NodesForm | undefined;
  readonly return?: Selection | undefined;
  readonly deadline?: { readonly job: string | number; readonly to: TimeText } | undefined;
  readonly shares?:
    | { readonly account: string; readonly user?: UserText | undefined; readonly to: number | string }
    | undefined;
  readonly guarantee?: { readonly account: string; readonly to: PartText } | undefined;
  readonly submit?: JobForm | undefined;
  /** Planned as those of the comparison. */
  readonly policy?: unknown;
}

const WHAT = ['remove', 'drain', 'break', 'return', 'deadline', 'shares', 'guarantee', 'submit', 'policy'] as const;

const nodes = (what: string, running: string): z.ZodType<NodesForm | undefined> =>
  z
    .strictObject({
      ...selection,
      running: z
        .enum(['finish', 'requeue', 'cancel'])
        .optional()
        .describe(`What becomes of the jobs that run there; ${running} unless given.`),
    })
    .optional()
    .describe(what);

const account = z.string().describe('The account.');

const intervention: z.ZodType<InterventionForm> = z
  .strictObject({
    at: time.describe('When, from the time 0 of the workload on.'),
    remove: nodes('Nodes go away.', 'requeue'),
    drain: nodes('Nodes take no new jobs.', 'finish'),
    break: nodes('Nodes fail.', 'requeue'),
    return: z.strictObject(selection).optional().describe('Nodes are there again, or for the first time.'),
    deadline: z
      .strictObject({
        job: z.union([z.string(), z.int()]).describe('The job, by its name or by its number in the trace.'),
        to: time.describe('Its new deadline, from the time 0 on.'),
      })
      .optional()
      .describe('The deadline of a job moves.'),
    shares: z
      .strictObject({
        account,
        user: user.optional().describe('A user of the account, whose shares they are.'),
        to: shares.describe('The new shares.'),
      })
      .optional()
      .describe('The shares of an account or of one of its users change.'),
    guarantee: z
      .strictObject({ account, to: part.describe("The new guarantee: cores, or a part of the machine's.") })
      .optional()
      .describe('What an account is guaranteed changes.'),
    submit: jobForm
      .optional()
      .describe('One more job is submitted: a rush job, as in workload.jobs but without submit.'),
    policy: z
      .unknown()
      .optional()
      .meta({ ...policyJsonSchema(), description: 'Another policy decides from now on.' }),
  })
  .superRefine((given, context) => {
    const said = WHAT.filter((key) => given[key] !== undefined);
    if (said.length !== 1) context.addIssue(needsOneOf(WHAT));
    if (given.submit?.submit !== undefined)
      context.addIssue({ code: 'custom', path: ['submit', 'submit'], message: 'is what at says; remove it' });
  });

export const interventionsForm: z.ZodType<readonly InterventionForm[] | undefined> = z
  .array(intervention)
  .optional()
  .describe('What happens at set times, whatever is decided.');
