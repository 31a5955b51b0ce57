import type { RandomStreams } from '../kernel/random.ts';
import type { FaultModel, JobFault } from '../model/faults.ts';
import type { JobId } from '../model/job-id.ts';

/** That a run of a job meets a fault, 0 to 1, and the part of its run time by which it does: any between two. */
export interface Chance {
  readonly probability: number;
  readonly between: readonly [number, number];
}

/** Faults of jobs' own software. A run meets at most one, so the probabilities add up to at most 1. */
export interface JobFaults {
  readonly crash?: Chance | undefined;
  readonly hang?: Chance | undefined;
  /** `speed`: what is left of it. */
  readonly slow?: (Chance & { readonly speed: number }) | undefined;
  /** Jobs that fail in every run, and after what part of it; they meet no other fault. */
  readonly always?: ReadonlyMap<JobId, number> | undefined;
}

/** Draws what each run of each job meets, from the stream `failures/job-ROW-ATTEMPT`. */
export function jobFaults(options: JobFaults, streams: RandomStreams): NonNullable<FaultModel['jobFault']> {
  return (job, attempt): JobFault | undefined => {
    const doomed = options.always?.get(job);
    if (doomed !== undefined) return { kind: 'crash', at: doomed, speed: 1, cause: 'always' };
    const random = streams.stream(`failures/job-${job}-${attempt}`);
    let left = random();
    for (const kind of ['crash', 'hang', 'slow'] as const) {
      const chance = options[kind];
      if (chance === undefined) continue;
      left -= chance.probability;
      if (left >= 0) continue;
      const [from, to] = chance.between;
      const speed = kind === 'slow' ? options.slow!.speed : 1;
      return { kind, at: from + random() * (to - from), speed, cause: kind };
    }
    return undefined;
  };
}
