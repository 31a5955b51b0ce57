import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Names, as written in code, that make a result depend on the machine, the moment, chance or the language setting. */
const UNREPEATABLE = new Set([
  'Date',
  'Intl',
  'Math.random',
  'crypto.getRandomValues',
  'crypto.randomUUID',
  'performance.now',
  'process.exit',
  'process.hrtime',
]);
const UNREPEATABLE_METHODS = /^(localeCompare|toLocale\w*)$/;
const LONGEST_FILE = 400;

interface Source {
  readonly file: string;
  readonly lines: number;
  readonly imports: readonly string[];
  /** What of the above it uses, as `line: name`. Comments and strings do not count. */
  readonly unrepeatable: readonly string[];
}

const isName = (node: ts.Node): boolean => ts.isPropertyAccessExpression(node) || ts.isIdentifier(node);

/** A place where a value of this name is used, rather than a type, a property or a declaration that shares the name. */
function isUse(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isTypeReferenceNode(parent)) return false;
  if (ts.isPropertyAccessExpression(parent)) return parent.expression === node;
  return !(ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) || parent.name !== node;
}

function inspect(file: string, text: string): Source {
  const tree = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const imports: string[] = [];
  const unrepeatable: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      if (node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier)) imports.push(node.moduleSpecifier.text);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [target] = node.arguments;
      if (target && ts.isStringLiteral(target)) imports.push(target.text);
    } else if (isName(node)) {
      const name = node
        .getText()
        .replaceAll('?.', '.')
        .replace(/^globalThis\./, '');
      const isMethod = ts.isPropertyAccessExpression(node) && UNREPEATABLE_METHODS.test(node.name.text);
      if (isMethod || (UNREPEATABLE.has(name) && (ts.isPropertyAccessExpression(node) || isUse(node)))) {
        unrepeatable.push(`${tree.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${name}`);
        return;
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(tree);
  return { file, lines: text.split('\n').length - 1, imports, unrepeatable };
}

const root = fileURLToPath(new URL('..', import.meta.url));
const sources = readdirSync(`${root}/src`, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => `src/${file.replaceAll('\\', '/')}`)
  .map((file) => inspect(file, readFileSync(`${root}/${file}`, 'utf8')));
const importersOf = (name: string): string[] =>
  sources.filter(({ imports }) => imports.includes(name)).map(({ file }) => file);

describe('the sources', () => {
  it('are all looked at', () => {
    expect(sources.length).toBeGreaterThan(0);
    expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(0);
  });

  it('use no clock, chance or locale outside the command line', () => {
    const uses = sources
      .filter(({ file }) => !file.startsWith('src/cli/'))
      .flatMap(({ file, unrepeatable }) => unrepeatable.map((use) => `${file}:${use}`));
    expect(uses).toEqual([]);
  });

  it('draw random numbers in one place', () => {
    expect(importersOf('seedrandom')).toEqual(['src/kernel/random.ts']);
  });

  it('keep the priority queue behind one file of the kernel', () => {
    expect(importersOf('fast-priority-queue')).toEqual([expect.stringMatching(/^src\/kernel\//)]);
  });

  it(`have at most ${LONGEST_FILE} lines a file`, () => {
    expect(sources.filter(({ lines }) => lines > LONGEST_FILE).map(({ file, lines }) => `${file}: ${lines}`)).toEqual(
      [],
    );
  });
});

describe('the inspection', () => {
  it.each([
    ['const t = Date.now();', '1: Date'],
    ['\nconst t = new Date();', '2: Date'],
    ['const now = Date;', '1: Date'],
    ['const x = Math.random();', '1: Math.random'],
    ['const pick = Math.random;', '1: Math.random'],
    ['const x = globalThis.performance.now();', '1: performance.now'],
    ['names.sort((a, b) => a.localeCompare(b));', '1: a.localeCompare'],
    ['const s = f(x)?.toLocaleString();', '1: f(x).toLocaleString'],
    ['const f = new Intl.NumberFormat();', '1: Intl'],
    ['process.exit(1);', '1: process.exit'],
  ])('reports %j', (text, use) => {
    expect(inspect('a.ts', text).unrepeatable).toEqual([use]);
  });

  it.each([
    "// Date.now and Math.random are forbidden\nconst s = 'new Date()';",
    'const header = { Date: 1 }; const d = header.Date;',
    'const x = Math.max(1, 2); const now = clock.now();',
    'let d: Date;',
  ])('allows %j', (text) => {
    expect(inspect('a.ts', text).unrepeatable).toEqual([]);
  });

  it('sees every form of import', () => {
    const text = "import a from 'a'; import type { B } from 'b'; export { c } from 'c'; const d = await import('d');";
    expect(inspect('a.ts', text).imports).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts lines as editors do', () => {
    expect(inspect('a.ts', 'one;\ntwo;\n').lines).toBe(2);
  });
});
