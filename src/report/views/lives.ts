import type { Stretch } from '../../model/centre-run.ts';
import type { FinishedRun } from '../../model/run.ts';

/** A time in which a job was suspended: it held memory on its nodes and no cores. */
export interface Pause {
  /** Place of the stretch before it in the run's list. */
  readonly stretch: number;
  readonly from: number;
  readonly until: number;
  /** It went on, it lost its place because a node went away, or it left. */
  readonly then: 'resumed' | 'displaced' | 'left';
}

/** The stretches and pauses of a run, by job. */
export interface Lives {
  /** Places in the run's list of stretches, in order of time. */
  stretches(job: number): readonly number[];
  /** In order of the stretches before them. */
  readonly pauses: readonly Pause[];
}

const NONE: readonly number[] = [];
const cache = new WeakMap<FinishedRun, Lives>();

/** The stretches and pauses of a run on a machine of nodes; found once for each run. */
export function livesOf(run: FinishedRun): Lives {
  let found = cache.get(run);
  if (found === undefined) {
    const byJob: number[][] = [];
    for (const [place, { job }] of run.centre!.stretches.entries()) {
      byJob[job] ??= [];
      byJob[job].push(place);
    }
    const stretches = (job: number): readonly number[] => byJob[job] ?? NONE;
    found = { stretches, pauses: pausesOf(run, stretches) };
    cache.set(run, found);
  }
  return found;
}

function pausesOf(run: FinishedRun, stretchesOf: Lives['stretches']): Pause[] {
  const { stretches } = run.centre!;
  return stretches.flatMap((one, stretch) => {
    if (one.ending !== 'suspend') return [];
    const own = stretchesOf(one.job);
    const next = stretches[own[own.indexOf(stretch) + 1] ?? -1]?.start ?? Number.POSITIVE_INFINITY;
    const left = run.end[one.job]!;
    const ends: readonly (readonly [number, Pause['then']])[] = [
      [displacedAt(run, one), 'displaced'],
      [next, 'resumed'],
      [Number.isNaN(left) ? Number.POSITIVE_INFINITY : left, 'left'],
    ];
    const [until, then] = ends.reduce((first, end) => (end[0] < first[0] ? end : first));
    return [{ stretch, from: one.end, until, then }];
  });
}

/** When a node of a suspended job went away: it cannot go on elsewhere. Suspensions come after what an instant brings. */
function displacedAt({ centre }: FinishedRun, { end, allocation }: Stretch): number {
  const away = centre!.centre.interventions.find(
    (one) =>
      one.kind === 'nodes' &&
      one.status !== 'online' &&
      one.at > end &&
      one.nodes.some((node) => allocation.nodes.includes(node)),
  );
  return away?.at ?? Number.POSITIVE_INFINITY;
}
