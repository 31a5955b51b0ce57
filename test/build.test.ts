import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { codeDigest } from '../src/experiment/study/code-digest.ts';
import { built, entryPoint, packageFile } from '../src/model/package.ts';

const textsIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(packageFile(folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => ending.test(name))
    .map((name) => readFileSync(packageFile(`${folder}/${name}`), 'utf8'));

test('every module that is loaded by its place is built in its place', () => {
  const named = textsIn('src', /\.ts$/).flatMap((text) =>
    [...text.matchAll(/entryPoint\('([^']+)'\)/g)].map(([, name]) => name!),
  );
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !existsSync(built(entryPoint(name))))).toEqual([]);
});

test('a module that is not of this package has no other form', () => {
  const other = new URL('file:///somewhere/perform.mjs');
  expect(built(other).href).toBe(other.href);
});

test('what is built bears the digest of the sources; if not, it is older than they are: `npm run build`', () => {
  expect(textsIn('dist/chunks', /\.js$/).some((text) => text.includes(codeDigest()))).toBe(true);
});

test('a class is the same for all who import it', () => {
  const program = `
    const [library, store] = await Promise.all(${JSON.stringify(['index', 'executors/store'])}.map((name) =>
      import(new URL('dist/' + name + '.js', ${JSON.stringify(packageFile('').href)}).href)));
    process.stdout.write(String(library.RunStore === store.RunStore && typeof library.RunStore));
  `;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect([stdout, stderr]).toEqual(['function', '']);
});

test('the libraries are copied, with their terms, but for those that are native or load files of their own', () => {
  const { dependencies } = JSON.parse(readFileSync(packageFile('package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  const headings = new Set(readFileSync(packageFile('dist/LICENSES.txt'), 'utf8').split('\n'));
  const apart = Object.entries(dependencies).filter(
    ([name, version]) =>
      !headings.has(/^npm:/.test(version) ? version.slice(4).replace('@', ' ') : `${name} ${version}`),
  );
  const expected = ['@resvg/resvg-js', 'dejavu-fonts-ttf', 'open', 'piscina', 'vega-interpreter'];
  expect(apart.map(([name]) => name)).toEqual(expected);
});
