import type { Shape } from './asks.ts';
import type { ResourceVector } from './resources.ts';

/** A node, or a class of identical ones, that has room for at least one task. */
export interface Candidate {
  /** Row of its first node. */
  readonly node: number;
  /** What is free on it now. */
  readonly free: ResourceVector;
  /** What it has in all. */
  readonly capacity: ResourceVector;
  /** How many tasks of the shape it has room for. */
  readonly room: number;
}

/** On which nodes a job starts: those of the lowest score are filled first, ties by row. */
export interface Placement {
  readonly name: string;
  /** Whether it draws, so that a run needs a seed. */
  readonly draws?: true;
  /** Whether it tells nodes apart that are alike in all else, as by their racks; they are then not planned with together. */
  readonly byNode?: true;
  /** @param random the run's stream of this purpose, uniform in [0, 1); only one that draws may ask it */
  score(candidate: Candidate, shape: Shape, random: () => number): number;
}
