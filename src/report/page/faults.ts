import { MAIN_FAULT_METRICS } from '../../metrics/index.ts';
import { faultTables, moreFaultTables } from '../fault-tables.ts';
import type { Report } from '../report.ts';
import { details } from './details.ts';
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
${details('Failures of nodes, and checkpoints', 'by policy', moreFaultTables(report.policies).map(titledTable).join('\n'))}`;

/** The section of a report on faults; nothing where nothing could fail. */
export const faultSection = (report: Report): string =>
  hasFaults(report)
    ? `<section id="faults">
<h2>What faults cost, and what was done about them</h2>
<p class="note">Every policy met the same failures of nodes for as long as it ran. Of chosen jobs, failures of nodes, alarms and spares are those of all.</p>
<div id="view-faults">${faultFiguresHtml(report)}</div>
</section>
`
    : '';
