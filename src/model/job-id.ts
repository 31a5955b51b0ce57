/** The row of a job in a `JobTable`: its place in the order of arrival, from 0. Never the label in the trace. */
export type JobId = number & { readonly __id: 'job' };

/** What the cursors of a queue return past their end. */
export const NO_JOB = -1 as JobId;
