import type { Centre, Intervention } from '../model/centre.ts';
import type { CentreFact, DecisionFact, JobFact, Observer, StartReason } from '../model/facts.ts';
import { type JobTable, NO_JOB } from '../model/jobs.ts';
import { type Time, toSeconds } from '../model/time.ts';
import { decisionWords, startWords, type Wording } from './words.ts';

/**
 * Writes every fact as one JSON object, and with each start and decision its reason: times in seconds, `row` the place
 * in the order of arrival, `job` the label; docs/explain.md describes the fields. The lines are put together by hand,
 * for there are hundreds of thousands of them, and serialising objects takes several times as long.
 * @param centre where the jobs run, if on a machine of nodes: nodes and jobs then have their names
 */
export function auditLog(jobs: JobTable, write: (line: string) => void, centre?: Centre): Observer {
  const { id, procs, estimate } = jobs;
  const wording: Wording = { procs, job: (job) => `job ${id[job]}`, time: (time) => String(toSeconds(time)) };
  return {
    name: 'audit',
    reasons: true,
    on(fact) {
      if (fact.kind === 'decision') {
        // Where nobody is left waiting, the decision's starts have said everything.
        if (fact.waiting > 0) write(decisionLine(fact, id, wording));
        return;
      }
      const { job } = fact;
      let line = `{"time":${seconds(fact.time)},"fact":"${fact.kind}","job":${id[job]},"row":${job}${nameField(jobs, job)}`;
      if (fact.kind === 'submit') line += `,"procs":${procs[job]},"estimate":${seconds(estimate[job]!)}`;
      else if (fact.kind === 'start') line += startFields(fact, id, wording) + nodesField(fact, centre);
      else if (fact.kind === 'end') line += `,"killed":${fact.killed}`;
      else if (fact.kind === 'replan') line += `,"until":${seconds(fact.until)}`;
      else line += `,"at":${seconds(fact.at)},"until":${seconds(fact.until)},"kept":${fact.kept}`;
      write(`${line}}`);
    },
    onCentre: (fact) => write(centreLine(fact, jobs, centre)),
  };
}

/** JSON has no infinity: `null` where no time is in sight. */
const seconds = (time: Time): string => (Number.isFinite(time) ? String(toSeconds(time)) : 'null');

/** The name of a listed job; those of a trace are called by their numbers. */
function nameField({ asks, id }: JobTable, job: number): string {
  const name = asks?.names?.[job];
  return name === undefined || name === String(id[job]) ? '' : `,"name":${JSON.stringify(name)}`;
}

function nodesField({ allocation }: Extract<JobFact, { readonly kind: 'start' }>, centre: Centre | undefined): string {
  if (allocation === undefined || centre === undefined) return '';
  return `,"nodes":${JSON.stringify(allocation.nodes.map((node) => centre.machine.nodes[node]!.name))}`;
}

/** What happens only on a machine of nodes is rare enough to be serialised. */
function centreLine({ time, kind, ...rest }: CentreFact, jobs: JobTable, centre: Centre | undefined): string {
  const {
    job,
    for: cause,
    until,
    index,
    node,
    of,
    ...more
  } = rest as Partial<Record<'job' | 'for' | 'until' | 'of', number>> & {
    readonly index?: number;
    readonly node?: number;
  };
  const { id } = jobs;
  const name = job === undefined ? undefined : jobs.asks?.names?.[job];
  return JSON.stringify({
    time: toSeconds(time),
    fact: kind,
    ...(job !== undefined && { job: id[job], row: job }),
    ...(name !== undefined && name !== String(id[job!]) && { name }),
    ...(until !== undefined && { until: toSeconds(until) }),
    ...(cause !== undefined && cause !== NO_JOB && { for: id[cause] }),
    ...(node !== undefined && { node: nodeName(node, centre) }),
    ...(of !== undefined && { of: nodeName(of, centre) }),
    ...(index !== undefined && {
      index,
      ...(centre && interventionFields(centre.interventions[index]!, centre, jobs)),
    }),
    ...inSeconds(more),
  });
}

const nodeName = (node: number, centre: Centre | undefined): string | number =>
  centre === undefined ? node : centre.machine.nodes[node]!.name;

/** The times among the fields of a fact. */
const TIMES = new Set([
  'taken',
  'kept',
  'undetected',
  'after',
  'restore',
  'compute',
  'slow',
  'checkpoint',
  'stuck',
  'dead',
]);

const inSeconds = (fields: object): object =>
  Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [
      key,
      // A checkpoint is told by its number, but for the time that writing them takes.
      TIMES.has(key) && !(key === 'checkpoint' && !('compute' in fields)) ? toSeconds(value) : value,
    ]),
  );

/** What an intervention changes, with names for places. */
function interventionFields({ at: _, kind, ...one }: Intervention, centre: Centre, { id, asks }: JobTable): object {
  const { nodes, job, entity, deadline, ...more } = one as {
    readonly nodes?: readonly number[];
    readonly job?: number;
    readonly entity?: number;
    readonly deadline?: Time;
  };
  return {
    changes: kind,
    ...(nodes !== undefined && { nodes: nodes.map((node) => centre.machine.nodes[node]!.name) }),
    ...(job !== undefined && { job: id[job], row: job, name: asks?.names?.[job] }),
    ...(entity !== undefined && { [centre.entities[entity]!.kind]: centre.entities[entity]!.name }),
    ...(deadline !== undefined && { deadline: toSeconds(deadline) }),
    ...more,
  };
}

function startFields(
  { job, reason }: Extract<JobFact, { readonly kind: 'start' }>,
  id: ArrayLike<number>,
  wording: Wording,
): string {
  if (reason === undefined) return '';
  const { rule, free, until, why } = reason;
  // The words hold nothing that JSON would have to escape; the policy's own may.
  const note = why === undefined ? '' : `,"note":${JSON.stringify(why)}`;
  const words = startWords(reason, job, wording);
  const head = headFields(reason, id);
  return `,"rule":"${rule}","free":${free},"until":${seconds(until)}${head}${note},"why":"${words}"`;
}

/** The first reservation that was made for the decision alone; nothing where there is none. */
function headFields({ head, shadow, spare }: StartReason | DecisionFact, id: ArrayLike<number>): string {
  if (head === NO_JOB) return '';
  const beside = Number.isNaN(spare) ? '' : `,"spare":${spare}`;
  return `,"head":${id[head]},"head_row":${head},"shadow":${seconds(shadow)}${beside}`;
}

function decisionLine(fact: DecisionFact, id: ArrayLike<number>, wording: Wording): string {
  const { time, free, waiting, first, expected } = fact;
  const state = `"free":${free},"waiting":${waiting}`;
  // The policy may see none of those who wait: none of them is first then.
  const next = first === NO_JOB ? '' : `,"first":${id[first]},"first_row":${first},"expected":${seconds(expected)}`;
  const why = decisionWords(fact, wording);
  return `{"time":${seconds(time)},"fact":"decision",${state}${next}${headFields(fact, id)},"why":"${why}"}`;
}
