import * as z from 'zod';
import { PREFABS } from '../../failures/prefabs.ts';
import { suggestion } from '../../model/nearest.ts';
import { type Selection, selection } from '../centre/cluster-form.ts';
import { byKind } from './by-kind.ts';
import { type JobFaultsForm, jobFaultsForm } from './job-faults-form.ts';
import {
  type CountForm,
  checkLaw,
  countLaw,
  LAWS,
  type LawName,
  type LawParameters,
  parameters,
  type SpanForm,
  span,
} from './laws-form.ts';
import { fraction, type LengthText, length, type ShareText, share } from './quantities.ts';

/** What fails and is mended, time and again; `mtbf` is the mean time from the end of a repair to the next failure. */
export interface FailingForm extends Omit<LawParameters<LengthText>, 'mean'> {
  readonly law?: string | undefined;
  readonly mtbf?: LengthText | undefined;
  readonly repair?: SpanForm | undefined;
}
export interface FailingNodesForm extends FailingForm {
  readonly of?: Selection | undefined;
}
export interface PowerForm extends FailingForm {
  readonly domains: Readonly<Record<string, readonly string[]>>;
}
export interface BurstsForm {
  readonly every: SpanForm;
  readonly size: CountForm;
  readonly within: LengthText;
  readonly repair: SpanForm;
}
export interface CascadeForm {
  readonly probability: ShareText;
  readonly within: LengthText;
  readonly generations?: number | undefined;
  readonly repair?: SpanForm | undefined;
}
export interface FailureTraceForm {
  readonly file: string;
  readonly nodes?: 'by-name' | 'in-order' | undefined;
}
export interface StoreFaultForm {
  readonly every: SpanForm;
  readonly for: SpanForm;
}
export interface StorageFaultsForm {
  readonly slow?: (StoreFaultForm & { readonly speed: ShareText }) | undefined;
  readonly full?: StoreFaultForm | undefined;
  readonly corrupt?: StoreFaultForm | undefined;
}

/** What fails. */
export interface FailuresForm {
  readonly nodes?: string | FailingNodesForm | readonly FailingNodesForm[] | undefined;
  readonly racks?: FailingForm | undefined;
  readonly power?: PowerForm | undefined;
  readonly machine?: FailingForm | undefined;
  readonly bursts?: BurstsForm | undefined;
  readonly cascade?: CascadeForm | undefined;
  readonly trace?: string | FailureTraceForm | undefined;
  readonly jobs?: JobFaultsForm | undefined;
  readonly storage?: StorageFaultsForm | undefined;
  readonly crew?: number | undefined;
  readonly until?: LengthText | undefined;
}

const FITS = PREFABS.map(({ name }) => name);
const isLaw = (name: string): name is LawName => LAWS.some((law) => law === name);

const lawName = (known: readonly string[]): z.ZodType<string> => z.enum(known as [string, ...string[]]);

const failing = {
  mtbf: length.optional().describe('The mean time from the end of a repair to the next failure.'),
  ...parameters(length),
  repair: span.optional().describe('How long a repair takes: a length of time or its law.'),
};
const ofLaw = {
  law: lawName(LAWS).optional().describe('The law of the time between failures; exponential unless given.'),
  ...failing,
};

/** A fit has both laws; everything else needs what its law goes by, and a repair. */
function checkFailing({ law = 'exponential', mtbf, repair, ...rest }: FailingForm, context: z.RefinementCtx): void {
  if (isLaw(law)) {
    checkLaw(law, { ...rest, mean: mtbf }, context, 'mtbf');
    if (repair === undefined) context.addIssue({ code: 'custom', path: ['repair'], message: 'is missing' });
    return;
  }
  for (const [key, value] of Object.entries({ mtbf, ...rest }))
    if (value !== undefined && key !== 'of')
      context.addIssue({
        code: 'custom',
        path: [key],
        message: `is no matter of ${law}, which is a fit with all its figures`,
      });
}

const failingNodes: z.ZodType<FailingNodesForm> = z
  .strictObject({
    of: z.strictObject(selection).optional().describe('Which nodes; all unless given.'),
    ...failing,
    law: lawName([...LAWS, ...FITS])
      .optional()
      .describe('The law of the time between failures, or a fit to a real system; exponential unless given.'),
  })
  .superRefine(checkFailing);

