import * as z from 'zod';
import { PREEMPT_MODES, type PreemptMode } from '../../model/centre.ts';
import {
  duration,
  type MemoryText,
  memory,
  type PartText,
  part,
  priorityFactor,
  type TimeText,
  time,
} from './amounts.ts';

export interface LimitsForm {
  readonly jobs?: number | undefined;
  readonly cores?: number | undefined;
  readonly memory?: MemoryText | undefined;
  readonly gpus?: number | undefined;
  readonly storage?: MemoryText | undefined;
  readonly core_hours?: number | undefined;
  readonly submitted?: number | undefined;
}

export interface UserForm {
  readonly shares?: number | string | undefined;
  readonly limits?: LimitsForm | undefined;
}

export interface AccountForm extends UserForm {
  readonly parent?: string | undefined;
  readonly guarantee?: PartText | undefined;
  readonly burst?: PartText | undefined;
  readonly users?: Readonly<Record<string, UserForm>> | undefined;
}

/** `groups`: one account per group of the trace. */
export type AccountsForm = 'groups' | Readonly<Record<string, AccountForm>>;

export interface QosForm {
  readonly factor?: number | undefined;
  readonly preempts?: readonly string[] | undefined;
  readonly preempted?: PreemptMode | 'never' | undefined;
  readonly protected_for?: TimeText | undefined;
  readonly max_time?: TimeText | undefined;
  readonly max_cores?: number | undefined;
  readonly limits?: LimitsForm | undefined;
  readonly limits_per_user?: LimitsForm | undefined;
}

const count = z.int().min(1);
const most = z.int().min(0);
/** Core-milliseconds of any machine and run stay below what doubles count exactly. */
const coreHours = z.number().min(0).max(1e9);

export const limits = (what: string): z.ZodType<LimitsForm | undefined> =>
  z
    .strictObject({
      jobs: most.optional().describe('The most jobs that run at once.'),
      cores: most.optional().describe('The most cores at once.'),
      memory: memory.optional().describe('The most memory at once, such as 2 TiB; a number is GiB.'),
      gpus: most.optional().describe('The most GPUs at once.'),
      storage: memory.optional().describe('The most local storage at once, such as 2 TiB; a number is GiB.'),
      core_hours: coreHours.optional().describe('A quota: the most core-hours in the whole run.'),
      submitted: most.optional().describe('The most jobs that wait or run at once; more are rejected at submit.'),
    })
    .optional()
    .describe(what);

const PERCENT = /^\s*\d+(\.\d+)?\s*%\s*$/;
export const shares: z.ZodType<number | string> = z.union([z.number().min(0), z.string().regex(PERCENT)], {
  error: 'must be a number of at least 0, or percent of what the parent has, such as 40%',
});

const userName = z.string().regex(/^\w[\w.-]*$/, 'must be a name: letters, digits, _, . or -');
/** The order of accounts and of QOS counts, and names that are whole numbers would not keep it. */
const named = z
  .string()
  .regex(/^(?!\d+$)\w[\w.-]*$/, 'must be a name: letters, digits, _, . or -, and not digits alone');

const user: z.ZodType<UserForm> = z.strictObject({
  shares: shares.optional().describe("The user's part of the account, relative to its other users; 1 unless given."),
  limits: limits("What the user's running jobs for this account may hold together."),
});

const account: z.ZodType<AccountForm> = z.strictObject({
  parent: z.string().optional().describe('The account that it is a part of.'),
  shares: shares.optional().describe('Its part of what its parent has, relative to its siblings; 1 unless given.'),
  guarantee: part.optional().describe("Cores, or a part of the machine's, that it gets whenever it asks."),
  burst: part
    .optional()
    .describe("Cores, or a part of the machine's, that it may hold at the most, with borrowed ones."),
  limits: limits('What its running jobs, those of sub-accounts included, may hold together.'),
  users: z
    .record(userName, user)
    .optional()
    .describe('Who works for it, by name; the users of a trace are called by their numbers.'),
});

export const accountsForm: z.ZodType<AccountsForm | undefined> = z
  .union([z.literal('groups'), z.record(named, account)], {
    error: 'must be a map of accounts, or groups: one account per group of the trace',
  })
  .optional()
  .describe('Who is entitled to what, by account; groups makes one account per group of the trace.');

const qos: z.ZodType<QosForm> = z.strictObject({
  factor: priorityFactor,
  preempts: z.array(z.string()).optional().describe('Those whose running jobs its jobs may preempt.'),
  preempted: z
    .enum([...PREEMPT_MODES, 'never'])
    .optional()
    .describe('What becomes of its own jobs when they are preempted; requeue unless given.'),
  protected_for: time.optional().describe('How long a job runs at least before it may be preempted.'),
  max_time: duration.optional().describe('The longest estimate of a job.'),
  max_cores: count.optional().describe('The most cores of a job.'),
  limits: limits('What all its running jobs may hold together.'),
  limits_per_user: limits('What the running jobs of one user may hold together.'),
});

export const qosForm: z.ZodType<Readonly<Record<string, QosForm>> | undefined> = z
  .record(named, qos)
  .refine((all) => Object.keys(all).length > 0, 'must not be empty')
  .optional()
  .describe('Classes of jobs with rules of their own. The first is the default of jobs; one, normal, unless given.');
