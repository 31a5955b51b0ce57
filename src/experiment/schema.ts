import * as z from 'zod';
import { NAMED_METRICS } from '../metrics/registry.ts';
import { suggestion } from '../model/nearest.ts';
import { PROFILES } from '../registry.ts';
import type { LublinOptions } from '../workload/lublin.ts';
import type { PoissonOptions } from '../workload/poisson.ts';
import { asksForm, type JobForm, jobForm } from './centre/asks-form.ts';
import type { CentreForm } from './centre/centre-form.ts';
import { type ClusterForm, clusterForm } from './centre/cluster-form.ts';
import { interventionsForm } from './centre/interventions-form.ts';
import { accountsForm, qosForm } from './centre/rules-form.ts';
import { budgetsForm } from './check/budget-form.ts';
import { type ClaimsForm, claimsForm } from './claims/form.ts';
import { checkpointsForm } from './failures/checkpoints-form.ts';
import { detectionForm } from './failures/detection-form.ts';
import { failuresForm } from './failures/failures-form.ts';
import { recoveryForm } from './failures/recovery-form.ts';
import { needsOneOf } from './lacking.ts';
import { OPTION_VALUES, type OptionChoices } from './options.ts';
import { policyJsonSchema } from './policy-json-schema.ts';
import { type StudyForm, studyKeys } from './study/form.ts';

const text = z.string().min(1);
const count = z.int().min(1);

/** A text that must be one of some names, each with what an editor shows of it; a wrong one is answered with the nearest. */
function named(what: string, known: readonly { readonly name: string; readonly summary: string }[]): z.ZodType<string> {
  const names = known.map(({ name }) => name);
  return z
    .string()
    .superRefine((value, context) => {
      if (names.includes(value)) return;
      context.addIssue({ code: 'custom', message: `unknown ${what} '${value}'${suggestion(value, names)}` });
    })
    .meta({ anyOf: known.map(({ name, summary }) => ({ const: name, description: summary })) });
}

const question = text
  .refine((value) => value.trim().endsWith('?'), 'must be a question that ends in ?')
  .meta({
    pattern: String.raw`\?\s*$`,
    description: 'What the comparison is to answer. It comes first, ends in ? and stands at the top of the report.',
    examples: ['Which policy would have served our users best?'],
  });

const estimates = z
  .union(
    [
      z.literal('exact'),
      z
        .number()
        .min(0)
        .transform((factor) => ({ factor })),
    ],
    {
      error: 'must be exact, or a number f of at least 0: users ask for up to 1 + f times the run time',
    },
  )
  .optional()
  .describe(
    'What users ask for: exact, the very run time (the default), or a number f for a uniform draw between 1 and 1 + f times it.',
  );

const jobs = count.describe('How many jobs are submitted.');
const procs = count.describe('Processors of the machine.');
const load = z.number().positive();

const lublin = z
  .strictObject({
    jobs,
    procs,
    load: load.optional().describe("Offered load, such as 0.85; the model's own unless given."),
    estimates,
  })
  .describe('Synthetic jobs by the Lublin-Feitelson model, with a daily cycle. Needs a seed.');

const size = z.union([count, z.tuple([count, count]).refine(([least, most]) => least <= most)], {
  error: 'must be a whole number of processors, or a list of the least and the most',
});

const poisson = z
  .strictObject({
    jobs,
    procs,
    load: load.describe('Expected load: the part of the machine that the jobs need on average.'),
    mean_run: z.number().positive().optional().describe('Mean run time in seconds; 3600 unless given.'),
    size: size
      .optional()
      .describe('Processors of each job, or [least, most] for a uniform draw between them; 1 unless given.'),
    estimates,
  })
  .describe('Jobs that arrive at random and run for exponential times. Needs a seed.')
  .refine(({ procs, size: given = 1 }) => [given].flat().every((wanted) => wanted <= procs), {
    path: ['size'],
    message: 'is more than the machine has processors',
  });

const workload = z
  .strictObject({
    trace: text
      .optional()
      .describe('A trace in the Standard Workload Format, plain or gzip; the path is relative to this file.'),
    lublin: lublin.optional(),
    poisson: poisson.optional(),
    jobs: z
      .array(jobForm)
      .min(1)
      .optional()
      .describe('Jobs that are written down one by one, with what they ask for and wait for; see docs/machines.md.'),
  })
  .superRefine((given, context) => {
    if (Object.keys(given).length === 1) return;
    context.addIssue(needsOneOf(['trace', 'lublin', 'poisson', 'jobs']));
  })
  .meta({
    minProperties: 1,
    maxProperties: 1,
    description: 'Where the jobs come from: exactly one of trace, lublin, poisson, jobs.',
  });

