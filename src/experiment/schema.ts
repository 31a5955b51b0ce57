import * as z from 'zod';
import { METRICS } from '../metrics/registry.ts';
import { suggestion } from '../model/nearest.ts';
import { PROFILES } from '../registry.ts';
import type { LublinOptions } from '../workload/lublin.ts';
import type { PoissonOptions } from '../workload/poisson.ts';
import { OPTION_VALUES, type OptionChoices } from './options.ts';

const text = z.string().min(1);
const count = z.int().min(1);

/** Text that must be one of some names; a wrong one is answered with the nearest. */
const named = (what: string, names: readonly string[]): z.ZodType<string> =>
  z.string().superRefine((value, context) => {
    if (names.includes(value)) return;
    context.addIssue({ code: 'custom', message: `unknown ${what} '${value}'${suggestion(value, names)}` });
  });

const question = text.refine((value) => value.trim().endsWith('?'), 'must be a question that ends in ?');

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
  .optional();

const lublin = z.strictObject({ jobs: count, procs: count, load: z.number().positive().optional(), estimates });

const size = z.union([count, z.tuple([count, count]).refine(([least, most]) => least <= most)], {
  error: 'must be a whole number of processors, or a list of the least and the most',
});

const poisson = z
  .strictObject({
    jobs: count,
    procs: count,
    load: z.number().positive(),
    mean_run: z.number().positive().optional(),
    size: size.optional(),
    estimates,
  })
  .refine(({ procs, size: given = 1 }) => [given].flat().every((wanted) => wanted <= procs), {
    path: ['size'],
    message: 'is more than the machine has processors',
  });

const workload = z
  .strictObject({ trace: text.optional(), lublin: lublin.optional(), poisson: poisson.optional() })
  .superRefine((given, context) => {
    if (Object.keys(given).length === 1) return;
    context.addIssue({ code: 'custom', message: 'needs exactly one of: trace, lublin, poisson' });
  });

const options = z
  .strictObject({
    profile: named(
      'profile',
      PROFILES.map(({ name }) => name),
    ),
    pass: z.enum(OPTION_VALUES.pass),
    order: z.enum(OPTION_VALUES.order),
    overrun: z.enum(OPTION_VALUES.overrun),
    estimate: z.enum(OPTION_VALUES.estimate),
  })
  .partial();

const metrics = z
  .array(
    named(
      'metric',
      METRICS.map(({ name }) => name),
    ),
  )
  .min(1)
  .refine((names) => new Set(names).size === names.length, 'names a metric twice');

/** A scenario file's content, each value checked by itself. */
export interface ScenarioForm {
  readonly question: string;
  readonly workload: {
    readonly trace?: string | undefined;
    readonly lublin?: Omit<LublinOptions, 'seed' | 'parameters'> | undefined;
    readonly poisson?:
      | (Omit<PoissonOptions, 'seed' | 'meanRun'> & { readonly mean_run?: number | undefined })
      | undefined;
  };
  readonly cluster?: { readonly procs: number } | undefined;
  /** Each is checked by itself, for that takes time where it is a module: see scenario-policies.ts. */
  readonly policies: readonly unknown[];
  readonly options?: OptionChoices | undefined;
  readonly metrics?: readonly string[] | undefined;
  readonly seed?: string | number | undefined;
}

/** The form of a scenario file; docs/scenarios.md explains each key. */
export const scenarioSchema: z.ZodType<ScenarioForm> = z.strictObject({
  question,
  workload,
  cluster: z.strictObject({ procs: count }).optional(),
  policies: z.array(z.unknown()).min(1),
  options: options.optional(),
  metrics: metrics.optional(),
  seed: z.union([text, z.int()], { error: 'must be a text or a whole number' }).optional(),
});
