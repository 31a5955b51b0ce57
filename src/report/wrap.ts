// biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with this very character
const STYLE = /\u001b\[[\d;]*m/g;

/** Columns that a text takes on a terminal; colours take none. */
export const visibleLength = (text: string): number => text.replaceAll(STYLE, '').length;

/**
 * A text as lines of at most `width` columns, broken between words. Blanks before the first word stay; the lines after
 * the first begin with `hanging`. A single word that is longer than a line is cut, since nothing may stick out.
 */
export function wrap(text: string, width: number, hanging = ''): string[] {
  const lines: string[] = [];
  let indent = /^ */.exec(text)?.[0] ?? '';
  let line = '';
  const end = (finished: string): void => {
    lines.push(indent + finished);
    indent = hanging;
    line = '';
  };
  for (const word of text.trim().split(/ +/)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (indent.length + visibleLength(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') end(line);
    let rest = word;
    for (let room = width - indent.length; visibleLength(rest) > room; room = width - indent.length) {
      end(rest.slice(0, Math.max(room, 1)));
      rest = rest.slice(Math.max(room, 1));
    }
    line = rest;
  }
  end(line);
  return lines;
}
