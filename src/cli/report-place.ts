import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Where the page of a report is, for the eye and for the browser. */
export function whereText(folder: string): string {
  const page = join(folder, 'report.html');
  return `Report: ${page}\nOpen it in a browser: ${pathToFileURL(page).href}\n`;
}

/** The way from one folder to another, with slashes on every system. */
export const relativeFolder = (from: string, to: string): string =>
  relative(resolve(from), resolve(to)).split(sep).join('/') || '.';
