// A policy of one's own for a machine of nodes: who has used least goes first, and racks are filled one after the other.
//
// The job whose user has used the fewest core-hours for its shares is looked at first; past usage fades as
// `cluster.half_life` says. The first job that does not fit holds the earliest time at which it can start, and others
// pass it where they delay nothing. Jobs start on the first rack that has room, so that whole racks stay free for wide
// jobs and for maintenance.
//
// Copy this file, change it, and name yours in a scenario with `cluster.groups`: `policies: [./my-policy.mjs]`.

/**
 * Makes the policy, anew for each run.
 *
 * @returns {import('makespan').Scheduler}
 */
export default function leastUsed() {
  /** By node: its rack. @type {readonly number[]} */
  let racks = [];

  return {
    name: 'least-used',

    // It asks for what only a machine of nodes has; `makespan` refuses it elsewhere, before anything runs.
    needsCentre: true,

    // Usage changes all the time, so scores are computed for every decision (`varies: true`).
    order: {
      name: 'usage per share',
      varies: true,
      score(job, { asks }, _now, centre) {
        // Both are there on any machine of nodes.
        if (asks === undefined || centre === undefined) return 0;
        const user = asks.entity[job];
        return centre.usage(user) / Math.max(centre.entities[user].shares, 1e-9);
      },
    },

    // On which nodes a job starts: those of the lowest score first, ties by row. `byNode` says that it tells nodes apart
    // that have all the same, which are planned with together otherwise.
    placement: { name: 'rack by rack', byNode: true, score: ({ node }) => racks[node] },

    decide({ queue, centre }, plan) {
      racks = centre?.centre.machine.nodes.map(({ rack }) => rack) ?? [];
      // Jobs that a limit keeps from starting are not in the queue; `centre.waiting` has them all.
      let blocked = queue.first();
      while (blocked !== -1 && plan.start(blocked, 'least used')) blocked = queue.first();
      if (blocked === -1) return;
      plan.reserve(blocked);
      for (let job = queue.startableAfter(blocked); job !== -1; job = queue.startableAfter(job)) {
        plan.start(job, 'passes the first and does not delay it');
      }
    },
  };
}
