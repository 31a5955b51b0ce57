import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const ROOT: string = fileURLToPath(new URL('../..', import.meta.url));

export const read = (path: string): string => readFileSync(`${ROOT}/${path}`, 'utf8');

const DOCS = readdirSync(`${ROOT}/docs`)
  .filter((name) => name.endsWith('.md'))
  .map((name) => `docs/${name}`);

/** The pages that are followed from top to bottom: each step builds on those before it. */
export const WALKTHROUGHS: readonly string[] = DOCS.filter((page) => /^docs\/(tutorial|how-to-)/.test(page));

/** The words of a command line without the first; double quotes hold a word together. */
export const commandWords = (line: string): string[] =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!).slice(1);

/** The pages that people read. */
export const PAGES: readonly string[] = [
  ...['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'reports/README.md', 'traces/README.md', 'test/golden/README.md'],
  ...DOCS,
];

/** A fenced block of a Markdown text. */
export interface Fence {
  readonly language: string;
  readonly text: string;
  readonly line: number;
}

export function fences(markdown: string): Fence[] {
  const found: Fence[] = [];
  let open: { language: string; line: number; lines: string[] } | undefined;
  for (const [index, line] of markdown.split('\n').entries()) {
    const [, language] = /^```(\w*)$/.exec(line) ?? [];
    if (open === undefined && language !== undefined) open = { language, line: index + 1, lines: [] };
    else if (open !== undefined && line === '```') {
      found.push({ language: open.language, text: `${open.lines.join('\n')}\n`, line: open.line });
      open = undefined;
    } else open?.lines.push(line);
  }
  return found;
}

/** A table with the line of text before it; `rows` are the cells below the head. */
export interface Table {
  readonly before: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export function tables(markdown: string): Table[] {
  const lines = markdown.split('\n');
  const cells = (line: string): string[] =>
    line
      .slice(1, -1)
      .split('|')
      .map((cell) => cell.trim());
  return lines.flatMap((line, index) => {
    if (!/^\|[ :|-]+\|$/.test(line)) return [];
    const above = lines.slice(0, index - 1).reverse();
    const below = lines.slice(index + 1);
    const end = below.findIndex((one) => !one.startsWith('|'));
    return {
      before: above.find((one) => one.trim() !== '') ?? '',
      head: cells(lines[index - 1]!),
      rows: below.slice(0, end === -1 ? undefined : end).map(cells),
    };
  });
}

/** The names in backticks. */
export const names = (text: string): string[] => [...text.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

/** The pages of which the snippets of YAML are the parts of one scenario, with what they need besides. */
const IN_PARTS: Readonly<Record<string, string>> = {
  'docs/machines.md': 'question: Are all its parts right?\nseed: 1\n',
  'docs/failures.md': `question: Are all its parts right?
workload: { poisson: { jobs: 100, procs: 64, load: 0.8 } }
cluster: { groups: { n: { count: 64, cores: 1, nodes_per_rack: 32 } } }
accounts: { physics: {} }
qos: { urgent: {} }
policies: [easy]
seed: 1
`,
};

/** Every scenario that the pages show, with its place; one that is shown in parts is put together. */
export function shownScenarios(): (readonly [place: string, text: string])[] {
  return PAGES.flatMap((page): (readonly [string, string])[] => {
    const parts = fences(read(page)).filter(({ language }) => language === 'yaml');
    const besides = IN_PARTS[page];
    if (besides === undefined) return parts.map(({ line, text }) => [`${page}:${line}`, text] as const);
    return [[page, [besides, ...parts.map((part) => part.text)].join('\n')] as const];
  });
}
