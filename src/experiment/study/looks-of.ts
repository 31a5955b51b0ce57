import { InputError } from '../../model/errors.ts';
import { type Look, looks } from '../statistics/sequential.ts';
import type { Study } from './study.ts';

/**
 * When is looked where replications are added until it is decided.
 * @throws InputError for a study of which there are no more replications to be had
 */
export function looksOf({ replications, comparison }: Pick<Study, 'replications' | 'comparison'>): Look[] {
  const { by, count, most } = replications;
  if (by === 'none' || count < 2)
    throw new InputError('--until-decided needs a scenario with replications, 2 at least');
  return looks({ first: count, most, confidence: comparison.confidence });
}
