/**
 * `npm run build`: makes `dist` of `src`. Hundreds of small modules would take longer to find than to run, so they are
 * bundled, with the libraries they use. The declarations beside them are made by `tsc`.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { scenarioJsonSchema } from './src/experiment/json-schema.ts';
import { codeDigest } from './src/experiment/study/code-digest.ts';

/** What is loaded by its place. Anything else goes into chunks, which entry points share, so that a class exists once. */
const ENTRY_POINTS = [
  // The library and the command.
  'index',
  'cli/main',
  // Where threads, processes and nodes of a cluster begin: `entryPoint` in src/model/package.ts names them.
  'cli/bench-worker',
  'executors/slurm/worker',
  'executors/threads/worker',
  'experiment/study/perform',
  // Executors by themselves, for test/executors/batch.mjs and bench/executors-child.mjs.
  'executors/execute',
  'executors/in-process',
  'executors/slurm/slurm',
  'executors/store',
  'executors/threads/threads',
];

/** Libraries that are native, or load files of their own. */
const UNBUNDLED = ['@resvg/resvg-js', 'open', 'piscina'];

rmSync('dist', { recursive: true, force: true });

const { metafile } = await build({
  entryPoints: ENTRY_POINTS.map((name) => `src/${name}.ts`),
  outbase: 'src',
  outdir: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  external: UNBUNDLED,
  define: { CODE_DIGEST: JSON.stringify(codeDigest()) },
  // Libraries that are not ES modules ask for those of Node with `require`.
  banner: {
    js: "import { createRequire as nodeRequire } from 'node:module';\nconst require = nodeRequire(import.meta.url);",
  },
  sourcemap: true,
  sourcesContent: false,
  metafile: true,
  logLevel: 'warning',
});

/** The scripts of reports, which run in browsers. */
await build({
  entryPoints: ['src/report/client/main.ts', 'src/report/client/study.ts'],
  outdir: 'dist/client',
  bundle: true,
  minify: true,
  format: 'iife',
  target: 'es2022',
  charset: 'utf8',
  logLevel: 'warning',
});

writeFileSync('dist/scenario.schema.json', `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`);
writeFileSync('dist/LICENSES.txt', licencesOf(Object.keys(metafile.inputs)));

/** What is copied from a library comes with its terms, which it states in a file of their own or among all else. */
function licencesOf(files: readonly string[]): string {
  const folders = new Set(files.flatMap((file) => file.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/)?.[0] ?? []));
  const texts = [...folders].sort().map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>;
    const names = readdirSync(folder);
    const stated = names.find((file) => /^licen[cs]e/i.test(file)) ?? names.find((file) => /^readme/i.test(file));
    if (stated === undefined) throw new Error(`nothing states the terms of ${name}`);
    return `${name} ${version}\n\n${readFileSync(join(folder, stated), 'utf8').trim()}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}
