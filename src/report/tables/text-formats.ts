import { field } from './csv-field.ts';
import { type Cell, checkedCell, type OpenTable } from './table.ts';

/**
 * CSV by RFC 4180 with a line of names, lines ending in a line feed. A cell without a value is empty; an empty text
 * stands in quotes, so that the two can be told apart.
 */
export const csvTable: OpenTable = (head, write) => {
  const { columns } = head;
  write(`${columns.map(({ name }) => field(name)).join()}\n`);
  return {
    add(row) {
      let line = csvCell(checkedCell(head, row, 0));
      for (let place = 1; place < columns.length; place++) line += `,${csvCell(checkedCell(head, row, place))}`;
      write(`${line}\n`);
    },
    end() {},
  };
};

function csvCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'string') return String(cell);
  return cell === '' ? '""' : field(cell);
}

/** A JSON object a line, with every column in order; a cell without a value is `null`. */
export const jsonlTable: OpenTable = (head, write) => {
  const keys = head.columns.map(({ name }) => `${JSON.stringify(name)}:`);
  return {
    add(row) {
      write(`{${keys.map((key, place) => key + JSON.stringify(checkedCell(head, row, place))).join()}}\n`);
    },
    end() {},
  };
};
