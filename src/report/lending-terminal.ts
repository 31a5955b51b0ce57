import { lendingOf } from '../metrics/index.ts';
import { bestOf, formatCounted, scaleOf } from './format.ts';
import type { TextColumn } from './plain-table.ts';
import type { ReportedRun } from './report.ts';
import { type Look, linesOf, starred } from './terminal.ts';
import { wrap } from './wrap.ts';

/** Clients that a table shows. */
const MOST = 8;

/**
 * For how long each client went without what it is guaranteed, a line per policy; nothing where nobody is guaranteed
 * cores.
 */
export function renderLending(runs: readonly Pick<ReportedRun, 'label' | 'run'>[], look: Look): string[] {
  const lendings = runs.map(({ run }) => lendingOf(run)?.clients ?? []);
  const clients = (lendings[0] ?? []).filter(({ guarantee }) => guarantee > 0);
  if (clients.length === 0) return [];
  const values = clients
    .slice(0, MOST)
    .map(({ client }) => lendings.map((list) => list.find((other) => other.client === client)?.longest_below ?? 0));
  const { unit, show } = scaleOf('s', values.flat());
  const columns = values.map((column, i): TextColumn => {
    const texts = column.map(show);
    const best = bestOf('lower', column, texts);
    return {
      head: [clients[i]!.client, formatCounted(clients[i]!.guarantee, 'core')],
      cells: texts.map((text, policy) => starred(text, best[policy]!, look.colors)),
    };
  });
  const names: TextColumn = { head: ['policy'], cells: runs.map(({ label }) => label) };
  const lines =
    linesOf(names, [columns], look) ??
    runs.flatMap(({ label }, row) => [
      ...wrap(label, look.width),
      ...columns.flatMap(({ head, cells }) => wrap(`  ${head[0]}: ${cells[row]!.trimEnd()}`, look.width, '    ')),
    ]);
  const title = `Longest time below the guarantee while asking, ${unit}`;
  const more = clients.length > MOST ? [`and ${clients.length - MOST} more in the report`] : [];
  return [[...wrap(title, look.width).map(look.colors.bold), ...lines, ...more.map(look.colors.dim)].join('\n')];
}
