import { existsSync } from 'node:fs';
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

/** The folder of a store for people, who may have meant another one. */
export const whereKept = (folder: string): string => (existsSync(folder) ? folder : `${folder} (no such folder)`);

/** What a process has not finished writing for so long, ms, it never will: a record is written in one go. */
const STALE = 3_600_000;

/** Whether what is half-written, last touched at this time, was left so by a process that was killed. */
export const isStale = (modified: number): boolean => modified < Date.now() - STALE;
