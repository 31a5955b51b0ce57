import type { CentreTable } from '../centre-table.ts';
import { escapeHtml } from './escape.ts';
import { scroll } from './policies.ts';

/** A table of plain texts with its title. */
export function titledTable({ title, head, words, rows }: CentreTable): string {
  const cell = (text: string, i: number): string => `<td${i < words ? ' class="text"' : ''}>${escapeHtml(text)}</td>`;
  const heads = head.map((text, i) => `<th scope="col"${i < words ? ' class="text"' : ''}>${escapeHtml(text)}</th>`);
  return `<h3>${escapeHtml(title)}</h3>
${scroll(`<table><thead><tr>${heads.join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}</tbody></table>`)}`;
}
