/** The look of what only studies have, in the colours of the page. */
export const STUDY_STYLE = `
.verdict { white-space: nowrap; font-weight: 600; }
.verdict .sign { display: inline-block; width: 1.3em; text-align: center; }
.verdict.better { color: var(--best-ink); }
.verdict.worse { color: var(--missed); }
.verdict.unclear { color: var(--muted); font-weight: 400; }
.interval { color: var(--muted); }
.warning { border-left: 4px solid var(--hue-1); padding: 2px 0 2px 12px; }
tr.chosen { background: var(--best); }
tr.chosen th, tr.chosen td { color: var(--best-ink); }
.controls { margin-top: 4px; }
figure[hidden] { display: none; }
`;
