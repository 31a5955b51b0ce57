import type { Fact, Observer } from '../model/facts.ts';
import type { JobTable } from '../model/jobs.ts';
import { toSeconds } from '../model/time.ts';

/** Writes every fact as one JSON object: times in seconds, `row` the place in the order of arrival, `job` the label. */
export function auditLog(jobs: JobTable, write: (line: string) => void): Observer {
  const line = (fact: Fact): Record<string, unknown> => {
    const { kind, time, job } = fact;
    const common = { time: toSeconds(time), fact: kind, job: jobs.id[job], row: job as number };
    if (kind === 'submit') return { ...common, procs: jobs.procs[job], estimate: toSeconds(jobs.estimate[job]!) };
    if (kind === 'end') return { ...common, killed: fact.killed };
    if (kind === 'reserve') return { ...common, at: toSeconds(fact.at) };
    return common;
  };
  return { name: 'audit', on: (fact) => write(JSON.stringify(line(fact))) };
}
