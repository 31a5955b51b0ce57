import * as z from 'zod';
import { InputError } from '../../model/errors.ts';
import type { Setting } from '../check/baseline.ts';
import { differingParts } from '../check/fingerprint.ts';
import { CALIBRATION } from './calibration.ts';

/**
 * What a policy is timed by: the processor time of its process, which does not go while others have the processor, or the
 * wall clock, where it is a program that works elsewhere.
 */
export type Clock = 'processor' | 'wall';

/** One policy as it was timed. */
export interface TimedPolicy {
  readonly label: string;
  /** Of its run; every sample has computed it. */
  readonly hash: string;
  readonly clock: Clock;
  /** Median time of one run, ms; for people, since only ratios are compared. */
  readonly time: number;
  /** Of each process, the median time of one run in units of the calibration around it. */
  readonly ratios: readonly number[];
  /** The part of the time in which the calibration was let run, in the median process: 1 on an idle machine. */
  readonly share: number;
}

/** What was timed, on what. */
export interface SpeedBaseline {
  /** Versions of makespan and of Node. */
  readonly version: string;
  readonly node: string;
  /** Which calibration the ratios are against. */
  readonly calibration: number;
  readonly setting: Setting;
  readonly jobs: { readonly count: number; readonly digest: string };
  readonly policies: readonly TimedPolicy[];
}

/** Raised by a change that older readers could not follow. */
const SCHEMA = 2;
const KIND = 'makespan bench';

const text = z.string().min(1);
const schema = z.object({
  kind: z.literal(KIND),
  schema: z.literal(SCHEMA),
  version: text,
  node: text,
  calibration: z.int(),
  setting: z.record(z.string(), z.string()),
  jobs: z.object({ count: z.int().min(0), digest: text }),
  policies: z
    .array(
      z.object({
        label: text,
        hash: z.string().regex(/^[0-9a-f]{16}$/),
        clock: z.enum(['processor', 'wall']),
        time: z.number().positive(),
        share: z.number().min(0).max(1),
        ratios: z.array(z.number().positive()).min(1).max(1000),
      }),
    )
    .min(1),
});

/** A baseline of any version. */
const calibrated = z.object({ kind: z.literal(KIND), calibration: z.int() });

/** The text of a baseline's file. */
export const encodeSpeed = (baseline: SpeedBaseline): string =>
  `${JSON.stringify({ kind: KIND, schema: SCHEMA, ...baseline }, null, 1)}\n`;

/**
 * Reads it back.
 * @param file how messages call it
 * @throws InputError if it is none, one of another schema, or damaged
 */
export function decodeSpeed(content: string, file: string): SpeedBaseline {
  const { kind: _, schema: _schema, ...baseline } = documentOf(content, file);
  return baseline;
}

function documentOf(content: string, file: string): z.infer<typeof schema> {
  const damaged = (what: string, cause: unknown): InputError =>
    new InputError(`${file}: is not a baseline of makespan bench, or damaged: ${what}`, { cause });
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (cause) {
    throw damaged('it is no JSON, or only the beginning of it', cause);
  }
  const older = calibrated.safeParse(value);
  if (older.success && older.data.calibration !== CALIBRATION) {
    throw new InputError(`${file}: was calibrated by other work than this version's; --save makes it again`);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw damaged(path.length === 0 ? message : `${path.join('.')}: ${message}`, parsed.error);
}

/** What is about to be timed. */
export type SpeedSubject = Pick<SpeedBaseline, 'setting' | 'jobs'>;

/**
 * Why a baseline is none of this scenario, if it is none: the times of other work are no comparison.
 * @param scenario how messages call it
 */
export function otherSubject(before: SpeedSubject, now: SpeedSubject, scenario: string): string | undefined {
  const parts = differingParts(before.setting, now.setting);
  if (parts.length > 0) {
    const are = parts.length === 1 ? 'is' : 'are';
    return `is of another scenario: ${parts.join(' and ')} of ${scenario} ${are} not what it was made with`;
  }
  if (before.jobs.count === now.jobs.count && before.jobs.digest === now.jobs.digest) return undefined;
  const counts =
    before.jobs.count === now.jobs.count ? 'are not the same' : `were ${before.jobs.count} and are ${now.jobs.count}`;
  return `is of other jobs: those of ${scenario} ${counts}`;
}

/**
 * The same for its policies and their schedules.
 * @param all whether policies of the baseline that are not timed now are missed
 */
export function otherPolicies(
  before: readonly Pick<TimedPolicy, 'label' | 'hash'>[],
  now: readonly Pick<TimedPolicy, 'label' | 'hash'>[],
  all: boolean,
): string | undefined {
  for (const { label, hash } of now) {
    const known = before.find((policy) => policy.label === label);
    if (known === undefined) return `has no policy ${label}`;
    if (known.hash !== hash) {
      return `${label} made another schedule when it was timed (hash ${known.hash}, now ${hash}), so their times are no comparison`;
    }
  }
  const gone = all ? before.find(({ label }) => !now.some((policy) => policy.label === label)) : undefined;
  return gone && `has the policy ${gone.label}, which the scenario has not`;
}
