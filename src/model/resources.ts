import { MS_PER_HOUR } from './time.ts';

/** What a node has and a task asks for, in the fixed order of every vector. Memory and storage are in MiB. */
export const RESOURCES = ['cores', 'memory', 'gpus', 'storage'] as const;

/** One amount per resource, in the order of `RESOURCES`; whole numbers of at least 0. */
export type ResourceVector = readonly number[];

/** Places in a `ResourceVector`. */
export const CORES = 0;
export const MEMORY = 1;
export const GPUS = 2;
export const STORAGE = 3;

export const MIB_PER_GIB = 1024;

/** Core-milliseconds in a core-hour. */
export const CORE_HOUR: number = MS_PER_HOUR;
