import type { Scheduler } from './scheduler.ts';

/** An option of a policy, as documentation shows it. */
export interface PolicyOptionInfo {
  readonly name: string;
  readonly values: string;
  readonly default: string;
  readonly meaning: string;
}

/** A policy that can be chosen by name. */
export interface PolicyEntry {
  readonly name: string;
  readonly summary: string;
  /** The paper or manual that defines it. */
  readonly source: string;
  readonly options: readonly PolicyOptionInfo[];
  /**
   * @param name the canonical name, options included
   * @param given option values as text, by option name; absent ones take their defaults
   * @throws InputError if a value is not one of the option's
   */
  create(name: string, given: ReadonlyMap<string, string>): Scheduler;
}
