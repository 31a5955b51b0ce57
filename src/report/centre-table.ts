/** A table in plain text, for whoever draws it. */
export interface CentreTable {
  readonly title: string;
  readonly head: readonly string[];
  /** Columns from the left that hold words; the others hold figures. */
  readonly words: number;
  readonly rows: readonly (readonly string[])[];
}
