// A policy of one's own: of the waiting jobs, the widest goes first.
//
// Wide jobs are hard to place, so this policy looks at them before everybody else and fills what is left with narrow
// ones. With `reserve=true` the first job that does not fit holds the earliest time at which it can start, and nobody
// may delay it; without, a stream of narrow jobs can keep a wide one waiting.
//
// Copy this file, change it, and name yours in a scenario: `policies: [easy, ./my-policy.mjs]`.

/** What a scenario or the command line may set: `./widest-first.mjs(reserve=true)`. */
export const options = [
  {
    name: 'reserve',
    values: 'true | false',
    default: 'false',
    meaning: 'whether the first job that does not fit holds a reservation',
  },
];

/**
 * Makes the policy, anew for each run, so that whatever it remembers begins empty.
 *
 * @param {{ reserve: boolean }} options
 * @returns {import('makespan').Scheduler}
 */
export default function widestFirst({ reserve }) {
  return {
    name: 'widest-first',

    // The queue that `decide` sees is sorted by score, lowest first, and by arrival among equals. A score that never
    // changes while a job waits (`varies: false`) is computed once per job.
    order: { name: 'width', varies: false, score: (job, jobs) => -jobs.procs[job] },

    // Called whenever jobs have arrived or ended. All times are in milliseconds.
    decide({ queue }, plan) {
      // A walk over the queue; -1 is its end. `plan.start` starts a job if it fits, and says whether it did.
      for (let job = queue.first(); job !== -1; job = queue.after(job)) {
        if (plan.start(job, 'widest that fits')) continue;
        if (reserve) plan.reserve(job);
        break;
      }
      // `startableAfter` leaps to the next job that `plan.start` would accept: the rest of the queue may be long.
      for (let job = queue.startableAfter(); job !== -1; job = queue.startableAfter(job)) {
        plan.start(job, 'fills what is left');
      }
    },
  };
}
