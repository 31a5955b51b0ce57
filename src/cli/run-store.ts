import { join } from 'node:path';
import type { RunStore } from '../executors/store.ts';
import type { Option } from './command.ts';
import { version } from './version.ts';

type Text = Option & { readonly type: 'string' };

/** Where finished runs are kept, for every command that makes or looks at them. */
export const STORE_OPTION: { readonly store: Text } = {
  store: {
    type: 'string',
    value: 'DIR',
    complete: 'folders',
    describe: 'the folder where finished runs are kept; MAKESPAN_STORE, or .makespan/runs, unless given',
  },
};

/** The store that an option names, else the environment, else the one of the current folder. */
export async function openStore(option: string | undefined): Promise<RunStore> {
  const { RunStore } = await import('../executors/store.ts');
  return new RunStore(option ?? (process.env['MAKESPAN_STORE'] || join('.makespan', 'runs')), version());
}
