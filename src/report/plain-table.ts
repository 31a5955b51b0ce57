import { visibleLength } from './wrap.ts';

/** One column of a table: the lines of its head, and a cell for each row. */
export interface TextColumn {
  readonly head: readonly string[];
  readonly cells: readonly string[];
  /** Whether it is set to the left; figures are set to the right. */
  readonly left?: true;
}

const GAP = '  ';

/**
 * A table without lines, its first column to the left, all others to the right. What does not fit beside the first
 * column goes on in a table of its own below, so that no figure is ever cut or left out.
 * @returns the lines; undefined if the first column and the widest other one exceed the width
 */
export function plainTable(
  names: TextColumn,
  columns: readonly TextColumn[],
  width: number,
  head: (text: string) => string = (text) => text,
): string[] | undefined {
  const room = width - columnWidth(names);
  const panels: TextColumn[][] = [];
  let left = 0;
  for (const column of columns) {
    const needed = GAP.length + columnWidth(column);
    if (needed > room) return undefined;
    if (needed > left) {
      panels.push([]);
      left = room;
    }
    panels.at(-1)!.push(column);
    left -= needed;
  }
  return panels.flatMap((panel, i) => [...(i === 0 ? [] : ['']), ...draw(names, panel, head)]);
}

function draw(names: TextColumn, columns: readonly TextColumn[], head: (text: string) => string): string[] {
  const depth = Math.max(names.head.length, ...columns.map((column) => column.head.length));
  const line = (text: (column: TextColumn) => string | undefined, style = (cell: string): string => cell): string => {
    const first = styled(text(names), style);
    const rest = columns.map((column) => right(styled(text(column), style), columnWidth(column)));
    return [first + ' '.repeat(columnWidth(names) - visibleLength(first)), ...rest].join(GAP).trimEnd();
  };
  return [
    ...Array.from({ length: depth }, (_, i) => line((column) => column.head[i], head)),
    ...names.cells.map((_, i) => line((column) => column.cells[i])),
  ];
}

/** Nothing stays nothing: a style around it would be no blank. */
const styled = (text: string | undefined, style: (text: string) => string): string =>
  text === undefined || text === '' ? '' : style(text);

const right = (text: string, width: number): string => ' '.repeat(width - visibleLength(text)) + text;

export const columnWidth = ({ head, cells }: TextColumn): number =>
  Math.max(0, ...[...head, ...cells].map(visibleLength));
