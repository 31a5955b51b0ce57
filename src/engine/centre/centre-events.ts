/**
 * What can happen on a machine of nodes, in the order in which simultaneous events fire. Those that the counting path
 * knows come in the same order there.
 */
export const CentreEvent = {
  /** An end at t frees its nodes for a start at t, and a job that ends just when it is to leave has ended. */
  JobEnd: 0,
  /** A job that ends exactly at its estimate has not outlived it. */
  JobLimit: 1,
  /** Whoever was told to make room is gone before anybody looks for it. */
  Leave: 2,
  /** What a job under faults does by itself, such as completing a checkpoint just when a node fails. */
  Turn: 3,
  /** A job that ends exactly when its node fails has ended. */
  Fault: 4,
  /** That a node has failed is known before it works again. */
  Known: 5,
  NodeUp: 6,
  /** A node may take jobs again that was kept from them. */
  NodeOpen: 7,
  /** A window begins or ends, after those that end by it. */
  Window: 8,
  Intervention: 9,
  /** Arrivals see the machine as all of that has left it. */
  JobSubmit: 10,
  /** A policy that is woken sees every fact of the instant. */
  Wake: 11,
} as const;
