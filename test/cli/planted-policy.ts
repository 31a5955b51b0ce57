/** Whoever fits starts, behind one reservation. */
export const POLICY = `export default {
  name: 'mine',
  decide({ queue }, plan) {
    let reserved = false;
    for (let job = queue.first(); job !== -1; job = queue.after(job)) {
      if (plan.start(job) || reserved) continue;
      plan.reserve(job);
      reserved = true;
    }
  },
};
`;
/** The same in other words. */
export const REFACTORED = `const jobsOf = (queue, job = queue.first()) => (job === -1 ? [] : [job, ...jobsOf(queue, queue.after(job))]);
export default {
  name: 'mine',
  decide({ queue }, plan) {
    let left = 1;
    jobsOf(queue).forEach((job) => {
      if (!plan.start(job) && left-- > 0) plan.reserve(job);
    });
  },
};
`;
/** One line more: nobody passes the first that does not fit. */
export const PLANTED: string = POLICY.replace('      plan.reserve(job);', '      plan.reserve(job);\n      break;');
