import { EXECUTOR_OPTIONS } from './executor-options.ts';
import { STORE_OPTION } from './run-store.ts';

/** The options of every command that does many runs. */
export const STUDY_OPTIONS: typeof EXECUTOR_OPTIONS & typeof STORE_OPTION = { ...EXECUTOR_OPTIONS, ...STORE_OPTION };
