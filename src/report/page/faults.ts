import { MAIN_FAULT_METRICS } from '../../metrics/index.ts';
import { failureLogTable, metWords } from '../failure-log.ts';
import { faultTables, moreFaultTables } from '../fault-tables.ts';
import type { Report } from '../report.ts';
import { details } from './details.ts';
import { escapeHtml } from './escape.ts';
import { mainTable } from './policies.ts';
import { titledTable } from './titled-table.ts';

/** Whether something could fail. */
export const hasFaults = ({ policies }: Pick<Report, 'policies'>): boolean =>
  policies.some(({ faults }) => faults !== undefined);

/** What faults cost and what was done about them, by policies. */
export const faultFiguresHtml = (
  report: Report,
): string => `${mainTable({ ...report, main: MAIN_FAULT_METRICS }, 'faults-main')}
${faultTables(report.policies).map(titledTable).join('\n')}
${details('Failures of nodes, interrupts by class, and checkpoints', 'by policy', moreFaultTables(report.policies).map(titledTable).join('\n'))}`;

function failureLogHtml(report: Report): string {
  const table = failureLogTable(report);
  return table === undefined ? '' : `${details('Failure log', 'by policy', titledTable(table))}\n`;
}

/** The section of a report on faults; nothing where nothing could fail. */
export const faultSection = (report: Report): string =>
  hasFaults(report)
    ? `<section id="faults">
<h2>What faults cost, and what was done about them</h2>
<p class="note" id="failures-met">${escapeHtml(`${metWords(report)} Of chosen jobs, failures of nodes, alarms and spares are those of all.`.trim())}</p>
${failureLogHtml(report)}<div id="view-faults">${faultFiguresHtml(report)}</div>
</section>
`
    : '';
