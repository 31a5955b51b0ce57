import type { SwfTrace } from '../model/workload.ts';
import { type ResampleOptions, resampleUsers } from './resample-users.ts';
import { type ShakeOptions, shake } from './shake.ts';

/** How a replication of a trace comes about: by shaking its records, or by drawing from its users. */
export type ReplicationModel = ({ readonly by: 'shake' } & ShakeOptions) | ({ readonly by: 'users' } & ResampleOptions);

/**
 * Another trace like a given one. The same trace, model and seed give the same records in every field; other seeds
 * give independent ones.
 *
 * @throws InputError for options out of range, and for a trace from which the model can make none
 */
export function replicated(trace: SwfTrace, how: ReplicationModel, seed: string | number): SwfTrace {
  return how.by === 'shake' ? shake(trace, how, seed) : resampleUsers(trace, how, seed);
}
