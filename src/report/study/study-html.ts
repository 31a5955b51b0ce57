import { CLAIMS_STYLE, claimsSection } from '../page/claims.ts';
import { clientScript } from '../page/client.ts';
import { details } from '../page/details.ts';
import { renderPage } from '../page/document.ts';
import { legend } from '../page/policies.ts';
import { chartFigures, definitions, ledgerTable, policyTable } from '../page/sections.ts';
import { interpreterScript, vegaScript } from '../page/vega.ts';
import { studyPage } from './charts/build-page.ts';
import { chartsOfStudy, compiledStudyCharts } from './charts/study-charts.ts';
import type { StudyPage } from './charts/study-page.ts';
import { choosers } from './page/choosers.ts';
import { studyHeader } from './page/header.ts';
import { STUDY_STYLE } from './page/style.ts';
import { figuresSection, planSection, studyReproduce, tallyTable, verdictTable } from './page/tables.ts';
import { studyClaimWords } from './study-claims-words.ts';
import type { StudyReport } from './study-report.ts';

/** report.html of a study: verdicts first, then intervals and what the axes do. The tables need no script. */
export function renderStudyHtml(report: StudyReport): string {
  const page = studyPage(report);
  return renderPage({
    title: report.question ?? report.workload.name,
    version: report.generator.version,
    style: `${CLAIMS_STYLE}${STUDY_STYLE}`,
    body: bodyOf(report, page),
    data: { study: page, charts: compiledStudyCharts(page) },
    scripts: [vegaScript(), interpreterScript(), clientScript('study')],
  });
}

const bodyOf = (report: StudyReport, page: StudyPage): string => `${studyHeader(report)}
<main id="main" tabindex="-1">
${claimsSection(report, studyClaimWords(report))}
${verdictSection(report)}
${planSection(report)}
${chartSection(report, page)}
${figuresSection(report)}
<section>
<h2>The workload and its ledger</h2>
<p class="note">Of the first point, as it is; replications have workloads of their own.</p>
${ledgerTable(report)}
</section>
<section>
<h2>Details</h2>
${details('What the policies do', '', policyTable({ policies: describedPolicies(report) }))}
${details('Definitions', 'formula, threshold and source of each metric', definitions(report))}
</section>
<section>
<h2>How to reproduce this report</h2>
${studyReproduce(report)}
</section>
</main>`;

/** Of many points a count of verdicts comes before the list of them. */
function verdictSection(report: StudyReport): string {
  const { points, replications } = report;
  if (replications.count < 2 || points.every(({ comparisons }) => comparisons.length === 0)) return '';
  const list = verdictTable(report);
  const content =
    points.length === 1 ? list : `${tallyTable(report)}\n${details('Every verdict', 'with its effect', list)}`;
  return `<section aria-labelledby="verdicts-title">
<h2 id="verdicts-title">Verdicts</h2>
${content}
</section>`;
}

function chartSection(report: StudyReport, page: StudyPage): string {
  const charts = chartsOfStudy(page);
  if (charts.length === 0) return '';
  return `<section>
<h2>What the figures look like</h2>
${legend(report)}
${choosers(page)}
${chartFigures(charts)}
</section>`;
}

/** An axis may change what a policy is, so it is told of the first point. */
const describedPolicies = ({
  policies,
  points,
}: StudyReport): { label: string; policy: string; description: string }[] =>
  policies.map(({ label, description }, i) => ({
    label,
    description,
    policy: points[0]?.policies[i]?.policy ?? label,
  }));
