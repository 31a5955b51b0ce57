import * as z from 'zod';
import { milliseconds } from '../centre/amounts.ts';
import { type SpanForm, span } from './laws-form.ts';
import { fraction, type LengthText, length, type ShareText, share, wrongLength } from './quantities.ts';

export interface PredictorForm {
  readonly precision: ShareText;
  readonly recall: ShareText;
  readonly lead: SpanForm;
  readonly holds: LengthText;
}

export interface SignalForm {
  readonly every: LengthText;
  readonly normal?: number | undefined;
  readonly noise: number;
  readonly failing: number;
  readonly lead: SpanForm;
  readonly threshold: number;
  readonly samples?: number | undefined;
  readonly holds: LengthText;
}

/** How failures become known. */
export interface DetectionForm {
  readonly heartbeat?: LengthText | undefined;
  readonly timeout?: LengthText | undefined;
  readonly predictor?: PredictorForm | undefined;
  readonly signal?: SignalForm | undefined;
}

const some = share.refine((given) => fraction(given) > 0, 'must be more than 0');

const predictor: z.ZodType<PredictorForm> = z.strictObject({
  precision: some.describe('What part of its alarms is justified.'),
  recall: some.describe('What part of failures it announces.'),
  lead: span.describe('How long before the failure: a length of time or its law.'),
  holds: length.describe('How long an alarm holds after the moment at which it expects the failure.'),
});

const signal: z.ZodType<SignalForm> = z
  .strictObject({
    every: length.describe('How often each node is measured.'),
    normal: z.number().optional().describe('What is measured on average of a node that is well; 0 unless given.'),
    noise: z.number().positive().describe('Standard deviation of what is measured, from one time to the next.'),
    failing: z.number().describe('What is measured on average when the node fails.'),
    lead: span.describe('How long before a failure it begins to rise, evenly: a length of time or its law.'),
    threshold: z.number().describe('An alarm is raised above it.'),
    samples: z.int().min(1).max(1000).optional().describe('How many times in a row it must be above; 1 unless given.'),
    holds: length.describe('How long an alarm holds after the moment at which it expects the failure.'),
  })
  .superRefine(({ normal = 0, failing, threshold }, context) => {
    for (const [key, value] of Object.entries({ failing, threshold }))
      if (value <= normal)
        context.addIssue({ code: 'custom', path: [key], message: `must be more than normal, which is ${normal}` });
  });

/** The key `detection` of a scenario; docs/failures.md explains it. */
export const detectionForm: z.ZodType<DetectionForm | undefined> = z
  .strictObject({
    heartbeat: length.optional().describe('How often each node says that it is there.'),
    timeout: length.optional().describe('For how long nothing is heard of a node that counts as failed.'),
    predictor: predictor.optional().describe('Announces failures that nodes have of themselves, or as recorded.'),
    signal: signal
      .optional()
      .describe('Something is measured on each node, such as errors, and rises before it fails.'),
  })
  .meta({ minProperties: 1 })
  .superRefine(({ heartbeat, timeout, predictor: foretold, signal: measured }, context) => {
    const add = (message: string, ...path: string[]): void => context.addIssue({ code: 'custom', path, message });
    if (heartbeat === undefined && timeout === undefined && foretold === undefined && measured === undefined)
      add('must not be empty: give heartbeat and timeout, predictor or signal');
    if (heartbeat !== undefined && timeout === undefined) add('is missing: give it beside heartbeat', 'timeout');
    if (timeout !== undefined && heartbeat === undefined) add('is missing: give it beside timeout', 'heartbeat');
    if (wrongLength(heartbeat) !== undefined || wrongLength(timeout) !== undefined) return;
    if (milliseconds(timeout!) < milliseconds(heartbeat!))
      add(`is less than the heartbeat of ${heartbeat}, so that nodes that work would count as failed`, 'timeout');
  })
  .optional()
  .describe('How failures of nodes become known; at once unless given.');
