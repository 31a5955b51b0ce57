import * as z from 'zod';
import type { ClaimResult } from '../experiment/claims/evaluate.ts';
import { COMPARATORS } from '../experiment/claims/syntax.ts';
import type { RunOptions } from '../experiment/experiment.ts';
import { OPTION_VALUES } from '../experiment/options.ts';
import { CHECKPOINT_FATES } from '../model/fault-run.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { FinishedRun } from '../model/run.ts';
import type { Workload } from '../model/workload.ts';
import type { StoredColumn } from './columns.ts';
import { OVERHEADS } from './faults-data.ts';
import type { StoredLives } from './lives-data.ts';
import type { ReportedRun, ReportInput } from './report.ts';
import { JOB_COLUMNS, type StoredJobs, type StoredMachine } from './run-columns.ts';

/** Raised by a change that older readers could not follow. */
export const RUN_SCHEMA = 1;

/** One policy in jobs.json. */
export interface StoredPolicy
  extends Omit<ReportedRun, 'run'>,
    Pick<FinishedRun, 'policy' | 'hash' | 'events' | 'decisions'> {
  /** Where processors are counted. */
  readonly start?: StoredColumn;
  /** On a machine of nodes. */
  readonly lives?: StoredLives;
}

/** The content of jobs.json; docs/reports.md explains each key. */
export interface RunDocument extends StoredJobs {
  readonly schema: typeof RUN_SCHEMA;
  readonly generator: { readonly name: 'makespan'; readonly version: string };
  readonly base?: string | undefined;
  /** Everything else that a report is made of. */
  readonly input: Omit<ReportInput, 'version' | 'base' | 'workload' | 'runs'>;
  readonly workload: Omit<Workload, 'jobs' | 'centre'>;
  /** Where the jobs ran on a machine of nodes: the centre, and what they ask of it. */
  readonly machine?: StoredMachine;
  readonly policies: readonly StoredPolicy[];
}

const count = z.int().min(0);
const column: z.ZodType<StoredColumn> = z.union([z.number(), z.string(), z.array(z.number())]);

const ledgerEntry: z.ZodType<LedgerEntry> = z.object({
  rule: z.string(),
  effect: z.enum(['dropped', 'edited', 'noted']),
  meaning: z.string(),
  count,
  lines: z.array(count),
});

const options: z.ZodType<RunOptions> = z.object({
  profile: z.string(),
  pass: z.enum(OPTION_VALUES.pass),
  order: z.enum(OPTION_VALUES.order),
  overrun: z.enum(OPTION_VALUES.overrun),
  estimate: z.enum(OPTION_VALUES.estimate),
});

const claim: z.ZodType<ClaimResult> = z.object({
  id: z.string(),
  text: z.string(),
  comparator: z.enum(COMPARATORS),
  value: z.number().nullable(),
  target: z.number().nullable(),
  unit: z.string(),
  met: z.boolean().nullable(),
  policy: z.string().nullable(),
  not_met_by: z.array(z.string()),
  why: z.string().nullable(),
});

const columnsNamed = (...names: string[]) => Object.fromEntries(names.map((name) => [name, column]));
const list = z.array(z.looseObject({}));
const named = z.array(z.looseObject({ name: z.string() }));
const nodes = z.array(z.tuple([count, count]));

const machine = z.object({
  centre: z.looseObject({
    machine: z.looseObject({
      groups: named,
      racks: z.array(z.string()),
      nodes: named,
      partitions: z.array(z.looseObject({ name: z.string(), nodes })),
    }),
    entities: named,
    qos: named,
    windows: z.array(z.looseObject({ name: z.string(), nodes })),
    interventions: z.array(z.looseObject({ nodes: nodes.optional() })),
    halfLife: z.number().nullable(),
  }),
  asks: z.looseObject({
    ...columnsNamed('shape', 'entity', 'qos', 'priority', 'deadline', 'fails'),
    shapes: list,
    dependencies: z.array(z.tuple([count, z.array(z.looseObject({ on: count }))])),
    names: z.union([z.array(z.string()), z.literal('ids')]).optional(),
  }),
});

const counted = (...names: string[]) => ({ count, ...columnsNamed(...names) });
const lists = z.object({ counts: column, values: column });
const faults = z.object({
  coordinator: z.string(),
  checkpointing: z.string().optional(),
  spent: z.object(columnsNamed('useful', 'lost')),
  stretches: z.object(columnsNamed(...OVERHEADS)),
  incidents: z.object({
    ...counted('stretch', 'unnoticed', 'cause', 'lost', 'checkpoint', 'then', 'why', 'queued', 'again'),
    nodes: lists,
    unreadable: lists,
  }),
  moves: z.object(counted('stretch', 'alarm', 'saving', 'left', 'again')),
  outages: z.object(counted('node', 'from', 'known', 'until', 'back', 'cause', 'event')),
  storage: z.object(counted('from', 'until', 'what', 'speed')),
  alarms: z.object({
    ...counted('node', 'from', 'expected', 'until', 'justified', 'then', 'why'),
    jobs: lists,
  }),
  quarantines: z.object(counted('node', 'from', 'until', 'why')),
  replacements: z.object(counted('node', 'of', 'from', 'ready')),
  checkpoints: z.object(columnsNamed(...CHECKPOINT_FATES)),
});

const lives = z.object({
  unit: z.enum(['s', 'ms']),
  ...columnsNamed('wait', 'longer', 'fate', 'eligible', 'deadline', 'cores', 'lost', 'suspended', 'preemptions'),
  texts: z.array(z.string()),
  why: z.object({ count, ...columnsNamed('job', 'text') }),
  stretches: z.object({
    count,
    ...columnsNamed('job', 'after', 'longer', 'ending', 'ranges', 'nodes', 'tasks', 'for', 'why'),
  }),
  faults: faults.optional(),
});

const policy = z.object({
  label: z.string(),
  description: z.string(),
  policy: z.string(),
  spec: z.union([z.string(), z.looseObject({})]).optional(),
  hash: z.string().regex(/^[0-9a-f]{16}$/),
  events: count,
  decisions: count,
  start: column.optional(),
  lives: lives.optional(),
});

export const runSchema: z.ZodType = z.object({
  schema: z.literal(RUN_SCHEMA),
  generator: z.object({ name: z.literal('makespan'), version: z.string() }),
  base: z.string().optional(),
  input: z.looseObject({
    question: z.string().optional(),
    command: z.string(),
    scenario: z.unknown(),
    metrics: z.array(z.string()).optional(),
    claims: z.array(claim).optional(),
    options: options.optional(),
    seed: z.union([z.string(), z.number()]).optional(),
    resilience: z
      .looseObject({
        forms: z.looseObject({}),
        trace: z.string().optional(),
        module: z.string().optional(),
        log: z.object({ hash: z.string(), until: count }).optional(),
      })
      .optional(),
    successors: z
      .array(z.looseObject({ label: z.string(), spec: z.union([z.string(), z.looseObject({})]) }))
      .optional(),
  }),
  workload: z.object({
    name: z.string(),
    procs: z.int().min(1),
    origin: z.object({ unixStartTime: z.number(), timeZone: z.number().optional() }).optional(),
    malformed: count,
    skipped: count,
    ledger: z.array(ledgerEntry),
  }),
  rows: count,
  unit: z.enum(['s', 'ms']),
  jobs: z.object(Object.fromEntries(JOB_COLUMNS.map((name) => [name, column]))),
  machine: machine.optional(),
  policies: z.array(policy),
});
