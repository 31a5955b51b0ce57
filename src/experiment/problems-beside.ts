import type * as z from 'zod';
import { nearest } from '../model/nearest.ts';
import type { ClaimsSetting } from './claims/form.ts';
import { clashesBetween } from './failures/clashes-between.ts';
import { resolveOptions } from './options.ts';
import type { Problem } from './problem.ts';
import { build, centreOf, MACHINE_KEYS, machineProblems } from './scenario-machine.ts';
import { type ScenarioForm, scenarioParts } from './schema.ts';
import type { LookOutside } from './trace-file.ts';

type Key = keyof ScenarioForm;

interface Setting {
  /** What is wrong in claims and targets on a machine, as far as it is known. */
  readonly claims: (form: ScenarioForm, on: Pick<ClaimsSetting, 'known' | 'checked'>) => readonly Problem[];
  readonly look: LookOutside;
  /** The scenario's own. */
  readonly folder: string;
}

/**
 * Of a scenario of which some values are wrong by themselves: what is wrong between others, so that it need not be mended
 * twice.
 */
export async function problemsBeside(
  error: z.ZodError,
  value: unknown,
  { claims, look, folder }: Setting,
): Promise<Problem[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  const wrong = wrongKeys(error);
  const right = (keys: readonly Key[]): boolean => keys.every((key) => !wrong.has(key));
  const form = partsOf(value, wrong);
  const trace = right(['workload']) ? look(form.workload.trace, folder) : [];
  if (!right(MACHINE_KEYS)) return [...trace, ...clashesBetween(form, wrong), ...claims(form, { checked: true })];
  const options = resolveOptions(form.options);
  const centre = centreOf(form);
  const built = centre === undefined ? undefined : await build(centre, form, options, folder);
  return [
    ...trace,
    ...machineProblems(form, built, options),
    ...claims(form, built === undefined ? {} : { known: built }),
  ];
}

/** The keys under which something is wrong, and those that a misspelt one was meant to be. */
function wrongKeys({ issues }: z.ZodError): ReadonlySet<string> {
  const known = Object.keys(scenarioParts);
  return new Set(
    issues.flatMap((issue) => {
      if (issue.path.length > 0) return [String(issue.path[0])];
      if (issue.code !== 'unrecognized_keys') return [];
      return issue.keys.flatMap((key) => nearest(key, known) ?? []);
    }),
  );
}

/** What is right; nothing must be made of the others. */
function partsOf(value: object, wrong: ReadonlySet<string>): ScenarioForm {
  const given = Object.entries(value).filter(([key]) => Object.hasOwn(scenarioParts, key) && !wrong.has(key));
  return Object.fromEntries(
    given.map(([key, part]) => [key, scenarioParts[key as Key].parse(part)]),
  ) as unknown as ScenarioForm;
}
