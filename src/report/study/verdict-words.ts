import type { Verdict } from '../../experiment/statistics/verdict.ts';
import { formatCount } from '../format.ts';
import type { StudyComparison } from './study-report.ts';

/** Signs beside the words, so that a verdict is seen at a glance and not by colour alone. */
export const VERDICT_SIGNS: Readonly<Record<Verdict, string>> = {
  better: '▲',
  worse: '▼',
  higher: '↑',
  lower: '↓',
  equivalent: '=',
  'not enough evidence': '?',
};

/** How a verdict was come to, or what would settle it. */
export function verdictNote({ verdict, reason, difference, more }: StudyComparison): string {
  const dropped = difference.missing > 0 ? `; ${formatCount(difference.missing)} without a value` : '';
  return `${noteOf({ verdict, reason, more })}${dropped}`;
}

function noteOf({ verdict, reason, more }: Pick<StudyComparison, 'verdict' | 'reason' | 'more'>): string {
  if (reason === 'identical') return 'the same figure in every replication';
  if (reason === 'within margin') return 'within the margin';
  if (reason === 'one replication') return 'one replication says nothing of how much runs vary';
  if (reason === 'no replications') return 'no replication has a value under both';
  if (verdict !== 'not enough evidence') return '';
  return more === null
    ? 'no number of replications is known to settle it'
    : `about ${formatCount(more)} more replications would settle it`;
}
