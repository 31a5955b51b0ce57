import { SWF_FIELDS, type SwfField, type SwfTrace } from '../model/workload.ts';

type Column = Int32Array | Float64Array;

/** Rows per block. A block is only ever filled, never moved, so growing costs no copy of what is there already. */
const BLOCK = 16_384;

/**
 * The 18 columns of a trace while its length is still unknown. Each grows by blocks of 32-bit integers; a block in
 * which a value does not fit (too large, or with a fraction) is widened alone. `finish` joins them column by column,
 * so that at most one column is ever held twice.
 */
export class SwfColumns {
  length = 0;
  private readonly blocks: Column[][] = SWF_FIELDS.map(() => []);
  private readonly current: Column[] = SWF_FIELDS.map(() => new Int32Array(0));
  private readonly lineBlocks: Uint32Array[] = [];

  /** Adds a record: its 18 values, and its line number in the file. */
  append(row: Float64Array, line: number): void {
    const at = this.length % BLOCK;
    if (at === 0) this.addBlocks();
    for (let field = 0; field < row.length; field++) {
      const value = row[field]!;
      const column = this.current[field]!;
      if ((value | 0) !== value && column instanceof Int32Array) this.widen(field)[at] = value;
      else column[at] = value;
    }
    this.lineBlocks.at(-1)![at] = line;
    this.length += 1;
  }

  /** Joins the blocks; this object is of no use afterwards. */
  finish(): Pick<SwfTrace, 'length' | 'columns' | 'lines'> {
    const columns = {} as Record<SwfField, Column>;
    for (const [field, name] of SWF_FIELDS.entries()) {
      const blocks = this.blocks[field]!;
      const wide = blocks.some((block) => block instanceof Float64Array);
      columns[name] = join(blocks, wide ? new Float64Array(this.length) : new Int32Array(this.length));
      blocks.length = 0;
    }
    return { length: this.length, columns, lines: join(this.lineBlocks, new Uint32Array(this.length)) };
  }

  private addBlocks(): void {
    for (const [field, blocks] of this.blocks.entries()) {
      this.current[field] = new Int32Array(BLOCK);
      blocks.push(this.current[field]);
    }
    this.lineBlocks.push(new Uint32Array(BLOCK));
  }

  private widen(field: number): Float64Array {
    const blocks = this.blocks[field]!;
    const wide = Float64Array.from(blocks[blocks.length - 1]!);
    blocks[blocks.length - 1] = wide;
    this.current[field] = wide;
    return wide;
  }
}

function join<C extends Column | Uint32Array>(blocks: readonly C[], whole: C): C {
  for (const [i, block] of blocks.entries()) {
    whole.set(block.subarray(0, Math.min(BLOCK, whole.length - i * BLOCK)), i * BLOCK);
  }
  return whole;
}
