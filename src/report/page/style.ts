/** The look of the page: system fonts, light or dark as the reader's system says, one column that prints. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #ffffff; --card: #f6f7f9; --ink: #16202b; --muted: #566270; --line: #c6ccd4; --grid: #e5e8ec;
  --accent: #0b5cad; --best: #e2f2e6; --best-ink: #14562a; --picked: #e8f0fa;
  --hue-0: #0072b2; --hue-1: #d55e00; --hue-2: #00865f; --hue-3: #b8508f; --hue-4: #b07c00; --hue-5: #4f5b68;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #12171d; --card: #1a2129; --ink: #e8ecf1; --muted: #a3aebb; --line: #465160; --grid: #29323c;
    --accent: #7db8f2; --best: #17382a; --best-ink: #a8e6bd; --picked: #1d2c3d;
    --hue-0: #56b4e9; --hue-1: #f0803c; --hue-2: #2fc497; --hue-3: #e08fc0; --hue-4: #e6b422; --hue-5: #c3ccd6;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
main { max-width: 1180px; margin: 0 auto; padding: 40px 28px 64px; }
h1 { font-size: clamp(1.6rem, 1.1rem + 1.8vw, 2.3rem); line-height: 1.2; letter-spacing: -0.015em; margin: 6px 0 16px; max-width: 30ch; text-wrap: balance; }
h2 { font-size: 1.25rem; line-height: 1.3; margin: 52px 0 10px; letter-spacing: -0.005em; }
h3 { font-size: 1rem; margin: 0 0 2px; }
p { margin: 0 0 12px; max-width: 74ch; }
a { color: var(--accent); }
.eyebrow { color: var(--muted); font-size: 0.85rem; margin: 0; max-width: none; }
.lead { font-size: 1.13rem; }
.note, figcaption, .facts dt { color: var(--muted); font-size: 0.875rem; }
.facts { display: flex; flex-wrap: wrap; gap: 6px 36px; margin: 24px 0 0; padding: 14px 0; border: solid var(--grid); border-width: 1px 0; }
.facts div { min-width: 90px; }
.facts dd { margin: 0; font-size: 1.2rem; font-weight: 600; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin: 0 0 10px; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; font-variant-numeric: tabular-nums; }
th, td { padding: 7px 10px; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--grid); }
th:first-child, td:first-child { text-align: left; padding-left: 8px; }
thead th { vertical-align: bottom; white-space: normal; font-weight: 600; line-height: 1.25; border-bottom: 2px solid var(--line); min-width: 74px; }
thead .unit { display: block; color: var(--muted); font-weight: 400; font-size: 0.8rem; }
tbody th { font-weight: 600; }
tbody tr:hover, tr.picked { background: var(--picked); }
td.best { background: var(--best); color: var(--best-ink); font-weight: 600; }
td .mark { display: inline-block; width: 1em; text-align: right; }
td.text, th.text { text-align: left; white-space: normal; }
code { font: 0.86em/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre { background: var(--card); border: 1px solid var(--grid); border-radius: 6px; padding: 12px 14px; overflow-x: auto; }
.legend { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 18px; padding: 10px 0; position: sticky; top: 0; z-index: 1; background: var(--page); border-bottom: 1px solid var(--grid); }
.legend button { display: inline-flex; align-items: center; gap: 7px; padding: 3px 11px 3px 8px; font: inherit; font-size: 0.84rem; color: var(--ink); background: none; border: 1px solid var(--line); border-radius: 999px; cursor: pointer; }
.legend button:hover { border-color: var(--accent); }
.legend button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.legend button[aria-pressed="true"] { background: var(--picked); border-color: var(--accent); box-shadow: inset 0 0 0 1px var(--accent); }
.swatch { flex: none; vertical-align: middle; }
th .swatch { margin-right: 8px; }
.charts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 36px 32px; }
figure { margin: 0; min-width: 0; }
figure.wide { grid-column: 1 / -1; }
figcaption { line-height: 1.45; margin: 0 0 10px; max-width: 74ch; }
.chart { min-height: 120px; }
.chart svg { display: block; overflow: visible; }
.chart[data-wide] { overflow-x: auto; }
details { border-top: 1px solid var(--grid); padding: 10px 0; }
details:last-of-type { border-bottom: 1px solid var(--grid); }
summary { cursor: pointer; font-weight: 600; }
summary .note { font-weight: 400; margin-left: 6px; }
details > .scroll, details > p, details > dl { margin-top: 12px; }
dl.terms dt { font-weight: 600; margin-top: 12px; }
dl.terms dd { margin: 0; max-width: 90ch; }
@media (max-width: 760px) {
  main { padding: 24px 16px 48px; }
  .charts { grid-template-columns: minmax(0, 1fr); }
  .legend { flex-wrap: nowrap; overflow-x: auto; }
  .legend button { white-space: nowrap; }
  .pin th:first-child { position: sticky; left: 0; background: var(--page); white-space: normal; min-width: 8.5em; max-width: 42vw; overflow-wrap: break-word; }
  td.text { min-width: 11em; }
}
@media print {
  :root {
    --page: #fff; --card: #f6f7f9; --ink: #000; --muted: #444; --line: #999; --grid: #ddd; --best: #e2f2e6; --best-ink: #14562a;
    --hue-0: #0072b2; --hue-1: #d55e00; --hue-2: #00865f; --hue-3: #b8508f; --hue-4: #b07c00; --hue-5: #4f5b68;
  }
  main { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  .legend { position: static; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: 3px 5px; }
  figure, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
