import { InputError } from '../../model/errors.ts';
import { suggestion } from '../../model/nearest.ts';
import { createScheduler, isModulePath, type PolicySpec, parsePolicy } from '../../registry.ts';
import type { Path } from '../problem.ts';

/** A word, a text in quotation marks, or a place in a list. */
const STEP = /\s*(?:"([^"]*)"|\[(\d+)\]|([^.[\]"\s][^.[\]"]*))\s*(?:\.|(?=\[)|$)/y;

/**
 * The steps of a path such as `cluster.groups.gpu.count`, `policies[1].depth` or `policies."saf(depth=1)".depth`.
 * @throws InputError for a text that is no path
 */
export function parsePath(text: string): readonly string[] {
  const steps: string[] = [];
  STEP.lastIndex = 0;
  while (STEP.lastIndex < text.length) {
    const at = STEP.lastIndex;
    const [, quoted, place, word] = STEP.exec(text) ?? [];
    const step = quoted ?? place ?? word?.trim();
    if (step === undefined) {
      throw new InputError(
        `'${text.slice(at)}' is no path; expected words with dots between them, such as cluster.procs`,
      );
    }
    steps.push(step);
  }
  if (steps.length === 0 || text.trimEnd().endsWith('.')) throw new InputError(`'${text}' is no path to a value`);
  return steps;
}

/** A value with another one at a path, and where exactly that is: a policy's name becomes its place in the list. */
export interface Replaced {
  readonly value: unknown;
  readonly path: Path;
}

/**
 * A copy of a scenario's value with another value at a path; what is not on the path is shared. Maps that are missing
 * on the way are made, and a policy that is a text becomes a map, so that its options can be set.
 * @throws InputError where the path leads through what is neither a map nor a list
 */
export function replaced(value: unknown, steps: readonly string[], to: unknown, walked: Path = []): Replaced {
  const [step, ...rest] = steps;
  if (step === undefined) return { value: to, path: walked };
  if (Array.isArray(value)) {
    const at = placeIn(value, step, walked);
    const of = isPolicies(walked);
    // Whoever takes a policy's place keeps its label, by which figures, claims and verdicts know it.
    const put = of && rest.length === 0 && typeof to === 'string' ? { label: labelOf(value[at]), policy: to } : to;
    const inner = replaced(entry(value[at], rest.length > 0 && of), rest, put, [...walked, at]);
    return { value: value.with(at, inner.value), path: inner.path };
  }
  if (value !== undefined && value !== null && typeof value !== 'object') {
    throw new InputError(`${walked.join('.')} is ${JSON.stringify(value)}, which has no ${step}`);
  }
  const map = (value ?? {}) as Readonly<Record<string, unknown>>;
  const own = Object.hasOwn(map, step) ? map[step] : undefined;
  const inner = replaced(own, rest, to, [...walked, step]);
  return { value: { ...map, [step]: inner.value }, path: inner.path };
}

const isPolicies = (walked: Path): boolean => walked.length === 1 && walked[0] === 'policies';

/**
 * A policy as a map with the options that it has, of which one can be set; its label stays that of the file, whatever the
 * option is set to. A module without a label is called by its own name, which is known only when it is loaded.
 */
function entry(value: unknown, asMap: boolean): unknown {
  if (!asMap) return value;
  if (typeof value === 'string') return { label: value, ...spreadOut(value) };
  return isNamed(value) && !isModulePath(value.policy) ? { label: labelOf(value), ...value } : value;
}

/** What cannot be read stays a text, of which is told what is wrong with it where policies are read. */
function spreadOut(text: string): object {
  const read = tried(() => parsePolicy(text));
  return read === undefined ? { policy: text } : { policy: read.name, ...Object.fromEntries(read.options) };
}

type Named = Extract<PolicySpec, { readonly policy: string }>;

const isNamed = (value: unknown): value is Named =>
  typeof value === 'object' && value !== null && 'policy' in value && typeof value.policy === 'string';

/** Undefined where the user's words are refused. */
function tried<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof InputError)) throw cause;
    return undefined;
  }
}

/** Where in a list: by its number from 0, or, among policies, by label. */
function placeIn(list: readonly unknown[], step: string, walked: Path): number {
  if (/^\d+$/.test(step)) {
    if (Number(step) < list.length) return Number(step);
    throw new InputError(`${walked.join('.')} has ${list.length} entries, counted from 0; there is no [${step}]`);
  }
  if (!isPolicies(walked)) throw new InputError(`${walked.join('.')} is a list; say which entry, such as [0]`);
  const labels = list.map(labelOf);
  const at = labels.indexOf(step);
  if (at >= 0) return at;
  // The bare name, which is shorter than a label with all options, where it is that of one alone.
  const named = [...list.keys()].filter((i) => isNamed(list[i]) && (list[i] as Named).policy === step);
  if (named.length === 1) return named[0]!;
  throw new InputError(`there is no policy '${step}'${suggestion(step, labels)}`);
}

/** What results call a policy: a map without a label by its name with its options. */
function labelOf(policy: unknown): string {
  if (typeof policy === 'string') return policy;
  if (!isNamed(policy)) return String((policy as { label?: unknown } | null | undefined)?.label ?? '');
  const { label, ...spec } = policy;
  const name = isModulePath(spec.policy) ? undefined : tried(() => createScheduler(spec as Named).name);
  return String(label ?? name ?? spec.policy);
}
