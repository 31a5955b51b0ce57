import type { Allocation } from '../model/asks.ts';
import type { Centre, Entity } from '../model/centre.ts';
import type { CentreView } from '../model/centre-view.ts';

/**
 * A machine of nodes as a policy of the user's sees it: copies and questions, as in `guestView`. What interventions will
 * change is not among the rules, for nobody knows it before it happens.
 */
export function guestCentre(view: CentreView): CentreView {
  const centre: Centre = structuredClone({ ...view.centre, interventions: [] });
  let known: { readonly of: readonly Entity[]; readonly copies: readonly Entity[] } | undefined;
  return {
    centre,
    get entities() {
      // A new list whenever a share has changed.
      if (known?.of !== view.entities) known = { of: view.entities, copies: structuredClone(view.entities) };
      return known.copies;
    },
    get version() {
      return view.version;
    },
    get capacity() {
      return [...view.capacity];
    },
    get pending() {
      return [...view.pending];
    },
    get waiting() {
      return [...view.waiting];
    },
    status: (node) => view.status(node),
    free: (node) => [...view.free(node)],
    deadline: (job) => view.deadline(job),
    allocation: (job) => copied(view.allocation(job)),
    ranOn: (job) => copied(view.ranOn(job)),
    done: (job) => view.done(job),
    runningSince: (job) => view.runningSince(job),
    plannedFor: (job) => view.plannedFor(job),
    eligible: (job) => view.eligible(job),
    held: (entity) => [...view.held(entity)],
    usage: (entity) => view.usage(entity),
    demand: (job) => [...view.demand(job)],
    limited: (job) => view.limited(job),
    preemptible: (job) => view.preemptible(job),
    leavingAt: (job) => view.leavingAt(job),
    fitsWithout: (job, gone, suspended) => view.fitsWithout(job, gone, suspended),
    earliestEnd: (job) => view.earliestEnd(job),
    canMeetDeadline: (job) => view.canMeetDeadline(job),
    dependants: (job) => [...view.dependants(job)],
    dependencies: (job) => view.dependencies(job).map((one) => ({ ...one })),
  };
}

const copied = (allocation: Allocation | undefined): Allocation | undefined =>
  allocation && { nodes: [...allocation.nodes], tasks: [...allocation.tasks] };
