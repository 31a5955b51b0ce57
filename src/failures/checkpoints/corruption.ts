import { randomStreams } from '../../kernel/random.ts';
import type { Checkpointing } from '../../model/checkpoints.ts';

/**
 * Which checkpoints cannot be read although nothing seems to be wrong with them: each with a probability, drawn from a
 * stream of its own, so that it is the same under every policy and however often it is asked.
 */
export function corruptedBy(probability: number, seed: string | number): NonNullable<Checkpointing['corrupted']> {
  const streams = randomStreams(seed);
  return (job, number) => streams.stream(`checkpoints/corrupted/${job}/${number}`)() < probability;
}
