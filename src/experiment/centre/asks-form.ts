import * as z from 'zod';
import { type MemoryText, memory, milliseconds, type TimeText, time } from './amounts.ts';
import { names, type UserText, user } from './cluster-form.ts';

/** What jobs ask for, whether they are listed or ruled about. */
export interface AskForm {
  readonly tasks?: number | undefined;
  readonly cores?: number | undefined;
  readonly memory?: MemoryText | undefined;
  readonly memory_per_core?: MemoryText | undefined;
  readonly gpus?: number | undefined;
  readonly gpu_type?: string | undefined;
  readonly storage?: MemoryText | undefined;
  readonly partition?: string | undefined;
  readonly features?: readonly string[] | undefined;
  readonly layout?: 'any' | 'spread' | 'pack' | undefined;
  readonly kind?: string | undefined;
  readonly account?: string | undefined;
  readonly user?: UserText | undefined;
  readonly qos?: string | undefined;
  readonly priority?: number | undefined;
  readonly reservation?: string | undefined;
  readonly fails?: boolean | undefined;
}

/** A number, some, or a range. */
export type MatchForm = number | readonly number[] | RangeForm<number>;
export interface RangeForm<T> {
  readonly min?: T | undefined;
  readonly max?: T | undefined;
}

export interface WhenForm {
  readonly user?: MatchForm | undefined;
  readonly group?: MatchForm | undefined;
  readonly queue?: MatchForm | undefined;
  readonly procs?: MatchForm | undefined;
  readonly estimate?: RangeForm<TimeText> | undefined;
  readonly submit?: RangeForm<TimeText> | undefined;
}

/** One rule about what the jobs of a trace or a model ask for. */
export interface RuleForm extends AskForm {
  readonly when?: WhenForm | undefined;
  readonly share?: number | undefined;
  readonly procs_per_task?: number | undefined;
  readonly procs_per_node?: number | undefined;
  readonly deadline_after?: TimeText | undefined;
}

/** A job that is written down. */
export interface JobForm extends AskForm {
  readonly name: string;
  readonly submit?: TimeText | undefined;
  readonly run: TimeText;
  readonly estimate?: TimeText | undefined;
  readonly nodes?: number | undefined;
  readonly deadline?: TimeText | undefined;
  readonly after?: AfterForm | undefined;
  readonly array?: number | undefined;
}

export type AfterForm = string | readonly (string | Readonly<Record<string, string>>)[];

const count = z.int().min(1);
const whole = z.int().min(0);

const ask = {
  tasks: count.optional().describe('How many tasks.'),
  cores: whole.optional().describe('Cores of each task; 1 unless given.'),
  memory: memory.optional().describe('Memory of each task, such as 4 GiB; a number is GiB.'),
  memory_per_core: memory.optional().describe('Memory of each task, by core.'),
  gpus: whole.optional().describe('GPUs of each task.'),
  gpu_type: z.string().min(1).optional().describe('The model that its GPUs must be of.'),
  storage: memory.optional().describe('Local storage of each task.'),
  partition: z.string().optional().describe('The partition; the first unless given.'),
  features: names('Features that each of its nodes must have.'),
  layout: z
    .enum(['any', 'spread', 'pack'])
    .optional()
    .describe('spread: no two tasks on one node. pack: on as few nodes as it can. any unless given.'),
  kind: z.string().min(1).optional().describe('Its kind, for nodes whose speed depends on it.'),
  account: z.string().optional().describe('The account that it is charged to.'),
  user: user.optional().describe('The user, by name, in place of the number in the trace.'),
  qos: z.string().optional().describe('Its quality of service; the first unless given.'),
  priority: z.number().optional().describe('Its own priority, the higher the more urgent; 0 unless given.'),
  reservation: z.string().optional().describe('The reservation in which it is to run.'),
  fails: z.boolean().optional().describe('Whether it fails at its end.'),
};

const range = <T>(bound: z.ZodType<T>, size: (value: T) => number): z.ZodType<RangeForm<T>> =>
  z
    .strictObject({ min: bound.optional().describe('The least.'), max: bound.optional().describe('The most.') })
    .meta({ minProperties: 1 })
    .refine(({ min, max }) => min !== undefined || max !== undefined, 'needs min or max')
    .refine(({ min, max }) => min === undefined || max === undefined || size(min) <= size(max), {
      path: ['max'],
      message: 'is less than min, so that nothing fits',
    });

