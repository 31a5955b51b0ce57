import { centreTables } from '../centre-tables.ts';
import type { Report } from '../report.ts';
import { titledTable } from './titled-table.ts';

/** The machine of nodes, its groups of jobs and those that did not complete; nothing where processors are counted. */
export function centreSection(report: Report): string {
  if (report.machine === undefined) return '';
  return `<section id="machine">
<h2>The machine and whose jobs ran on it</h2>
<p class="note">Of all jobs, whatever is chosen above. Waits are those of the jobs that ran; times are on the clock of the workload.</p>
${centreTables(report).map(titledTable).join('\n')}
</section>
`;
}
