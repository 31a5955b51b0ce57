export { buildReport, MAIN_METRICS } from './build.ts';
export { renderMarkdown } from './markdown.ts';
export type { MetricInfo, PolicyReport, Report, ReportedRun, ReportInput } from './report.ts';
export { type Colors, renderTerminal } from './terminal.ts';
export { REPORT_FILES, renderJson, writeReport } from './write.ts';
