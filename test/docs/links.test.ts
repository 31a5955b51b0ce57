import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';
import { PAGES, ROOT, read } from './markdown.ts';

/** As code hosts make the anchor of a heading: lower case, spaces to dashes, punctuation dropped. */
const anchorsOf = (markdown: string): string[] =>
  [...markdown.matchAll(/^#+ (.*)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replaceAll(/[^\w\- ]/g, '')
      .replaceAll(' ', '-'),
  );

const links = PAGES.flatMap((page) =>
  [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => [page, target!] as const),
).filter(([, target]) => !target.startsWith('https://'));

it('there are links between the pages', () => {
  expect(links.length).toBeGreaterThan(20);
});

it.each(links)('%s: %s leads somewhere', (page, target) => {
  const [path, anchor] = target.split('#');
  const file = path === '' ? page : join(dirname(page), path!);
  expect(existsSync(join(ROOT, file)), file).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(read(file)), file).toContain(anchor);
});

it('every page of docs is in its index', () => {
  const index = read('docs/README.md');
  const pages = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).filter(
    (name) => name.endsWith('.md') && name !== 'README.md',
  );
  for (const page of pages) expect(index).toContain(`](${page})`);
});

it('no file names a folder of one machine', () => {
  // Put together, so that this file does not name one itself.
  const foreign = ['../%', '/%/', '/%/'].map((path, i) => path.replace('%', ['shared', 'work', 'tmp'][i]!));
  const roots = ['.ci', 'bench', 'docs', 'scenarios', 'src', 'test', 'traces'];
  const files = [
    ...readdirSync(ROOT).filter((name) => /\.(md|json|ts|mjs)$/.test(name) && name !== 'package-lock.json'),
    ...roots.flatMap((root) =>
      readdirSync(join(ROOT, root), { recursive: true, encoding: 'utf8' }).map((name) => join(root, name)),
    ),
  ].filter((name) => !name.endsWith('.gz') && statSync(join(ROOT, name)).isFile());
  const names = (text: string): boolean => foreign.some((path) => text.includes(path));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((name) => names(readFileSync(join(ROOT, name), 'utf8')))).toEqual([]);
});
