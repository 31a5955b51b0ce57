import * as z from 'zod';
import { COORDINATORS } from '../../failures/coordinator/registry.ts';
import { suggestion } from '../../model/nearest.ts';
import { type Selection, selection } from '../centre/cluster-form.ts';
import { atLeastOne } from './maps.ts';
import { type LengthText, length, lengthOrZero } from './quantities.ts';

/** At least one key; a job of any of them is meant. */
export interface WhoseForm {
  readonly accounts?: readonly string[] | undefined;
  readonly qos?: readonly string[] | undefined;
}

export interface BackoffForm {
  readonly first: LengthText;
  readonly factor?: number | undefined;
  readonly most?: LengthText | undefined;
}

export interface QuarantineForm {
  readonly failures: number;
  readonly within: LengthText;
  readonly for: LengthText;
  readonly factor?: number | undefined;
  readonly most?: LengthText | undefined;
}

/** What becomes of jobs and nodes after a fault. */
export interface RecoveryForm {
  readonly coordinator?: string | undefined;
  /** After faults of every kind together, or after those of its own and of its nodes apart. */
  readonly retries?: number | { readonly own: number; readonly nodes: number } | undefined;
  readonly retry_limit?: boolean | undefined;
  readonly backoff?: BackoffForm | undefined;
  readonly from?: 'checkpoint' | 'start' | undefined;
  readonly place?: 'head' | 'order' | 'tail' | undefined;
  readonly keep_partial?: boolean | WhoseForm | undefined;
  readonly quarantine?: QuarantineForm | undefined;
  readonly on_warning?: 'ignore' | 'drain' | 'migrate' | undefined;
  /** The last so many nodes, or these. */
  readonly spares?: number | Selection | undefined;
  readonly spare_after?: LengthText | undefined;
  readonly watchdog?: LengthText | undefined;
}

/** By how much the waits of a job and the quarantines of a node grow unless somebody says. */
export const FACTORS = { backoff: 2, quarantine: 1 } as const;

/** What is wrong with what stands where a number of retries should. */
function wrongRetries(given: unknown): string | undefined {
  if (Number.isSafeInteger(given) && (given as number) >= 0) return undefined;
  const endless = given === Number.POSITIVE_INFINITY || (typeof given === 'string' && !/\d/.test(given));
  return endless ? 'retry without bound: say a number, such as 3' : 'must be a whole number of at least 0, such as 3';
}

/** @param when after what jobs would be retried for ever if it were not said */
const retryCount = (when: string): z.ZodType<number> =>
  z
    .unknown()
    .superRefine((given, context) => {
      const message =
        given === undefined ? `is missing: retry without bound after ${when}; say how often` : wrongRetries(given);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    })
    .meta({ type: 'integer', minimum: 0 }) as z.ZodType<unknown> as z.ZodType<number>;

const retries: z.ZodType<RecoveryForm['retries']> = z.union(
  [
    z.int().min(0),
    z.strictObject({
      own: retryCount('faults of its own').describe('After faults of its own, such as a crash.'),
      nodes: retryCount('failures of its nodes').describe('After failures of its nodes.'),
    }),
  ],
  { error: ({ input }) => wrongRetries(input) },
);

const factor = z.number().min(1).max(1000).optional();

const backoff: z.ZodType<BackoffForm> = z.strictObject({
  first: length.describe('How long it waits before the first retry.'),
  factor: factor.describe(`How many times as long before each further one; ${FACTORS.backoff} unless given.`),
  most: length.optional().describe('The longest wait; without limit unless given.'),
});

const quarantine: z.ZodType<QuarantineForm> = z.strictObject({
  failures: z.int().min(1).describe('After how many failures.'),
  within: length.describe('In what time; those that have led to a quarantine do not count again.'),
  for: length.describe('How long it lasts.'),
  factor: factor.describe(
    `How many times as long each further one of the node lasts; ${FACTORS.quarantine} unless given.`,
  ),
  most: length.optional().describe('The longest one; without limit unless given.'),
});

const list = z.array(z.string().min(1)).min(1).optional();

const whose: z.ZodType<WhoseForm> = atLeastOne(
  z.strictObject({
    accounts: list.describe('Jobs of these accounts and their sub-accounts.'),
    qos: list.describe('Jobs of these QOS.'),
  }),
  ['accounts', 'qos'],
);

const keepPartial = z.union([z.boolean(), whose], {
  error: 'must be true or false, or say whose, such as { accounts: [physics], qos: [urgent] }',
});

const someNodes: z.ZodType<Selection> = atLeastOne(z.strictObject(selection), Object.keys(selection));

const spares = z.union([z.int().min(0), someNodes], {
  error: 'must be a whole number of nodes, or say which, such as { nodes: ["cpu-[1-4]"] }',
});

/** What the path of a coordinator of the user's looks like. */
export const MODULE_PATH: RegExp = /^\.{0,2}\/|\.m?js$/;

const NAMES = COORDINATORS.map(({ name }) => name);

const wrongCoordinator = ({ input }: { readonly input?: unknown }): string =>
  typeof input === 'string'
    ? `'${input}' is not known${suggestion(input, NAMES)}`
    : `must be one of ${NAMES.join(', ')}, or the path of a module, such as ./mine.mjs`;

const coordinator = z.union([z.enum(NAMES), z.string().regex(MODULE_PATH, { error: wrongCoordinator })], {
  error: wrongCoordinator,
});

/** The key `recovery` of a scenario; docs/failures.md explains it. */
export const recoveryForm: z.ZodType<RecoveryForm | undefined> = z
  .strictObject({
    coordinator: coordinator
      .optional()
      .describe(`Who decides: a name, or the path of your own module; ${COORDINATORS[0]!.name} unless given.`),
    retries: retries.optional().describe('How often a job is queued again before it is given up.'),
    retry_limit: z
      .boolean()
      .optional()
      .describe('Whether a job that a fault has made run into its time limit is queued again; no unless given.'),
    backoff: backoff.optional().describe('How long a job waits before it is queued again; not at all unless given.'),
    from: z
      .enum(['checkpoint', 'start'])
      .optional()
      .describe('From where it goes on: its last checkpoint that can be read (the default), or the start.'),
    place: z
      .enum(['head', 'order', 'tail'])
      .optional()
      .describe('Before all others, where the order of the policy has it (the default), or behind all others.'),
    keep_partial: keepPartial
      .optional()
      .describe('Whether what the last checkpoint of a job holds is of use if the job is given up; no unless given.'),
    quarantine: quarantine
      .optional()
      .describe('A node that fails repeatedly takes no jobs for a while once it is repaired. None does unless given.'),
    on_warning: z
      .enum(['ignore', 'drain', 'migrate'])
      .optional()
      .describe(
        'What becomes of a node that is said to fail: nothing (the default), it takes no new jobs, or its jobs are saved and move as well.',
      ),
    spares: spares
      .optional()
      .describe('Nodes that take no jobs until they take the place of one that has failed: so many, or these.'),
    spare_after: lengthOrZero.optional().describe('How long that takes; no time unless given.'),
    watchdog: length
      .optional()
      .describe('How long a job may come no further before it is ended; for ever unless given.'),
  })
  .optional()
  .describe('What becomes of jobs and nodes after a fault.');
