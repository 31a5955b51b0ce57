import type { Dependency, JobAsks } from '../../model/asks.ts';
import { FATES, type Fate } from '../../model/centre-run.ts';
import type { JobId } from '../../model/jobs.ts';

/** How things stand with what a job depends on. */
export type Standing = 'met' | 'open' | 'impossible';

/** Who waits for whom. */
export class Dependencies {
  readonly #asks: JobAsks;
  readonly #dependants = new Map<JobId, JobId[]>();
  /** Index into `FATES` plus one; 0 while the job has not left. */
  readonly #left: Uint8Array;

  constructor(asks: JobAsks, jobs: number) {
    this.#asks = asks;
    this.#left = new Uint8Array(jobs);
    for (const [job, list] of asks.dependencies) {
      for (const { on } of list) {
        const others = this.#dependants.get(on);
        if (others === undefined) this.#dependants.set(on, [job]);
        else others.push(job);
      }
    }
    for (const list of this.#dependants.values()) list.sort((a, b) => a - b);
  }

  of(job: JobId): readonly Dependency[] {
    return this.#asks.dependencies.get(job) ?? NONE;
  }

  on(job: JobId): readonly JobId[] {
    return this.#dependants.get(job) ?? NOBODY;
  }

  left(job: JobId, fate: Fate): void {
    this.#left[job] = FATES.indexOf(fate) + 1;
  }

  standing(job: JobId): Standing {
    let standing: Standing = 'met';
    for (const dependency of this.of(job)) {
      const one = this.#standingOf(dependency);
      if (one === 'impossible') return one;
      if (one === 'open') standing = one;
    }
    return standing;
  }

  /** What has not happened of what a job depends on; `never` if it cannot happen any more. */
  unmet(job: JobId): (Dependency & { readonly never: boolean })[] {
    return this.of(job).flatMap((dependency) => {
      const standing = this.#standingOf(dependency);
      return standing === 'met' ? [] : [{ ...dependency, never: standing === 'impossible' }];
    });
  }

  #standingOf({ on, after }: Dependency): Standing {
    const fate = FATES[this.#left[on]! - 1];
    if (fate === undefined) return 'open';
    const wrong = after === 'ok' ? fate !== 'completed' : after === 'fail' && fate === 'completed';
    return wrong ? 'impossible' : 'met';
  }
}

const NONE: readonly Dependency[] = [];
const NOBODY: readonly JobId[] = [];
