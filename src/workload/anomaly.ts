/** Something in a trace that a study should know of before it trusts a result. */
export interface Anomaly {
  readonly kind: 'flurry' | 'burst' | 'gap' | 'overrun';
  /** In a sentence for people. */
  readonly what: string;
  /** Jobs concerned; for a gap 0. */
  readonly jobs: number;
  /** First and last time concerned, s. */
  readonly from: number;
  readonly to: number;
  /** Line of the first record concerned. */
  readonly line: number;
  /** The user who caused it, where it is a single one. */
  readonly user?: number;
}
