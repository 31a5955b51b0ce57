/** Holds what a clock measured during a run, which is in no other file of its folder. */
export const TIMINGS_FILE = 'timings.json';
