import { CHART_FORMATS } from '../charts/formats.ts';
import { RUN_FILE } from '../run-data.ts';
import { TIMINGS_FILE } from '../timings-file.ts';
import { writeFolder } from '../write-folder.ts';
import { studyReport } from './build-study.ts';
import { renderStudyJson } from './study-json.ts';
import { renderStudyMarkdown } from './study-markdown.ts';
import type { StudyReport, StudyReportInput } from './study-report.ts';

/** The names of the files, in the order in which they are written. */
export const STUDY_FILES: readonly string[] = ['report.json', 'report.html', 'summary.md'];

/**
 * Writes report.json, report.html and summary.md of a study into a folder, which is made if it is not there. All are
 * written under temporary names first, so none is ever seen half-written. What a plain run left in the folder (its jobs,
 * its timings, its charts) is about other figures than these, and is removed once they are there.
 * @returns the paths written
 * @throws InputError if the folder cannot be made or written to
 */
export async function writeStudyReport(
  folder: string,
  input: StudyReportInput,
  report: StudyReport = studyReport(input),
): Promise<string[]> {
  const [{ renderStudyHtml }, { chartNames }] = await Promise.all([
    import('./study-html.ts'),
    import('../charts/files.ts'),
  ]);
  const texts = [renderStudyJson(report), renderStudyHtml(report), renderStudyMarkdown(report)];
  const stale = [RUN_FILE, TIMINGS_FILE, ...chartNames(CHART_FORMATS)];
  return writeFolder(
    folder,
    STUDY_FILES.map((name, i) => ({ name, content: texts[i]! })),
    stale,
  );
}
