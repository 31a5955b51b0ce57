import type { ClaimResult } from '../experiment/claims/evaluate.ts';
import { type ClaimWords, claimWords } from './claim-words.ts';

/** What of picocolors the list uses. */
interface Colors {
  bold(text: string): string;
  dim(text: string): string;
  green(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
}

const PAINT = { met: 'green', 'not met': 'red', unknown: 'yellow' } as const;

/** The claims for the terminal: a line each for what is claimed and for what was found. */
export function renderClaims(
  claims: readonly ClaimResult[],
  colors: Colors,
  words: readonly ClaimWords[] = claims.map(claimWords),
): string {
  const held = claims.filter(({ met }) => met === true).length;
  const lines = claims.map((claim, i) => {
    const { state, found } = words[i]!;
    const word = (state === 'not met' ? 'NOT met' : state).padEnd('unknown'.length);
    return `  ${colors[PAINT[state]](word)}  ${claim.id}: ${claim.text} ${colors.dim(`(${found})`)}`;
  });
  return [colors.bold(`Claims: ${held} of ${claims.length} met`), ...lines].join('\n');
}
