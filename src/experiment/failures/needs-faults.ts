import type { ResilienceForms } from './resilience-form.ts';

/** Whether runs of a scenario are runs under faults, whose figures have a value. */
export const hasFaults = ({ failures, checkpoints }: ResilienceForms): boolean =>
  failures !== undefined || checkpoints !== undefined;

/** What is wrong with a figure of faults where there are none. */
export const NEEDS_FAULTS = 'is of runs under faults, and nothing fails here: say failures; see docs/failures.md';
