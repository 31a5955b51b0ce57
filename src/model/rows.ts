import type { Dependency, JobAsks } from './asks.ts';
import type { JobId, JobTable } from './jobs.ts';

/**
 * A table of some of the jobs of another, with what they ask. What they depend on is among it as far as it is one of
 * these jobs.
 * @param rows of the jobs, in the order of the new table
 */
export function rowsOf(jobs: JobTable, rows: readonly number[]): JobTable {
  const float = (column: ArrayLike<number>): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const bits = (column: ArrayLike<number>): Uint8Array => Uint8Array.from(rows, (row) => column[row]!);
  const { asks, fails } = jobs;
  return {
    length: rows.length,
    id: float(jobs.id),
    submit: float(jobs.submit),
    runtime: float(jobs.runtime),
    estimate: float(jobs.estimate),
    procs: Int32Array.from(rows, (row) => jobs.procs[row]!),
    killed: bits(jobs.killed),
    user: float(jobs.user),
    group: float(jobs.group),
    queue: float(jobs.queue),
    ...(fails && { fails: bits(fails) }),
    ...(asks && { asks: asksOf(asks, rows) }),
  };
}

function asksOf(asks: JobAsks, rows: readonly number[]): JobAsks {
  const small = (column: Int32Array): Int32Array => Int32Array.from(rows, (row) => column[row]!);
  const float = (column: Float64Array): Float64Array => Float64Array.from(rows, (row) => column[row]!);
  const places = new Map(rows.map((row, i) => [row, i as JobId]));
  const dependencies = new Map<JobId, readonly Dependency[]>();
  for (const [job, list] of asks.dependencies) {
    const place = places.get(job);
    if (place === undefined) continue;
    const kept = list.flatMap(({ on, after }) => (places.has(on) ? [{ on: places.get(on)!, after }] : []));
    dependencies.set(place, kept);
  }
  return {
    shapes: asks.shapes,
    shape: small(asks.shape),
    entity: small(asks.entity),
    qos: small(asks.qos),
    priority: float(asks.priority),
    deadline: float(asks.deadline),
    dependencies,
    ...(asks.names && { names: rows.map((row) => asks.names![row]!) }),
  };
}
