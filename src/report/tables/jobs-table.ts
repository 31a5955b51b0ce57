import { CENTRE_GROUPINGS, namesOf, placeIn } from '../../metrics/index.ts';
import { type CentreRun, FATES } from '../../model/centre-run.ts';
import type { JobId } from '../../model/jobs.ts';
import type { FinishedRun } from '../../model/run.ts';
import { type Cell, type Column, orNone, type Row, type Table } from './table.ts';

/** How a column's cell comes from a job. */
interface JobColumn extends Column {
  of(job: number): Cell;
}

/**
 * Every job of a run, in order of arrival. On a machine of nodes there are more columns, and jobs that never ran have
 * no start.
 */
export function jobsTable(policy: string, run: FinishedRun): Table {
  const columns = [...plainColumns(policy, run), ...(run.centre === undefined ? [] : nodeColumns(run, run.centre))];
  return {
    name: 'jobs',
    description: 'Every job, in order of arrival.',
    columns: columns.map(({ of: _, ...column }) => column),
    rows: jobRows(columns, run.jobs.length),
  };
}

function* jobRows(columns: readonly JobColumn[], jobs: number): Generator<Row> {
  for (let job = 0; job < jobs; job++) yield columns.map((column) => column.of(job));
}

/** A label of the trace, where -1 is "not given". */
const given = (label: number): number | null => (label < 0 ? null : label);

function plainColumns(policy: string, run: FinishedRun): JobColumn[] {
  const { jobs, start, end, fairStart } = run;
  const time = { type: 'int64', unit: 'ms' } as const;
  return [
    { name: 'policy', type: 'text', description: 'The label of the policy.', of: () => policy },
    { name: 'row', type: 'int32', description: 'Place in the order of arrival, from 0.', of: (job) => job },
    {
      name: 'job_id',
      type: 'int64',
      description: 'The label in the trace; it may repeat.',
      of: (job) => jobs.id[job]!,
    },
    { name: 'submit_ms', ...time, description: 'When it was submitted.', of: (job) => jobs.submit[job]! },
    {
      name: 'start_ms',
      ...time,
      optional: true,
      description: 'When it (first) started; none for a job that never ran.',
      of: (job) => orNone(start[job]),
    },
    {
      name: 'end_ms',
      ...time,
      optional: true,
      description: 'When it ended; none for a job that never did.',
      of: (job) => orNone(end[job]),
    },
    {
      name: 'wait_ms',
      ...time,
      optional: true,
      description: 'start_ms - submit_ms.',
      of: (job) => orNone(start[job]! - jobs.submit[job]!),
    },
    {
      name: 'fair_start_ms',
      ...time,
      optional: true,
      description: 'When it would have started had no later job arrived; only where fairness was judged.',
      of: (job) => orNone(fairStart?.[job]),
    },
    {
      name: 'run_ms',
      ...time,
      description: 'How long it really takes, after any cut at its estimate.',
      of: (job) => jobs.runtime[job]!,
    },
    {
      name: 'estimate_ms',
      ...time,
      description: 'How long it is said to take.',
      of: (job) => jobs.estimate[job]!,
    },
    {
      name: 'killed',
      type: 'boolean',
      description: 'Whether its run time was cut at its estimate.',
      of: (job) => jobs.killed[job] === 1,
    },
    {
      name: 'procs',
      type: 'int32',
      unit: 'processors',
      description: 'Processors that it asks for.',
      of: (job) => jobs.procs[job]!,
    },
    ...(['user', 'group', 'queue'] as const).map(
      (name): JobColumn => ({
        name: `${name}_id`,
        type: 'int64',
        optional: true,
        description: `Its ${name} by number, if the trace says.`,
        of: (job) => given(jobs[name][job]!),
      }),
    ),
  ];
}

function nodeColumns(run: FinishedRun, onNodes: CentreRun): JobColumn[] {
  const { centre, fate, why, eligible, deadline, cores, lost, suspended, preemptions } = onNodes;
  const nodes = lastNodes(onNodes, run.jobs.length);
  const time = { type: 'int64', unit: 'ms' } as const;
  const text = { type: 'text', optional: true } as const;
  return [
    {
      name: 'name',
      ...text,
      description: 'Its name, if it was listed.',
      of: (job) => run.jobs.asks!.names?.[job] ?? null,
    },
    { name: 'fate', type: 'text', description: `How it left: ${FATES.join(', ')}.`, of: (job) => FATES[fate[job]!]! },
    {
      name: 'why',
      ...text,
      description: 'Why it did not complete, if more is known than its fate.',
      of: (job) => why.get(job as JobId) ?? null,
    },
    ...CENTRE_GROUPINGS.map(
      (grouping): JobColumn => ({
        name: grouping,
        ...text,
        description: `The name of its ${grouping}.`,
        of: (job) => namesOf(grouping, centre)[placeIn(grouping, run, job)] ?? null,
      }),
    ),
    {
      name: 'nodes',
      ...text,
      description: 'Nodes of its last stretch, apart by blanks; none for a job that never ran.',
      of: (job) => nodes[job] ?? null,
    },
    {
      name: 'cores',
      type: 'double',
      unit: 'cores',
      description: 'Cores it holds while it runs.',
      of: (job) => cores[job]!,
    },
    {
      name: 'eligible_ms',
      ...time,
      optional: true,
      description: 'Since when it could have started, its dependencies met; none if never.',
      of: (job) => orNone(eligible[job]),
    },
    {
      name: 'deadline_ms',
      ...time,
      optional: true,
      description: 'Its deadline, if it has one.',
      of: (job) => orNone(deadline[job]),
    },
    {
      name: 'preemptions',
      type: 'int32',
      unit: 'times',
      description: 'How often it was preempted.',
      of: (job) => preemptions[job]!,
    },
    {
      name: 'lost_ms',
      type: 'double',
      unit: 'ms',
      description: 'Run time that preemptions threw away.',
      of: (job) => lost[job]!,
    },
    { name: 'suspended_ms', ...time, description: 'How long it was suspended.', of: (job) => suspended[job]! },
  ];
}

/** Names of the nodes of each job's last stretch, apart by blanks; undefined for a job that never ran. */
export function lastNodes({ centre, stretches }: CentreRun, jobs: number): (string | undefined)[] {
  const found = new Array<string | undefined>(jobs).fill(undefined);
  const { nodes } = centre.machine;
  for (const { job, allocation } of stretches) {
    found[job] = allocation.nodes.map((node) => nodes[node]!.name).join(' ');
  }
  return found;
}
