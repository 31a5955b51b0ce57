import type { StoredFile } from '../../executors/store.ts';
import { type Command, command } from '../command.ts';
import { JSON_OUTPUT, QUIET } from '../common-options.ts';
import { counted } from '../numbers.ts';
import { openStore, STORE_OPTION } from '../run-store.ts';
import { ageText, sizeText } from '../size-text.ts';
import { styles } from '../style.ts';
import { EXIT, type Terminal } from '../terminal.ts';

/** `makespan runs list`: which runs are kept. */
export const listRunsCommand: Command = command({
  name: 'list',
  summary: 'list the finished runs that are kept, and what is damaged',
  description: [
    'One line for each run: the beginning of its key, how long ago it was made, by which version, and its name. ' +
      'A run that is kept is not done again.',
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

interface Listed {
  readonly file: string;
  readonly bytes: number;
  readonly modified: number;
  readonly run?: { readonly key: string; readonly name: string; readonly version: string };
  readonly damage?: string;
}

function listed({ file, bytes, modified, content }: StoredFile): Listed {
  const common = { file, bytes, modified };
  if (content === undefined) return { ...common, damage: 'a killed process has left it half-written' };
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

function textOf(folder: string, list: readonly Listed[], terminal: Terminal): string {
  const { dim } = styles(terminal);
  const now = Date.now();
  const runs = list.filter(({ run }) => run !== undefined);
  const rows = runs.map(({ run, modified }) => [run!.key.slice(0, 12), ageText(now - modified), run!.version]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row, i) => {
    const cells = row.map((cell, column) => (column === 1 ? cell.padStart(widths[1]!) : cell.padEnd(widths[column]!)));
    return `${dim(cells.join('  '))}  ${runs[i]!.run!.name}`;
  });
  for (const { file, damage } of list) if (damage !== undefined) lines.push(`${file}: ${damage}`);
  const total = runs.reduce((sum, { bytes }) => sum + bytes, 0);
  if (!terminal.quiet) lines.push(`${counted(runs.length, 'run')}, ${sizeText(total)}, in ${folder}`);
  return lines.map((line) => `${line}\n`).join('');
}
