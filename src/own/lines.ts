const NEWLINE = 0x0a;

/** Puts the lines of a byte stream together, however its pieces are cut. */
export class Lines {
  readonly #limit: number;
  #pieces: Buffer[] = [];
  #length = 0;

  /** @param limit bytes that an unfinished line may have */
  constructor(limit: number) {
    this.#limit = limit;
  }

  /** The lines that the chunk completes, without their ends. */
  push(chunk: Buffer): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let at = chunk.indexOf(NEWLINE); at >= 0; at = chunk.indexOf(NEWLINE, from)) {
      lines.push(this.#complete(chunk.subarray(from, at)));
      from = at + 1;
    }
    if (from < chunk.length) {
      this.#pieces.push(from === 0 ? chunk : chunk.subarray(from));
      this.#length += chunk.length - from;
    }
    return lines;
  }

  /** Whether the line that has begun is longer than any may be. */
  get overflows(): boolean {
    return this.#length > this.#limit;
  }

  /** What there is of a line that has begun. */
  get rest(): string {
    return this.#pieces.length === 0 ? '' : Buffer.concat(this.#pieces).toString();
  }

  #complete(last: Buffer): string {
    if (this.#pieces.length === 0) return last.toString();
    const line = Buffer.concat([...this.#pieces, last]).toString();
    this.#pieces = [];
    this.#length = 0;
    return line;
  }
}
