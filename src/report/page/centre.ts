import { centreTables } from '../centre-tables.ts';
import type { Report } from '../report.ts';
import { escapeHtml } from './escape.ts';
import { scroll } from './policies.ts';

/** The machine of nodes, its groups of jobs and those that did not complete; nothing where processors are counted. */
export function centreSection(report: Report): string {
  if (report.machine === undefined) return '';
  const tables = centreTables(report).map(({ title, head, words, rows }) => {
    const cell = (text: string, i: number): string => `<td${i < words ? ' class="text"' : ''}>${escapeHtml(text)}</td>`;
    const heads = head.map((text, i) => `<th scope="col"${i < words ? ' class="text"' : ''}>${escapeHtml(text)}</th>`);
    return `<h3>${escapeHtml(title)}</h3>
${scroll(`<table><thead><tr>${heads.join('')}</tr></thead>
<tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('\n')}</tbody></table>`)}`;
  });
  return `<section id="machine">
<h2>The machine and whose jobs ran on it</h2>
<p class="note">Of all jobs, whatever is chosen above. Waits are those of the jobs that ran; times are on the clock of the workload.</p>
${tables.join('\n')}
</section>
`;
}
