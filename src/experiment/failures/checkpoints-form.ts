import * as z from 'zod';
import { FORMULAS, type Formula } from '../../failures/checkpoints/interval.ts';
import { LEVELS, type LevelName } from '../../failures/checkpoints/levels.ts';
import { STATE_BY } from '../../failures/checkpoints/state.ts';
import { suggestion } from '../../model/nearest.ts';
import { atLeastOne, exactlyOne } from './maps.ts';
import {
  type BandwidthText,
  bandwidth,
  LENGTH_PATTERN,
  type LengthText,
  length,
  type ShareText,
  type SizeText,
  share,
  size,
  wrongLength,
} from './quantities.ts';

/** Exactly one key: what the size of a job's state goes by. */
export interface StateForm {
  readonly per_core?: SizeText | undefined;
  readonly per_node?: SizeText | undefined;
  readonly per_job?: SizeText | undefined;
  readonly memory?: ShareText | undefined;
}

export interface LevelForm {
  readonly every?: number | undefined;
  readonly write?: LengthText | undefined;
  readonly read?: LengthText | undefined;
  readonly bandwidth?: BandwidthText | undefined;
}

export type LevelsForm = Partial<Readonly<Record<LevelName, LevelForm | undefined>>>;

export interface StoreForm {
  readonly bandwidth: BandwidthText;
  readonly per_node?: BandwidthText | undefined;
  readonly capacity?: SizeText | undefined;
}

/** When checkpoints are taken, what they cost and what becomes of them. */
export interface CheckpointsForm {
  readonly interval: LengthText | Formula;
  readonly mtbf?: LengthText | undefined;
  readonly write?: LengthText | undefined;
  readonly read?: LengthText | undefined;
  readonly state?: StateForm | undefined;
  readonly store?: StoreForm | undefined;
  readonly levels?: LevelsForm | undefined;
  readonly incremental?: { readonly full_every: number; readonly share: ShareText } | undefined;
  readonly retain?: number | undefined;
  readonly verify?: boolean | undefined;
  readonly corrupted?: ShareText | undefined;
}

/** Whether the interval follows from failures rather than being given. */
export const isFormula = (interval: string): interval is Formula => FORMULAS.some((name) => name === interval);

const interval = z
  .unknown()
  .superRefine((given, context) => {
    if (given === undefined) context.addIssue({ code: 'custom', message: 'is missing' });
    if (given === undefined || (typeof given === 'string' && isFormula(given))) return;
    const wrong = wrongLength(given);
    if (wrong === undefined) return;
    const isWord = typeof given === 'string' && /^[a-z]/i.test(given);
    const names = [...FORMULAS, 'a length of time such as 1h'];
    context.addIssue({
      code: 'custom',
      message: isWord ? `unknown interval '${given}'${suggestion(given, names)}` : wrong,
    });
  })
  .meta({
    anyOf: [{ enum: [...FORMULAS] }, { type: 'string', pattern: LENGTH_PATTERN }],
    description:
      'How long a job computes between two checkpoints: a length of time, or young, daly or adaptive, which follow from the MTBF and what a checkpoint takes.',
  }) as z.ZodType<unknown> as z.ZodType<string>;

const state: z.ZodType<StateForm> = exactlyOne(
  z.strictObject({
    per_core: size.optional().describe('So much for each core of the job.'),
    per_node: size.optional().describe('So much for each node that it runs on.'),
    per_job: size.optional().describe('So much, whatever the job.'),
    memory: share.optional().describe('A part of the memory that the job asks for, such as 80%.'),
  }),
  STATE_BY,
);

const write = length.optional();
const read = length.optional();

const timing = {
  every: z
    .int()
    .min(1)
    .optional()
    .describe('Every how many checkpoints one is of this level or one after it; 1 for the first, which takes all.'),
  write: write.describe('How long a checkpoint takes here, in place of what follows from the state.'),
  read: read.describe('How long one takes to be read; as long as to write it unless given.'),
};

const nodeLevel: z.ZodType<LevelForm> = z.strictObject({
  ...timing,
  bandwidth: bandwidth.optional().describe('How fast each node writes and reads here.'),
});

const levels: z.ZodType<LevelsForm> = atLeastOne(
  z.strictObject({
    local: nodeLevel
      .optional()
      .describe('On the nodes of the job themselves: outlives a fault of the job, but none of its nodes.'),
    partner: nodeLevel
      .optional()
      .describe('With a copy on the next node of the job: outlives the loss of nodes that are not neighbours.'),
    shared: z
      .strictObject(timing)
      .optional()
      .describe('On the store that all share: outlives everything but faults of the store.'),
  }),
  LEVELS,
);

const store: z.ZodType<StoreForm> = z.strictObject({
  bandwidth: bandwidth.describe('What it moves of all transfers together; they share it.'),
  per_node: bandwidth.optional().describe('The most that one node moves; without limit unless given.'),
  capacity: size
    .optional()
    .describe(
      'What it holds. The oldest checkpoints that jobs have beside their newest make room. No limit unless given.',
    ),
});

/** The key `checkpoints` of a scenario; docs/failures.md explains it. */
export const checkpointsForm: z.ZodType<CheckpointsForm | undefined> = z
  .strictObject({
    interval,
    mtbf: length
      .optional()
      .describe(
        'Mean time between failures of one node, which young and daly go by and adaptive begins with; that of the failures unless given.',
      ),
    write: write.describe('How long a checkpoint takes, whatever the job; or say its state.'),
    read: read.describe('How long one takes to be read; as long as to write it unless given.'),
    state: state.optional().describe('How large the state of a job is; what checkpoints take follows from bandwidths.'),
    store: store.optional().describe('The store that all share, such as a parallel file system.'),
    levels: levels.optional().describe('Where checkpoints are written; the shared store alone unless given.'),
    incremental: z
      .strictObject({
        full_every: z.int().min(2).describe('Every how many checkpoints is a full one, the first of a run among them.'),
        share: share.describe('What part of the state the others write.'),
      })
      .optional()
      .describe('Only some checkpoints are full. All are unless given.'),
    retain: z.int().min(1).optional().describe('How many of each level a job keeps; 2 unless given.'),
    verify: z
      .boolean()
      .optional()
      .describe('Whether each is read back once written, so that one that cannot be read does not count.'),
    corrupted: share
      .optional()
      .describe('What part of checkpoints cannot be read, drawn from the seed; none unless given.'),
  })
  .optional()
  .describe('When jobs take checkpoints and what that costs; they take none unless given.');

export const levelsOf = (form: LevelsForm): readonly (readonly [LevelName, LevelForm])[] =>
  LEVELS.flatMap((name) => (form[name] === undefined ? [] : [[name, form[name]] as const]));
