import { InputError } from '../model/errors.ts';
import { suggestion } from '../model/nearest.ts';
import type { PolicyEntry, PolicyOptionInfo } from '../model/policy.ts';
import { PLACEMENTS } from './placements.ts';

const NAMES = PLACEMENTS.map(({ name }) => name);
const DEFAULT = NAMES[0]!;

const PLACEMENT: PolicyOptionInfo = {
  name: 'placement',
  values: NAMES.join(' | '),
  default: DEFAULT,
  meaning: 'on which nodes jobs start; any but the default needs a cluster of nodes',
};

/**
 * The same policy with the option `placement`. Where a job can start, and when, is not the placement's to say: it only
 * chooses among nodes that have room. One that is asked for where there are no nodes would do nothing, so the policy
 * then needs a machine of nodes.
 */
export const withPlacement = (entry: PolicyEntry): PolicyEntry => ({
  ...entry,
  options: [...entry.options, PLACEMENT],
  create(name, given) {
    const wanted = given.get(PLACEMENT.name) ?? DEFAULT;
    const placement = PLACEMENTS.find((one) => one.name === wanted);
    if (placement === undefined) throw new InputError(`unknown placement ${wanted}${suggestion(wanted, NAMES)}`);
    const scheduler = entry.create(name, given);
    return wanted === DEFAULT ? scheduler : { ...scheduler, name, placement, needsCentre: true };
  },
});
