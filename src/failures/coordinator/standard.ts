import type { Coordinator, Incident, JobVerdict } from '../../model/coordinator.ts';
import type { JobId } from '../../model/jobs.ts';
import { spanText, timesText } from '../words.ts';
import { backoffBefore } from './backoff.ts';
import { quarantineBy } from './quarantine.ts';
import type { RecoveryRules } from './rules.ts';

/** How often a job has been stopped, by cause in the order in which they first came, and by whose fault. */
interface Stops {
  readonly byCause: Map<string, number>;
  own: number;
  nodes: number;
}

/** Of a job that ran into its time limit. */
const LIMIT = 'limit';

/** Retries up to a bound, with back-off; nodes that fail repeatedly go into quarantine. */
export function standard(rules: RecoveryRules): Coordinator {
  const stops = new Map<JobId, Stops>();
  const note = (incident: Incident): Stops => {
    const known = stops.get(incident.job) ?? { byCause: new Map(), own: 0, nodes: 0 };
    known.byCause.set(incident.cause, (known.byCause.get(incident.cause) ?? 0) + 1);
    if (incident.nodes.length > 0) known.nodes += 1;
    else known.own += 1;
    stops.set(incident.job, known);
    return known;
  };
  return {
    name: 'standard',
    afterFault(incident) {
      const known = note(incident);
      const end = whyGivenUp(rules, incident, known);
      if (end === undefined) return retried(rules, incident, known);
      return { then: 'fail', ...kept(rules, incident, end) };
    },
    afterRepair: rules.quarantine === undefined ? returned : quarantineBy(rules.quarantine),
    onWarning: ({ time, expected, jobs }) => ({
      then: rules.onWarning,
      why: `said to fail in ${spanText(Math.max(0, expected - time))}, with ${jobsText(jobs.length)} on it: ${WARNED[rules.onWarning]}`,
    }),
  };
}

/** Nothing is tried: what a fault stops is given up, and nodes are used as soon as they are repaired. */
export const none = (rules: RecoveryRules): Coordinator => ({
  name: 'none',
  afterFault: (incident) => ({
    then: 'fail',
    ...kept(rules, incident, `stopped by ${incident.cause}: nothing is retried`),
  }),
  afterRepair: returned,
  onWarning: () => ({ then: 'ignore', why: 'warnings are not heeded' }),
});

const WARNED: Readonly<Record<RecoveryRules['onWarning'], string>> = {
  ignore: 'warnings are not heeded',
  drain: 'it takes no new jobs, and those that run there go on',
  migrate: 'it takes no new jobs, and those that run there are saved and move',
};

const returned: Coordinator['afterRepair'] = () => ({ then: 'return', why: 'repaired' });

const jobsText = (jobs: number): string => (jobs === 1 ? '1 job' : `${jobs} jobs`);

/** What bounds the retries of a job, once it has had them all. */
function whyGivenUp(
  { retries, retryLimit }: RecoveryRules,
  { time, cause, times }: Incident,
  stops: Stops,
): string | undefined {
  if (cause === LIMIT && !retryLimit) return 'ran into its time limit, after which nothing is retried';
  const stopped = `stopped ${timesText(times)} (${causesText(stops)}), the last time at ${spanText(time)}`;
  if (times > retries.all) return `given up after ${retriesText(retries.all)}: ${stopped}`;
  if (stops.own > retries.own) return `given up after ${retriesText(retries.own)} for faults of its own: ${stopped}`;
  if (stops.nodes > retries.nodes) return `given up after ${retriesText(retries.nodes)} for failed nodes: ${stopped}`;
  return undefined;
}

function retried({ retries, backoff, from, place }: RecoveryRules, incident: Incident, stops: Stops): JobVerdict {
  const { cause, times, nodes, checkpointed, unreadable } = incident;
  const own = nodes.length === 0;
  const [count, kind] = own ? [stops.own, retries.own] : [stops.nodes, retries.nodes];
  const bound = Math.min(retries.all, kind);
  const after = backoffBefore(backoff, times);
  const goes = from === 'checkpoint' && (checkpointed || unreadable > 0) ? 'checkpoint' : 'start';
  const where = from === 'checkpoint' ? fromText(incident) : 'from the start';
  const what = own ? `stopped by ${cause}` : `stopped by ${cause}, which took ${nodes.length} of its nodes`;
  const which = `retry ${retries.all <= kind ? times : count} of at most ${bound}`;
  const waits = after === 0 ? '' : ` in ${spanText(after)}`;
  return { then: 'requeue', from: goes, place, after, why: `${what}: ${which}, ${where}, ${PLACED[place]}${waits}` };
}

/** From where a job goes on that is to go on from its last checkpoint. */
function fromText({ checkpointed, unreadable }: Incident): string {
  if (checkpointed) return unreadable === 0 ? 'from its last checkpoint' : 'from its last checkpoint that can be read';
  if (unreadable === 0) return 'from the start, for it has no checkpoint';
  return `from the start, for ${unreadable === 1 ? 'its only checkpoint cannot' : `none of its ${unreadable} checkpoints can`} be read`;
}

const PLACED: Readonly<Record<RecoveryRules['place'], string>> = {
  head: 'at the head of the queue',
  order: 'in its place in the queue',
  tail: 'at the tail of the queue',
};

/** Whether anything of a job that is given up was of use. */
function kept(
  { keepsPartial }: RecoveryRules,
  { job, checkpointed }: Incident,
  why: string,
): { keep: boolean; why: string } {
  const keep = checkpointed && keepsPartial(job);
  return { keep, why: keep ? `${why}; what its last checkpoint holds is kept` : why };
}

const causesText = ({ byCause }: Stops): string =>
  [...byCause].map(([cause, times]) => `${cause} ${timesText(times)}`).join(', ');

const retriesText = (retries: number): string => (retries === 1 ? '1 retry' : `${retries} retries`);
