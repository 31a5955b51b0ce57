import { buildReport } from './build.ts';
import type { ChartFormat } from './charts/formats.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report, ReportInput } from './report.ts';
import { encodeRun, RUN_FILE } from './run-data.ts';
import { pageRun } from './views/page-data.ts';
import { writeFolder } from './write-folder.ts';

/** The names of the files, in the order in which they are written. */
export const REPORT_FILES: readonly string[] = ['report.json', 'report.html', 'summary.md', RUN_FILE];

/** The text of report.json. */
export const renderJson = (report: Report): string => `${JSON.stringify(report, null, 1)}\n`;

/** What may be at hand already, and what is wanted besides the usual files. */
export interface WriteOptions {
  /** What `buildReport` makes of the input. */
  readonly report?: Report | undefined;
  /** Charts as files of their own, in `charts/`. */
  readonly charts?: readonly ChartFormat[] | undefined;
}

/**
 * Writes report.json, report.html, summary.md and jobs.json into a folder, which is made if it is not there. All are
 * written under temporary names first, so none is ever seen half-written.
 * @returns the paths written
 * @throws InputError if the folder cannot be made or written to
 */
export async function writeReport(
  folder: string,
  input: ReportInput,
  { report = buildReport(input), charts = [] }: WriteOptions = {},
): Promise<string[]> {
  // The page pulls in the chart compiler, which takes longer to load than a policy to simulate: only where it is used.
  const { renderHtml } = await import('./html.ts');
  const texts = [renderJson(report), renderHtml(report, pageRun(input)), renderMarkdown(report), encodeRun(input)];
  const drawn = charts.length === 0 ? [] : await (await import('./charts/files.ts')).chartFiles(report, charts);
  return writeFolder(folder, [...REPORT_FILES.map((name, i) => ({ name, content: texts[i]! })), ...drawn]);
}
