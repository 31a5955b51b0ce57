import * as z from 'zod';
import type { Baseline, BaselineRun, ScenarioBaseline } from '../experiment/check/baseline.ts';
import type { Act } from '../experiment/parting.ts';
import { InputError } from '../model/errors.ts';
import type { JobId } from '../model/jobs.ts';
import { MS_PER_SECOND } from '../model/time.ts';
import { within } from './checked-columns.ts';
import { decodeColumn, encodeColumn, type StoredColumn } from './columns.ts';

/** Raised by a change that older readers could not follow. */
const BASELINE_SCHEMA = 2;
const KIND = 'makespan baseline';

/** The starts and preemptions of a run, in columns of the same length. */
interface StoredSchedule {
  readonly unit: 's' | 'ms';
  readonly count: number;
  /** The job of each, less its own place: 0 all along where every job starts once. */
  readonly job: StoredColumn;
  readonly time: StoredColumn;
  /** Which of `texts` says what was done. */
  readonly what: StoredColumn;
  readonly texts: readonly string[];
}

type StoredRun = Omit<BaselineRun, 'acts'> & { readonly schedule?: StoredSchedule | undefined };

interface StoredBaseline {
  readonly kind: typeof KIND;
  readonly schema: typeof BASELINE_SCHEMA;
  readonly scenarios: readonly (Omit<ScenarioBaseline, 'runs'> & {
    readonly scenario: string;
    readonly runs: readonly StoredRun[];
  })[];
}

const count = z.int().min(0);
const column: z.ZodType<StoredColumn> = z.union([z.number(), z.string(), z.array(z.number())]);
const text = z.string().min(1);
const hash = z.string().regex(/^[0-9a-f]{16}$/);

const runSchema: z.ZodType<StoredRun> = z.object({
  at: z.record(z.string(), z.unknown()),
  replication: z.int().min(1),
  label: text,
  policy: z.string(),
  jobs: z.object({ count, digest: text }),
  hash,
  placements: hash.nullable(),
  metrics: z.record(z.string(), z.number().nullable()),
  schedule: z
    .object({
      unit: z.enum(['s', 'ms']),
      count,
      job: column,
      time: column,
      what: column,
      texts: z.array(z.string()),
    })
    .optional(),
});

const baselineSchema: z.ZodType<StoredBaseline> = z.object({
  kind: z.literal(KIND),
  schema: z.literal(BASELINE_SCHEMA),
  scenarios: z.array(
    z.object({
      scenario: text,
      version: text,
      setting: z.record(z.string(), z.string()),
      runs: z.array(runSchema).min(1),
    }),
  ),
});

/**
 * The text of a baseline's file: scenarios in the order of their paths, so that the same runs give the same bytes, and a
 * line for each run, so that a change of the file shows which runs have changed.
 */
export function encodeBaseline(baseline: Baseline): string {
  const entries = [...baseline].sort(([a], [b]) => (a < b ? -1 : 1));
  const scenarios = entries.map(([scenario, { version, setting, runs }]) =>
    [
      '  {',
      `   "scenario": ${JSON.stringify(scenario)},`,
      `   "version": ${JSON.stringify(version)},`,
      `   "setting": ${JSON.stringify(setting)},`,
      '   "runs": [',
      runs.map(runLines).join(',\n'),
      '   ]',
      '  }',
    ].join('\n'),
  );
  const head = `{\n "kind": ${JSON.stringify(KIND)},\n "schema": ${BASELINE_SCHEMA},\n "scenarios": [\n`;
  return `${head}${scenarios.join(',\n')}\n ]\n}\n`;
}

/** What a run did stands on a line of its own, for it is long. */
function runLines({ acts, at, replication, label, policy, hash: of, placements, jobs, metrics }: BaselineRun): string {
  const run = JSON.stringify({ at, replication, label, policy, hash: of, placements, jobs, metrics });
  if (acts === undefined) return `    ${run}`;
  return `    ${run.slice(0, -1)},\n     "schedule":${JSON.stringify(storeActs(acts()))}}`;
}

function storeActs(acts: readonly Act[]): StoredSchedule {
  const texts = [...new Set(acts.map(({ what }) => what))];
  const place = new Map(texts.map((what, at) => [what, at]));
  const inSeconds = acts.every(({ time }) => time % MS_PER_SECOND === 0);
  return {
    unit: inSeconds ? 's' : 'ms',
    count: acts.length,
    job: encodeColumn(acts.map(({ job }, at) => job - at)),
    time: encodeColumn(acts.map(({ time }) => (inSeconds ? time / MS_PER_SECOND : time))),
    what: encodeColumn(acts.map(({ what }) => place.get(what)!)),
    texts,
  };
}

/**
 * Reads the text of a baseline's file back.
 * @param file how messages call it
 * @throws InputError if it is none, one of another schema, or damaged
 */
export function decodeBaseline(text: string, file: string): Baseline {
  const { scenarios } = documentOf(text, file);
  return new Map(
    scenarios.map(({ scenario, version, setting, runs }) => {
      const restored = runs.map(({ schedule, ...run }): BaselineRun => {
        if (schedule === undefined) return run;
        const acts = (): readonly Act[] =>
          restoreActs(schedule, run.jobs.count, `${file}: ${run.label} in ${scenario}`);
        return { ...run, acts };
      });
      return [scenario, { version, setting, runs: restored }];
    }),
  );
}

function restoreActs(
  { unit, count: rows, job, time, what, texts }: StoredSchedule,
  jobs: number,
  place: string,
): readonly Act[] {
  try {
    const scale = unit === 's' ? MS_PER_SECOND : 1;
    const times = decodeColumn(time, rows);
    const named = within('what', decodeColumn(what, rows), texts.length);
    const rowsOf = decodeColumn(job, rows).map((less, at) => less + at);
    within('job', rowsOf, jobs);
    return Array.from(times, (at, i) => ({ time: at * scale, job: rowsOf[i]! as JobId, what: texts[named[i]!]! }));
  } catch (cause) {
    throw damaged(place, (cause as Error).message, cause);
  }
}

function documentOf(text: string, file: string): StoredBaseline {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(file, 'it is no JSON, or only the beginning of it', cause);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw damaged(file, 'it is JSON, but no object', undefined);
  const { kind, schema } = value as { kind?: unknown; schema?: unknown };
  if (kind === KIND && typeof schema === 'number' && schema !== BASELINE_SCHEMA) {
    throw new InputError(
      `${file}: has schema ${schema}, and this version reads ${BASELINE_SCHEMA}; remove it, and make it again with --update` +
        ' and the names of its scenarios',
    );
  }
  const parsed = baselineSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path, message } = parsed.error.issues[0]!;
  throw damaged(file, path.length === 0 ? message : `${path.join('.')}: ${message}`, parsed.error);
}

const damaged = (place: string, what: string, cause: unknown): InputError =>
  new InputError(`${place}: is not a baseline of makespan, or damaged: ${what}`, { cause });
