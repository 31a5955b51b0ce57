import { compiledCharts } from './charts/compile.ts';
import { chartsOf } from './charts/index.ts';
import { centreSection } from './page/centre.ts';
import { CLAIMS_STYLE, claimsSection } from './page/claims.ts';
import { clientScript } from './page/client.ts';
import { details } from './page/details.ts';
import { renderPage } from './page/document.ts';
import { faultSection } from './page/faults.ts';
import { allMetricsTable, legend, mainTable, userTable } from './page/policies.ts';
import { chartFigures, definitions, header, ledgerTable, policyTable, reproduce } from './page/sections.ts';
import { interpreterScript, vegaScript } from './page/vega.ts';
import { filters, views } from './page/views.ts';
import type { Report } from './report.ts';
import type { PageRun } from './views/page-data.ts';

/** report.html: the page of a plain run. */
export const renderHtml = (report: Report, run: PageRun): string =>
  renderPage({
    title: report.question ?? report.workload.name,
    version: report.generator.version,
    style: CLAIMS_STYLE,
    body: bodyOf(report),
    data: { report, run, charts: compiledCharts(report) },
    scripts: [vegaScript(), interpreterScript(), clientScript('main')],
  });

const bodyOf = (report: Report): string => `${header(report)}
<main id="main" tabindex="-1">
${claimsSection(report)}
${filters()}
<section>
<h2>Policies by their main figures</h2>
<div id="view-main">${mainTable(report)}</div>
<p class="note">★ best of its column, with all that look the same. Point at a figure for all its digits, at a heading for its definition.
<span data-needs-script hidden>Of chosen jobs, utilization is the share of the machine that they use between their first submission and their last end;
loss of capacity is known for all jobs only.</span></p>
</section>
<section>
<h2>Where the differences lie</h2>
${legend(report)}
${chartFigures(chartsOf(report))}
</section>
${faultSection(report)}${views(report)}
${centreSection(report)}<section>
<h2>The workload and its ledger</h2>
${ledgerTable(report)}
</section>
<section>
<h2>Details</h2>
${details('All metrics', `${report.metrics.length} figures per policy`, `<div id="view-metrics">${allMetricsTable(report)}</div>`)}
${details('Users', 'those with most jobs', `<div id="view-users">${userTable(report)}</div>`)}
${details('What the policies do', '', policyTable(report))}
${details('Definitions', 'formula, threshold and source of each metric', definitions(report))}
</section>
<section>
<h2>How to reproduce this report</h2>
${reproduce(report)}
</section>
</main>`;