const match: z.ZodType<MatchForm> = z.union([z.number(), z.array(z.number()).min(1), range(z.number(), Number)], {
  error: 'must be a number, a list of numbers, or { min, max }',
});

const rule: z.ZodType<RuleForm> = z
  .strictObject({
    when: z
      .strictObject({
        user: match.optional().describe('The user in the trace (field 12).'),
        group: match.optional().describe('The group in the trace (field 13).'),
        queue: match.optional().describe('The queue in the trace (field 15).'),
        procs: match.optional().describe('Processors that the trace or the model says.'),
        estimate: range(time, milliseconds).optional().describe('How long the job is said to last.'),
        submit: range(time, milliseconds).optional().describe('When it is submitted.'),
      })
      .optional()
      .describe('Which jobs it is about: those for which all of this holds. All unless given.'),
    share: z
      .number()
      .min(0)
      .max(1)
      .optional()
      .describe('What part of those jobs, 0 to 1, drawn job by job from the seed. All unless given.'),
    ...ask,
    procs_per_task: count.optional().describe('Processors of the trace become tasks of so many cores; 1 unless given.'),
    procs_per_node: count.optional().describe('Processors of the trace become whole nodes, so many on each.'),
    deadline_after: z
      .union([time, z.string().regex(/^\s*\d+(\.\d+)?\s*x\s+estimate\s*$/)], {
        error: 'must be a time after the submission, such as 8h, or a multiple such as 2x estimate',
      })
      .optional()
      .describe('When the job should have ended, after its submission: a time, or such as 2x estimate.'),
  })
  .superRefine(askClashes);

export const asksForm: z.ZodType<readonly RuleForm[] | undefined> = z
  .array(rule)
  .optional()
  .describe('What the jobs of a trace or a model ask for: every rule that fits a job applies, later ones win.');

export const jobForm: z.ZodType<JobForm> = z
  .strictObject({
    name: z
      .string()
      .regex(/^[A-Za-z_][\w.-]*$/, 'must be a name: a letter, then letters, digits, _, . or -')
      .describe('What other jobs, interventions and reports call it.'),
    submit: time.optional().describe('When it is submitted; 0 unless given.'),
    run: time.describe('How long it runs.'),
    estimate: time.optional().describe('How long it is said to run; as long as it does unless given.'),
    ...ask,
    nodes: count.optional().describe('So many whole nodes, instead of tasks.'),
    deadline: time.optional().describe('When it should have ended, from the time 0 on.'),
    after: z
      .union([z.string(), z.array(z.union([z.string(), one()])).min(1)], {
        error: 'must be a job, or a list of jobs, each NAME, { ok: NAME }, { any: NAME } or { fail: NAME }',
      })
      .optional()
      .describe('What it waits for: a job that completes (NAME or ok), ends (any) or fails (fail); all of a list.'),
    array: count.max(100_000).optional().describe('So many jobs alike, called NAME[1], NAME[2] and so on.'),
  })
  .superRefine(askClashes);

/** A map with exactly one of the ways to depend on a job. */
function one(): z.ZodType<Readonly<Record<string, string>>> {
  return z.union([
    z.strictObject({ ok: z.string().describe('A job that completes.') }),
    z.strictObject({ any: z.string().describe('A job that ends, however it does.') }),
    z.strictObject({ fail: z.string().describe('A job that fails or is cancelled.') }),
  ]);
}

type Clashing = AskForm & Pick<JobForm, 'nodes'> & Pick<RuleForm, 'procs_per_task' | 'procs_per_node'>;

/** Keys that say the same thing in two ways. */
const CLASHES = [
  ['memory_per_core', 'memory', 'memory of a task is said once'],
  ['nodes', 'tasks', 'a job has tasks or whole nodes'],
  ['procs_per_node', 'tasks', 'a job has tasks or whole nodes'],
  ['procs_per_node', 'procs_per_task', 'a job has tasks or whole nodes'],
  ['procs_per_task', 'tasks', 'the number of tasks follows from it'],
] as const;

function askClashes(given: Clashing, context: z.RefinementCtx): void {
  for (const [key, other, why] of CLASHES) {
    if (given[key] === undefined || given[other] === undefined) continue;
    context.addIssue({ code: 'custom', path: [key], message: `cannot be given beside ${other}: ${why}` });
  }
}
