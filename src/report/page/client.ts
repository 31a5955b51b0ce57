import { readFileSync } from 'node:fs';
import { packageFile } from '../../model/package.ts';

/**
 * The script of a page: `src/report/client` in one piece, for a plain run (`main`) or a study (`study`).
 * @throws Error if it was not built
 */
export function clientScript(name: 'main' | 'study'): string {
  try {
    return readFileSync(packageFile(`dist/client/${name}.js`), 'utf8');
  } catch (cause) {
    throw new Error('the script of the report is not built: run `npm run build`', { cause });
  }
}
