import { createHash } from 'node:crypto';
import { compiledCharts } from './charts/index.ts';
import { CLAIMS_STYLE, claimsSection } from './page/claims.ts';
import { CLIENT_SCRIPT } from './page/client.ts';
import { escapeHtml, escapeJson, escapeScript } from './page/escape.ts';
import { allMetricsTable, legend, mainTable, userTable } from './page/policies.ts';
import { chartFigures, definitions, header, ledgerTable, policyTable, reproduce } from './page/sections.ts';
import { STYLE } from './page/style.ts';
import { interpreterScript, vegaScript } from './page/vega.ts';
import type { Report } from './report.ts';

/**
 * report.html: one file that opens from disk without a network. The browser is told to run no script but the three in
 * the file, known by their digests, and to load nothing. The tables need no script.
 */
export function renderHtml(report: Report): string {
  const scripts = [vegaScript(), interpreterScript(), CLIENT_SCRIPT].map(escapeScript);
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
<main>
${header(report)}
${claimsSection(report)}
<h2>Policies by their main figures</h2>
${mainTable(report)}
<p class="note">★ best of its column, with all that look the same. Point at a figure for all its digits, at a heading for its definition.</p>
<h2>Where the differences lie</h2>
${legend(report)}
${chartFigures()}
<h2>The workload and its ledger</h2>
${ledgerTable(report)}
<h2>Details</h2>
${details('All metrics', `${report.metrics.length} figures per policy`, allMetricsTable(report))}
${details('Users', 'those with most jobs', userTable(report))}
${details('What the policies do', '', policyTable(report))}
${details('Definitions', 'formula, threshold and source of each metric', definitions(report))}
<h2>How to reproduce this report</h2>
${reproduce(report)}
</main>
<script type="application/json" id="charts">${escapeJson(compiledCharts(report))}</script>
${scripts.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

function contentPolicy(scripts: readonly string[]): string {
  const digests = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return (
    `default-src 'none'; script-src ${digests.join(' ')}; style-src 'unsafe-inline'; img-src data:; ` +
    "base-uri 'none'; form-action 'none'"
  );
}

const details = (title: string, note: string, content: string): string =>
  `<details><summary>${title}${note === '' ? '' : ` <span class="note">${note}</span>`}</summary>${content}</details>`;
