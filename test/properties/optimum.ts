/** A job of a tiny instance; times in seconds. */
export interface TinyJob {
  readonly submit: number;
  readonly run: number;
  readonly tasks: number;
  /** What each task needs, by resource. */
  readonly each: readonly number[];
  /** Rows of the jobs, earlier ones, that must have ended before. */
  readonly after: readonly number[];
}

interface Placed {
  readonly start: number;
  readonly end: number;
  /** Tasks by node. */
  readonly on: readonly number[];
  readonly each: readonly number[];
}

/** What a schedule costs, given all starts; it must not fall when a job starts later. */
export type Cost = (starts: readonly number[]) => number;

export const makespan =
  (jobs: readonly TinyJob[]): Cost =>
  (starts) =>
    Math.max(...starts.map((start, row) => start + jobs[row]!.run));

export const weightedWait =
  (jobs: readonly TinyJob[], weights: readonly number[]): Cost =>
  (starts) =>
    starts.reduce((sum, start, row) => sum + weights[row]! * (start - jobs[row]!.submit), 0);

/**
 * The least that any schedule without preemption can cost. Every sequence of the jobs and every choice of nodes is
 * tried, each job as early as it fits beside those before it: among the schedules so made is a best one for any cost that
 * does not fall with later starts, since from an optimal schedule each job in order of start can only be moved forward.
 * Jobs that have no place yet count as if they started when they come, so that hopeless beginnings are left early.
 */
export function optimum(jobs: readonly TinyJob[], nodes: readonly (readonly number[])[], cost: Cost): number {
  const starts = jobs.map(({ submit }) => submit);
  const placed = new Map<number, Placed>();
  let best = Number.POSITIVE_INFINITY;
  const visit = (): void => {
    if (cost(starts) >= best) return;
    if (placed.size === jobs.length) {
      best = cost(starts);
      return;
    }
    for (const [row, job] of jobs.entries()) {
      if (placed.has(row) || job.after.some((one) => !placed.has(one))) continue;
      const from = Math.max(job.submit, ...job.after.map((one) => placed.get(one)!.end));
      for (const on of spreads(job.tasks, nodes.length)) {
        const start = earliest(job, on, from, [...placed.values()], nodes);
        if (start === undefined) continue;
        placed.set(row, { start, end: start + job.run, on, each: job.each });
        starts[row] = start;
        visit();
        placed.delete(row);
        starts[row] = job.submit;
      }
    }
  };
  visit();
  return best;
}

/** All ways to spread tasks over nodes. */
function spreads(tasks: number, nodes: number): number[][] {
  if (nodes === 1) return [[tasks]];
  const ways: number[][] = [];
  for (let here = 0; here <= tasks; here += 1) {
    for (const others of spreads(tasks - here, nodes - 1)) ways.push([here, ...others]);
  }
  return ways;
}

/** When a job fits on these nodes for the first time; undefined if it never does. */
function earliest(
  { run, each }: TinyJob,
  on: readonly number[],
  from: number,
  placed: readonly Placed[],
  nodes: readonly (readonly number[])[],
): number | undefined {
  const fitsAt = (time: number): boolean =>
    nodes.every((capacity, node) => {
      return capacity.every((amount, r) => {
        const used = placed.reduce((sum, other) => {
          return other.start <= time && time < other.end ? sum + other.on[node]! * other.each[r]! : sum;
        }, 0);
        return on[node] === 0 || used + on[node]! * each[r]! <= amount;
      });
    });
  const times = [from, ...placed.map(({ end }) => end).filter((end) => end > from)].sort((a, b) => a - b);
  return times.find((time) => {
    const moments = placed.map(({ start }) => start).filter((start) => start > time && start < time + run);
    return [time, ...moments].every(fitsAt);
  });
}
