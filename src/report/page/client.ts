import { readFileSync } from 'node:fs';

/** Where `npm run build` puts it: the same way up from `src/report/page` and from `dist/report/page`. */
const BUNDLES = new URL('../../../dist/client/', import.meta.url);

/**
 * The script of a page: `src/report/client` in one piece, for a plain run (`main`) or a study (`study`).
 * @throws Error if it was not built
 */
export function clientScript(name: 'main' | 'study'): string {
  try {
    return readFileSync(new URL(`${name}.js`, BUNDLES), 'utf8');
  } catch (cause) {
    throw new Error('the script of the report is not built: run `npm run build`', { cause });
  }
}
