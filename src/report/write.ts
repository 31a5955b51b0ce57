import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { InputError } from '../model/errors.ts';
import { buildReport } from './build.ts';
import type { ChartFormat } from './charts/formats.ts';
import { renderMarkdown } from './markdown.ts';
import type { Report, ReportInput } from './report.ts';
import { encodeRun, RUN_FILE } from './run-data.ts';
import { pageRun } from './views/page-data.ts';

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
  const files = [...REPORT_FILES.map((name, i) => ({ name, content: texts[i]! })), ...drawn].map(
    ({ name, content }) => {
      const path = join(folder, name);
      return { path, temporary: `${path}.partial`, content };
    },
  );
  try {
    for (const { path } of files) mkdirSync(dirname(path), { recursive: true });
    for (const { temporary, content } of files) writeFileSync(temporary, content);
    for (const { temporary, path } of files) renameSync(temporary, path);
  } catch (cause) {
    // Whatever went wrong first is what the user needs to read, so a failure to clean up is not reported.
    for (const { temporary } of files) tryRemove(temporary);
    throw new InputError(`cannot write the report to ${folder}: ${reason(cause)}`, { cause });
  }
  return files.map(({ path }) => path);
}

function tryRemove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The folder itself may be unreadable; then there is nothing in it of ours.
  }
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'no permission',
  EPERM: 'no permission',
  EROFS: 'the file system is read-only',
  ENOSPC: 'no space is left',
  ENOTDIR: 'a part of the path is not a folder',
  EEXIST: 'there is a file of that name',
  EISDIR: 'a folder has the name of one of its files',
};

function reason(cause: unknown): string {
  const code = (cause as NodeJS.ErrnoException).code ?? '';
  return REASONS[code] ?? (cause instanceof Error ? cause.message : String(cause));
}
