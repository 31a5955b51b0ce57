import type { Option } from './command.ts';

type Flag = Option & { readonly type: 'boolean' };

/** Options that several commands have, worded alike. */
export const QUIET: { readonly quiet: Flag } = {
  quiet: { type: 'boolean', short: 'q', describe: 'results alone: no progress, no remarks, no hints' },
};

export const JSON_OUTPUT: { readonly json: Flag } = {
  json: { type: 'boolean', describe: 'print one JSON object and nothing else' },
};

/** Files that hold a trace. */
export const TRACE_FILES: { readonly files: readonly string[] } = { files: ['.swf', '.swf.gz', '.gz'] };

/** Files that hold a scenario. */
export const SCENARIO_FILES: { readonly files: readonly string[] } = { files: ['.yaml', '.yml'] };
