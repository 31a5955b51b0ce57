import type { Shape } from '../model/asks.ts';
import type { Candidate, Placement } from '../model/placement.ts';
import { GPUS, type ResourceVector } from '../model/resources.ts';
import { addedFragmentation } from './fragmentation.ts';

/** A placement with what a person choosing one wants to know. */
export interface PlacementEntry extends Placement {
  readonly summary: string;
  readonly source: string;
}

/** What stays free on the node when it has taken as many tasks as it has room for. */
const leftover = ({ free, room }: Candidate, { perTask, wholeNodes }: Shape): ResourceVector =>
  free.map((amount, r) => (wholeNodes ? 0 : Math.max(0, amount - room * (perTask[r] ?? 0))));

/** Parts of what the node has, summed over the resources that it has. */
const parts = (amounts: ResourceVector, { capacity }: Candidate): number =>
  amounts.reduce((sum, amount, r) => (capacity[r]! > 0 ? sum + amount / capacity[r]! : sum), 0);

/** Above all sums of parts, so that they only ever break ties between whole numbers. */
const TIE = 8;

const COFFMAN = 'Coffman, Garey and Johnson, 1984 (bin packing)';

const firstFit: PlacementEntry = {
  name: 'first-fit',
  summary: 'the first nodes that have room, in the order of the machine',
  source: COFFMAN,
  score: () => 0,
};

const bestFit: PlacementEntry = {
  name: 'best-fit',
  summary: 'the nodes on which least stays free',
  source: COFFMAN,
  score: (candidate, shape) => parts(leftover(candidate, shape), candidate),
};

const worstFit: PlacementEntry = {
  name: 'worst-fit',
  summary: 'the emptiest nodes, which spreads the load',
  source: COFFMAN,
  score: (candidate) => -parts(candidate.free, candidate),
};

const pack: PlacementEntry = {
  name: 'pack',
  summary: 'the nodes with room for most tasks, so that a job spans few; among equal ones best-fit',
  source: COFFMAN,
  score: (candidate, shape) => -candidate.room + parts(leftover(candidate, shape), candidate) / TIE,
};

const gpuAware: PlacementEntry = {
  name: 'gpu-aware',
  summary: 'jobs without GPUs keep off nodes with free ones; jobs with GPUs go where fewest stay free',
  source: 'Weng et al., NSDI 2022 (reserving machines with GPUs for jobs that need them)',
  score(candidate, shape) {
    const asks = (shape.perTask[GPUS] ?? 0) > 0;
    if (asks) return leftover(candidate, shape)[GPUS] ?? 0;
    const has = (candidate.capacity[GPUS] ?? 0) > 0;
    return has ? 1 + (candidate.free[GPUS] ?? 0) : 0;
  },
};

const fragmentationAware: PlacementEntry = {
  name: 'fragmentation-aware',
  summary: 'the nodes on which the job adds least to what is free and yet of no use',
  source: 'Weng et al., USENIX ATC 2023 (fragmentation gradient descent)',
  score: (candidate, shape) => addedFragmentation(candidate.free, leftover(candidate, shape), candidate.capacity),
};

const random: PlacementEntry = {
  name: 'random',
  summary: 'nodes drawn at random from a stream of their own',
  source: 'Mitzenmacher, IEEE TPDS 12(10), 2001 (random placement as the baseline)',
  draws: true,
  score: (_candidate, _shape, draw) => draw(),
};

/** Every placement, the default first: adding one is an entry here. */
export const PLACEMENTS: readonly PlacementEntry[] = [
  firstFit,
  bestFit,
  worstFit,
  pack,
  gpuAware,
  fragmentationAware,
  random,
];
