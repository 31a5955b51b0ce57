import type { StudyReport } from './study-report.ts';

/** The text of report.json of a study. Each point is a line of its own: there may be very many of them. */
export function renderStudyJson({ points, ...report }: StudyReport): string {
  const head = JSON.stringify(report, null, 1).replace(/\n\}$/, '');
  const lines = points.map((point) => `  ${JSON.stringify(point)}`);
  return `${head},\n "points": [${lines.length === 0 ? '' : `\n${lines.join(',\n')}\n `}]\n}\n`;
}
