import type { ClaimResult } from '../../experiment/claims/evaluate.ts';
import { type ClaimWords, claimWords } from '../claim-words.ts';
import type { Report } from '../report.ts';
import { escapeHtml } from './escape.ts';
import { scroll } from './policies.ts';

/** What the scenario claimed, one row each, told apart by word and sign as well as by colour; nothing without claims. */
export function claimsSection(
  { claims }: Pick<Report, 'claims'>,
  words: readonly ClaimWords[] = claims.map(claimWords),
): string {
  if (claims.length === 0) return '';
  const held = claims.filter(({ met }) => met === true).length;
  return `<section class="claims" aria-labelledby="claims-title">
<h2 id="claims-title">Claims: ${held} of ${claims.length} met</h2>
${scroll(`<table id="claims"><thead><tr><th scope="col">Result</th><th scope="col" class="text">Claim</th><th scope="col">Found</th><th scope="col">Target</th><th scope="col" class="text">Note</th></tr></thead>
<tbody>${claims.map((claim, i) => row(claim, words[i]!)).join('\n')}</tbody></table>`)}
</section>`;
}

function row(claim: ClaimResult, { sign, state, value, target, note }: ClaimWords): string {
  const id = /^claim-\d+$/.test(claim.id) ? '' : `<span class="note">${escapeHtml(claim.id)}</span> `;
  const cells = [
    `<th scope="row" class="${state.replace(' ', '-')}"><span aria-hidden="true">${sign}</span> ${state}</th>`,
    `<td class="text">${id}<code>${escapeHtml(claim.text)}</code></td>`,
    figureCell(claim.value, claim.unit, value),
    figureCell(claim.target, claim.unit, target),
    `<td class="text">${escapeHtml(note)}</td>`,
  ];
  return `<tr data-claim="${escapeHtml(claim.id)}" data-met="${claim.met ?? ''}">${cells.join('')}</tr>`;
}

/** Point at a figure for all its digits, as in the other tables. */
function figureCell(value: number | null, unit: string, text: string): string {
  const exact = value === null ? '' : ` title="${value}${unit === 's' ? ' s' : ''}"`;
  return `<td data-value="${value ?? ''}"${exact}>${escapeHtml(text)}</td>`;
}

/** The look of the rows, in the colours of the page. */
export const CLAIMS_STYLE = `
.claims h2 { margin-top: 28px; }
.claims th[scope="row"] { white-space: nowrap; }
.claims .met { color: var(--best-ink); }
.claims .not-met { color: var(--missed); }
.claims .unknown { color: var(--muted); }
.claims code { white-space: pre-wrap; overflow-wrap: anywhere; }
:root { --missed: #a3190b; }
@media (prefers-color-scheme: dark) { :root { --missed: #ff9d8f; } }
@media print { :root { --missed: #a3190b; } }
:root[data-paper] { --missed: #a3190b; }
`;
