import type { Centre } from '../model/centre.ts';
import type { JobId, JobTable } from '../model/jobs.ts';
import type { Time } from '../model/time.ts';
import type { TraceOrigin } from '../model/wall-clock.ts';
import { moments } from './explain-words.ts';

/** How a text calls what there is on a machine of nodes. */
export interface NodeWording {
  readonly jobs: JobTable;
  readonly centre: Centre;
  job(job: JobId): string;
  time(time: Time): string;
}

/** Calls jobs by their names, and by their rows too where a name is not unique; moments in their short form. */
export function nodeWording(jobs: JobTable, centre: Centre, origin: TraceOrigin | undefined): NodeWording {
  const names = Array.from({ length: jobs.length }, (_, row) => jobs.asks?.names?.[row] ?? String(jobs.id[row]));
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const name of names) (seen.has(name) ? repeated : seen).add(name);
  const job = (row: JobId): string => `job ${names[row]}${repeated.has(names[row]!) ? ` (row ${row})` : ''}`;
  return { jobs, centre, job, time: moments(origin).short };
}
