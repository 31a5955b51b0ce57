// A coordinator of one's own: who is not to blame is not to wait, and long jobs get more retries.
//
// A job whose nodes have failed goes to the head of the queue, one that has failed by itself to the tail. After faults of
// its own a job that asks for long is retried more often than others, for more is lost with it.
//
// Copy this file, change it, and name yours in a scenario: `recovery: { coordinator: ./mine.mjs, retries: 10 }`.

const LONG = 8 * 3600 * 1000;

/**
 * Makes the coordinator, anew for each run.
 *
 * @param {import('makespan').CoordinatorSetting} setting
 * @returns {import('makespan').OwnCoordinator}
 */
export default function patient({ jobs }) {
  /** By job: how often it has failed by itself. @type {Map<number, number>} */
  const crashes = new Map();

  return {
    name: 'patient',

    // What becomes of nodes is left to the keys of `recovery`.
    afterFault({ job, cause, nodes }) {
      if (nodes.length > 0)
        return { then: 'requeue', place: 'head', why: `${cause}: its nodes failed, so it goes first` };
      const times = (crashes.get(job) ?? 0) + 1;
      crashes.set(job, times);
      const most = jobs.estimate[job] >= LONG ? 6 : 3;
      if (times > most)
        return { then: 'fail', why: `${cause}: failed by itself ${times} times, and ${most} retries are enough` };
      return { then: 'requeue', place: 'tail', why: `${cause}: failed by itself, retry ${times} of ${most}` };
    },
  };
}
