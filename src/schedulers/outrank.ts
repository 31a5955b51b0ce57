import type { Centre } from '../model/centre.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';

/** By what a job outranks another. */
export type Ranking = 'qos' | 'priority';

/** Whether a waiting job is strictly more urgent than a running one. */
export type Outranks = (waiting: JobId, running: JobId) => boolean;

const reach = new WeakMap<Centre, readonly (readonly boolean[])[]>();

/**
 * A strict order of jobs. By priority: the higher one. By QOS: those that the job's QOS may preempt, unless these may,
 * themselves or through others, preempt it; of QOS that may preempt each other in a circle none outranks another.
 */
export function outranking(by: Ranking, centre: Centre, jobs: JobFacts): Outranks {
  const { priority, qos } = jobs.asks!;
  if (by === 'priority') return (waiting, running) => priority[waiting]! > priority[running]!;
  let reached = reach.get(centre);
  if (reached === undefined) {
    reached = reachable(centre);
    reach.set(centre, reached);
  }
  const matrix = centre.qos.map(({ preempts }, from) => {
    return centre.qos.map((_, to) => preempts.includes(to) && !reached[to]![from]!);
  });
  return (waiting, running) => matrix[qos[waiting]!]![qos[running]!]!;
}

/** By QOS: whom it may preempt, directly or through others. */
const reachable = ({ qos }: Centre): readonly (readonly boolean[])[] =>
  qos.map((_, from) => {
    const found = qos.map(() => false);
    const open = [from];
    for (let one = open.pop(); one !== undefined; one = open.pop()) {
      for (const next of qos[one]!.preempts) {
        if (found[next]) continue;
        found[next] = true;
        open.push(next);
      }
    }
    return found;
  });
