import { readFileSync } from 'node:fs';

/** Where `npm run build` puts it: the same way up from `src/report/page` and from `dist/report/page`. */
const BUNDLE = new URL('../../../dist/client/client.js', import.meta.url);

/**
 * The script of the page: `src/report/client` in one piece.
 * @throws Error if it was not built
 */
export function clientScript(): string {
  try {
    return readFileSync(BUNDLE, 'utf8');
  } catch (cause) {
    throw new Error('the script of the report is not built: run `npm run build`', { cause });
  }
}
