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
  /** A window begins or ends, after those that end by it. */
  Window: 3,
  Intervention: 4,
  /** Arrivals see the machine as all of that has left it. */
  JobSubmit: 5,
  /** A policy that is woken sees every fact of the instant. */
  Wake: 6,
} as const;
