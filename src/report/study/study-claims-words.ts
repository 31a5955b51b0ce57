import type { StudyClaimResult } from '../../experiment/study/study-claims.ts';
import { type ClaimWords, claimWords } from '../claim-words.ts';
import { formatCount, formatFigure } from '../format.ts';
import type { StudyReport } from './study-report.ts';
import { leftOutText, pointText } from './study-words.ts';

/** What became of the claims of a study, with the interval of what was found and the point where it was. */
export const studyClaimWords = (report: Pick<StudyReport, 'axes' | 'points' | 'claims'>): ClaimWords[] =>
  report.claims.map((claim) => wordsOf(claim, report));

function wordsOf(claim: StudyClaimResult, report: Pick<StudyReport, 'axes' | 'points'>): ClaimWords {
  const plain = claimWords(claim);
  const where = whereText(claim, report);
  const note = [where, plain.note, leftOutText(claim.missing)].filter((part) => part !== '').join(', ');
  if (claim.verdict !== null) {
    const found = `found: ${claim.verdict}${where === '' ? '' : ` ${where}`}`;
    return { ...plain, value: claim.verdict, target: '', note, found };
  }
  const { low, high, unit } = claim;
  const interval =
    low === null || high === null ? '' : ` [${formatFigure({ unit }, low)}, ${formatFigure({ unit }, high)}]`;
  const value = `${plain.value}${interval}`;
  const known = claim.value !== null && claim.target !== null;
  const found = known ? [`${value} against ${plain.target}`, note].filter((part) => part !== '').join(' ') : note;
  return { ...plain, value, note, found };
}

/** The point that is farthest from meeting it, and at how many others it is not met. */
function whereText(
  { point, not_met_at: missed }: StudyClaimResult,
  report: Pick<StudyReport, 'axes' | 'points'>,
): string {
  if (report.axes.length === 0) return '';
  const at = report.points.find(({ index }) => index === point)!;
  const others = missed.filter((index) => index !== point).length;
  return `at ${pointText(report, at)}${others === 0 ? '' : ` and ${formatCount(others)} more of ${formatCount(report.points.length)} points`}`;
}
