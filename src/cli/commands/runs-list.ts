import type { StoredFile } from '../../executors/store.ts';
import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET } from '../common-options.ts';
import { counted } from '../numbers.ts';
import { isStale, openStore, STORE_OPTION, whereKept } from '../run-store.ts';
import { ageText, sizeText } from '../size-text.ts';
import { styles } from '../style.ts';
import { EXIT, type Terminal } from '../terminal.ts';

/** `makespan runs list`: which runs are kept. */
export const listRunsCommand: Command = command({
  name: 'list',
  summary: 'list the finished runs that are kept, and what is damaged',
  description: [
    'One line for each run, by name: the beginning of its key, how long ago it was made, by which version, and its name: ' +
      'the file of the scenario, the point, the policy and the replication. A run that is kept is not done again; one that ' +
      'is damaged is.',
  ],
  options: { ...STORE_OPTION, ...JSON_OUTPUT, ...QUIET },
  examples: [
    ['makespan runs list', 'see which runs need not be done again'],
    ['makespan runs list --store shared/runs --json', 'get the list of another store for a program'],
  ],
  see: ['docs/experiments.md'],
  async run({ store, json }, _words, terminal) {
    const { folder, list } = await gathered(store);
    if (json) terminal.out(`${JSON.stringify({ store: folder, ...jsonOf(list) }, null, 2)}\n`);
    else terminal.out(textOf(folder, list, terminal));
    return EXIT.done;
  },
});

/** The list without the records, which may be many. */
async function gathered(option: string | undefined): Promise<{ folder: string; list: Listed[] }> {
  const store = await openStore(option);
  return { folder: store.folder, list: Array.from(store.list(), listed) };
}

const LEFT = 'a killed process has left it half-written';
const PERHAPS_LEFT = 'half-written, by a process that is at work or was killed';

interface Listed {
  readonly file: string;
  readonly bytes: number;
  readonly modified: number;
  readonly run?: { readonly key: string; readonly name: string; readonly version: string };
  readonly damage?: string;
}

function listed({ file, bytes, modified, content }: StoredFile): Listed {
  const common = { file, bytes, modified };
  if (content === undefined) return { ...common, damage: isStale(modified) ? LEFT : PERHAPS_LEFT };
  if ('damage' in content) return { ...common, damage: content.damage };
  const { key, name, version } = content;
  return { ...common, run: { key, name, version } };
}

function jsonOf(list: readonly Listed[]): { runs: unknown[]; damaged: unknown[] } {
  const when = (modified: number): string => new Date(modified).toISOString();
  return {
    runs: list.flatMap(({ run, bytes, modified }) => (run ? [{ ...run, bytes, modified: when(modified) }] : [])),
    damaged: list.flatMap(({ file, damage }) => (damage ? [{ file, damage }] : [])),
  };
}

/** Names in order, with the numbers in them by their size. */
const byName = (a: { readonly name: string }, b: { readonly name: string }): number => {
  const [one, other] = [a, b].map(({ name }) => name.replaceAll(/\d+/g, (digits) => digits.padStart(16, '0')));
  return one! < other! ? -1 : Number(one! > other!);
};

function textOf(folder: string, list: readonly Listed[], terminal: Terminal): string {
  const { dim } = styles(terminal);
  const now = Date.now();
  const runs = list.flatMap(({ run, ...file }) => (run === undefined ? [] : [{ ...file, ...run }])).sort(byName);
  const rows = runs.map(({ key, name, version, modified }) => [
    ...[key.slice(0, 12), ageText(now - modified), version],
    name,
  ]);
  if (rows.length > 0 && !terminal.quiet) rows.unshift(['key', 'age', 'version', 'run']);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) => {
    const cells = widths.map((width, i) => (i === 1 ? row[i]!.padStart(width) : row[i]!.padEnd(width)));
    return `${dim(cells.join('  '))}  ${row[3]}`;
  });
  for (const { file, damage } of list) if (damage !== undefined) lines.push(`${file}: ${damage}`);
  const total = runs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (!terminal.quiet) lines.push(`${counted(runs.length, 'run')}, ${sizeText(total)}, in ${whereKept(folder)}`);
  return lines.map((line) => `${line}\n`).join('');
}
