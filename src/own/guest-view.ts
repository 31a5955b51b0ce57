import type { CentreView } from '../model/centre-view.ts';
import type { JobFacts, JobId } from '../model/jobs.ts';
import type { ClusterView, Queue } from '../model/scheduler.ts';

/**
 * What a policy of the user's sees instead of the simulation itself: copies and questions, so that nothing it does to
 * them reaches the run or the policies beside it, and nothing of the future is in them, on purpose or by accident.
 */
export function guestView(view: ClusterView, jobs: JobFacts, centre: CentreView | undefined): ClusterView {
  return {
    jobs,
    procs: view.procs,
    // Another policy that takes over brings queues of its own.
    queue: questions(() => view.queue),
    scan: questions(() => view.scan),
    get now() {
      return view.now;
    },
    get free() {
      return view.free;
    },
    get arrivals() {
      return [...view.arrivals];
    },
    get endings() {
      return [...view.endings];
    },
    running: () => [...view.running()],
    plannedEnd: (job) => view.plannedEnd(job),
    ran: (job) => view.ran(job),
    ...(centre && { centre }),
  };
}

const questions = (queue: () => Queue): Queue => ({
  first: () => queue().first(),
  after: (job: JobId) => queue().after(job),
  startableAfter: (job?: JobId) => queue().startableAfter(job),
});

/** What a real scheduler would know of the jobs, in columns of its own. */
export const factsOf = ({ length, id, submit, estimate, procs, user, group, queue, asks }: JobFacts): JobFacts => ({
  length,
  id: Array.from(id),
  submit: submit.slice(),
  estimate: estimate.slice(),
  procs: procs.slice(),
  user: Array.from(user),
  group: Array.from(group),
  queue: Array.from(queue),
  ...(asks && { asks: structuredClone(asks) }),
});
