import type { ClaimResult } from '../experiment/claims/evaluate.ts';
import { formatCounted, formatFigure, NO_VALUE } from './format.ts';

/** A claim in words that any kind of output can put together. */
export interface ClaimWords {
  /** What tells the state at a glance, beside the word for it. */
  readonly sign: '✓' | '✗' | '?';
  readonly state: 'met' | 'not met' | 'unknown';
  /** The two sides with their units: `29.3 h` and `4.00 h`. */
  readonly value: string;
  readonly target: string;
  /** Whose figures they are, for whom else the claim does not hold, and why there are none; empty if there is no more to say. */
  readonly note: string;
  /** All of it in one text: `29.3 h against 4.00 h under fcfs, the worst`. */
  readonly found: string;
}

/** At most so many policies and claims are named in a sentence. */
const NAMED = 3;
const SIGNS = { met: '✓', 'not met': '✗', unknown: '?' } as const;

export function claimWords(claim: ClaimResult): ClaimWords {
  const [value, target] = apart(claim);
  const state = stateOf(claim);
  const note = noteOf(claim);
  return { sign: SIGNS[state], state, value, target, note, found: foundText(claim, value, target, note) };
}

function stateOf({ met }: ClaimResult): ClaimWords['state'] {
  if (met === null) return 'unknown';
  return met ? 'met' : 'not met';
}

/** Both figures in their best units; with all their digits where they would look the same and are not. */
function apart({ value, target, unit }: ClaimResult): [string, string] {
  const shown: [string, string] = [figureText(value, unit), figureText(target, unit)];
  if (value === null || target === null || value === target || shown[0] !== shown[1]) return shown;
  const exact = (figure: number): string => (unit === '1' || unit === 'share' ? String(figure) : `${figure} ${unit}`);
  return [exact(value), exact(target)];
}

/** Counts with all digits, since a claim may be missed by one; other figures as in the tables. */
function figureText(figure: number | null, unit: string): string {
  if (figure === null) return NO_VALUE;
  return unit === '1' && Number.isInteger(figure) ? String(figure) : formatFigure({ unit }, figure);
}

function noteOf({ policy, met, not_met_by: failing, why }: ClaimResult): string {
  const others = failing.filter((label) => label !== policy);
  const parts = [
    ...(policy === null ? [] : [`under ${policy}, the worst`]),
    ...(why === null ? [] : [why]),
    ...(others.length === 0 || met ? [] : [`also not met by ${listed(others)}`]),
  ];
  return parts.join('; ');
}

/** `a, b, c and 2 more`. */
function listed(names: readonly string[]): string {
  if (names.length <= NAMED + 1) return names.join(', ');
  return `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;
}

function foundText(claim: ClaimResult, value: string, target: string, note: string): string {
  if (claim.value === null || claim.target === null) return note;
  if (note === '') return `${value} against ${target}`;
  return `${value} against ${target}${claim.policy === null ? '; ' : ' '}${note}`;
}

/** Whether the claims hold, in a sentence: the answer to a question that was put as claims. Empty without claims. */
export function claimsSentence(claims: readonly ClaimResult[]): string {
  const [first] = claims;
  if (first === undefined) return '';
  if (claims.length === 1) {
    const verb = { met: 'holds', 'not met': 'does not hold', unknown: 'is neither met nor missed' }[stateOf(first)];
    return `The claim ${first.text} ${verb}: ${claimWords(first).found}.`;
  }
  const missed = claims.filter(({ met }) => met === false);
  const unknown = claims.filter(({ met }) => met === null).length;
  const named = missed.map((claim) => `${claim.text} (${claim.value === null ? claim.why : claimWords(claim).value})`);
  const parts = [
    heldText(claims.length, claims.length - missed.length - unknown),
    ...(missed.length === 0 ? [] : [`not met: ${listed(named)}`]),
    ...(unknown === 0 ? [] : [`unknown: ${unknown}, since not every policy finished`]),
  ];
  return `${parts.join('; ')}.`;
}

function heldText(all: number, held: number): string {
  if (held === all) return all === 2 ? 'Both claims hold' : `All ${all} claims hold`;
  if (held === 0) return all === 2 ? 'Neither of the 2 claims holds' : `None of the ${all} claims holds`;
  return `${held} of ${formatCounted(all, 'claim')} ${held === 1 ? 'holds' : 'hold'}`;
}
