import { createScheduler, POLICIES, type PolicyEntry } from '../src/registry.ts';

/** The policies that can decide where all that counts is processors. */
export const COUNTING: readonly PolicyEntry[] = POLICIES.filter(({ name }) => !createScheduler(name).needsCentre);