const options = z
  .strictObject({
    profile: named('profile', PROFILES).describe('The rules of a simulator, all at once; makespan unless given.'),
    pass: z
      .enum(OPTION_VALUES.pass)
      .describe("When policies decide: once per instant, or after every single event. The profile's unless given."),
    order: z.enum(OPTION_VALUES.order).describe("What comes first at one instant. The profile's unless given."),
    overrun: z
      .enum(OPTION_VALUES.overrun)
      .describe('A job that outlives its estimate is killed there (the default), or keeps its processors.'),
    estimate: z
      .enum(OPTION_VALUES.estimate)
      .describe("What policies plan with: what users requested, or the true run time. The profile's unless given."),
  })
  .partial()
  .describe('The rules of the run, the same for every policy.');

const metrics = z
  .array(
    named(
      'metric',
      NAMED_METRICS.map(({ name, definition }) => ({ name, summary: definition })),
    ),
  )
  .min(1)
  .refine((names) => new Set(names).size === names.length, 'names a metric twice')
  .meta({
    uniqueItems: true,
    description: 'The columns of the main table, in order. The report holds every metric in any case.',
  });

/** A scenario file's content, each value checked by itself. */
export interface ScenarioForm extends StudyForm, Omit<CentreForm, 'cluster' | 'jobs'> {
  readonly question: string;
  readonly workload: {
    readonly trace?: string | undefined;
    readonly lublin?: Omit<LublinOptions, 'seed' | 'parameters'> | undefined;
    readonly poisson?:
      | (Omit<PoissonOptions, 'seed' | 'meanRun'> & { readonly mean_run?: number | undefined })
      | undefined;
    readonly jobs?: readonly JobForm[] | undefined;
  };
  readonly cluster?: ClusterForm | undefined;
  /** Each is checked by itself, for that takes time where it is a module: see scenario-policies.ts. */
  readonly policies: readonly unknown[];
  readonly options?: OptionChoices | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly claims?: ClaimsForm | undefined;
  readonly budgets?: readonly string[] | undefined;
  readonly seed?: string | number | undefined;
}

/** Each key of a scenario by itself. */
export const scenarioParts: { readonly [Key in keyof ScenarioForm]-?: z.ZodType<ScenarioForm[Key]> } = {
  question,
  workload,
  cluster: clusterForm,
  accounts: accountsForm,
  qos: qosForm,
  asks: asksForm,
  at: interventionsForm,
  failures: failuresForm,
  detection: detectionForm,
  checkpoints: checkpointsForm,
  recovery: recoveryForm,
  policies: z
    .array(z.unknown().meta(policyJsonSchema()))
    .min(1)
    .describe('The policies to compare, in the order of the table.'),
  options: options.optional(),
  metrics: metrics.optional(),
  claims: claimsForm.optional(),
  budgets: budgetsForm.optional(),
  ...studyKeys,
  seed: z
    .union([text, z.int()], { error: 'must be a text or a whole number' })
    .optional()
    .describe('Names every random stream of a synthetic workload: the same seed gives the same jobs.'),
};

/**
 * The form of a scenario file; docs/scenarios.md explains each key. What is described here is also what editors show and
 * check, through the JSON Schema made from it.
 */
export const scenarioSchema: z.ZodType<ScenarioForm> = z.strictObject(scenarioParts).meta({
  title: 'makespan scenario',
  description: 'One question about one workload, one machine and the policies to compare.',
  // A model draws; a replay draws nothing, unless in replications or on a machine of nodes, where rules and placements may.
  allOf: [
    {
      if: { properties: { workload: { anyOf: [{ required: ['lublin'] }, { required: ['poisson'] }] } } },
      // biome-ignore lint/suspicious/noThenProperty: this is the word of JSON Schema, and nobody awaits the schema
      then: { required: ['seed'] },
    },
    {
      if: {
        properties: { workload: { required: ['trace'] } },
        not: {
          anyOf: [
            { properties: { cluster: { required: ['groups'] } }, required: ['cluster'] },
            { required: ['replications'] },
            { required: ['sample'] },
          ],
        },
      },
      // biome-ignore lint/suspicious/noThenProperty: as above
      then: { properties: { seed: false } },
    },
  ],
});
