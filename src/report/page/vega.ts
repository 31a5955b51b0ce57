import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dependencyFile } from '../../model/package.ts';

const read = (path: string): string => readFileSync(path, 'utf8').replace(/\n\/\/# sourceMappingURL=.*\s*$/, '\n');

/** The Vega library for browsers, which defines `vega`. */
export const vegaScript = (): string => read(join(dirname(dependencyFile('vega')), 'vega.min.js'));

/**
 * The interpreter of Vega expressions, which spares the page the right to make code out of text. It is published as
 * a module only; as a classic script it takes its imports from `vega` and defines `vegaInterpreter`.
 * @throws Error if the library no longer has the form this expects
 */
export function interpreterScript(): string {
  const module = read(dependencyFile('vega-interpreter'));
  const body = module
    .replace(/^import (\{[^}]*\}) from 'vega-util';/, 'const $1 = vega;')
    .replace(/export \{ (\w+) as expressionInterpreter \};\s*$/, 'return $1;\n');
  if (/^\s*(import|export)\b/m.test(body)) throw new Error('vega-interpreter is not the module this page can inline');
  return `const vegaInterpreter = (() => {\n${body}})();\n`;
}
