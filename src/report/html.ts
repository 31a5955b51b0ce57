import { createHash } from 'node:crypto';
import { compiledCharts } from './charts/compile.ts';
import { centreSection } from './page/centre.ts';
import { CLAIMS_STYLE, claimsSection } from './page/claims.ts';
import { clientScript } from './page/client.ts';
import { escapeHtml, escapeJson, escapeScript } from './page/escape.ts';
import { allMetricsTable, legend, mainTable, userTable } from './page/policies.ts';
import { chartFigures, definitions, header, ledgerTable, policyTable, reproduce } from './page/sections.ts';
import { STYLE } from './page/style.ts';
import { interpreterScript, vegaScript } from './page/vega.ts';
import { filters, views } from './page/views.ts';
import type { Report } from './report.ts';
import type { PageRun } from './views/page-data.ts';

/**
 * report.html: one file that opens from disk without a network. The browser is told to run no script but the three in
 * the file, known by their digests, and to load nothing. The tables need no script.
 */
export function renderHtml(report: Report, run: PageRun): string {
  const scripts = [vegaScript(), interpreterScript(), clientScript()].map(escapeScript);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="makespan ${escapeHtml(report.generator.version)}">
<title>${escapeHtml(report.question ?? report.workload.name)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}${CLAIMS_STYLE}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
${header(report)}
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
${chartFigures(report)}
</section>
${views(report)}
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
</main>
${dataBlock('report', report)}
${dataBlock('run', run)}
${dataBlock('charts', compiledCharts(report))}
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

const dataBlock = (id: string, value: unknown): string =>
  `<script type="application/json" id="${id}">${escapeJson(value)}</script>`;

function contentPolicy(scripts: readonly string[]): string {
  const digests = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return (
    `default-src 'none'; script-src ${digests.join(' ')}; style-src 'unsafe-inline'; img-src data:; ` +
    "base-uri 'none'; form-action 'none'"
  );
}

const details = (title: string, note: string, content: string): string =>
  `<details><summary>${title}${note === '' ? '' : ` <span class="note">${note}</span>`}</summary>${content}</details>`;