const fit: z.ZodType<string> = z
  .unknown()
  .superRefine((given, context) => {
    if (typeof given === 'string' && FITS.includes(given)) return;
    const message =
      typeof given === 'string'
        ? `unknown fit '${given}'${suggestion(given, FITS)}`
        : `must be a fit (${FITS.join(', ')}), or a map with mtbf and repair`;
    context.addIssue({ code: 'custom', message });
  })
  .meta({ enum: FITS }) as z.ZodType<unknown> as z.ZodType<string>;

const nodes: z.ZodType<FailuresForm['nodes']> = byKind(
  { text: fit, map: failingNodes, list: z.array(failingNodes).min(1) },
  'must be a fit, a map or a list of maps',
);

const storeFault = {
  every: span.describe('How long until the next begins: the mean of an exponential law, or another law.'),
  for: span.describe('How long it lasts: a length of time or its law.'),
};

const some = share.refine((given) => fraction(given) > 0, 'must be more than 0');

const trace: z.ZodType<FailuresForm['trace']> = byKind(
  {
    text: z.string().min(1),
    map: z.strictObject({
      file: z.string().min(1).describe('The file, relative to the scenario.'),
      nodes: z
        .enum(['by-name', 'in-order'])
        .optional()
        .describe('in-order: the first node in the file is the first of the machine, and so on. by-name unless given.'),
    }),
  },
  'must be a file, or a map with file',
);

/** The key `failures` of a scenario; docs/failures.md explains it. */
export const failuresForm: z.ZodType<FailuresForm | undefined> = z
  .strictObject({
    nodes: nodes
      .optional()
      .describe(`Nodes fail of themselves: a fit (${FITS.join(', ')}), a law, or one for each of some sets.`),
    racks: z.strictObject(ofLaw).superRefine(checkFailing).optional().describe('Each rack fails as a whole.'),
    power: z
      .strictObject({
        domains: z
          .record(
            z.string().regex(/^\w[\w.-]*$/, 'must be a name: letters, digits, _, . or -'),
            z.array(z.string()).min(1),
          )
          .describe('The racks of each power domain, by name.'),
        ...ofLaw,
      })
      .superRefine(checkFailing)
      .optional()
      .describe('Each power domain fails as a whole.'),
    machine: z.strictObject(ofLaw).superRefine(checkFailing).optional().describe('The whole machine fails.'),
    bursts: z
      .strictObject({
        every: span.describe('From one to the next: the mean of an exponential law, or another law.'),
        size: countLaw.describe('How many nodes: a number or its law.'),
        within: length.describe('How long after the first of them the others fail, at most.'),
        repair: span.describe('How long the repair of each takes.'),
      })
      .optional()
      .describe('Several nodes, any of the machine, fail at almost the same time.'),
    cascade: z
      .strictObject({
        probability: some.describe('That a given other node of the rack fails of it.'),
        within: length.describe('How long after it, at most; each moment is as likely.'),
        generations: z.int().min(1).max(1000).optional().describe('How often it is handed on at most; 1 unless given.'),
        repair: span.optional().describe('How long the repair takes; as of nodes unless given.'),
      })
      .optional()
      .describe('The failure of one node makes others of its rack fail.'),
    trace: trace.optional().describe('Outages that were recorded: CSV, or events of the Failure Trace Archive.'),
    jobs: jobFaultsForm.optional().describe("Faults of jobs' own software."),
    storage: z
      .strictObject({
        slow: z
          .strictObject({ ...storeFault, speed: some.describe('What is left of its speed.') })
          .optional()
          .describe('Transfers are slower.'),
        full: z.strictObject(storeFault).optional().describe('No checkpoint can be written.'),
        corrupt: z.strictObject(storeFault).optional().describe('Checkpoints that are completed cannot be read.'),
      })
      .meta({ minProperties: 1 })
      .refine((given) => Object.keys(given).length > 0, 'must not be empty: give slow, full or corrupt')
      .optional()
      .describe('The store of checkpoints is at fault from time to time.'),
    crew: z.int().min(1).max(1e6).optional().describe('How many repairs are done at once; any number unless given.'),
    until: length.optional().describe('No fault of nodes or of the store, and no deadlock, begins then or later.'),
  })
  .optional()
  .describe('What fails, how often and for how long; nothing unless given.');
