import { DARK, LIGHT } from './colors.ts';

const variables = (colors: Readonly<Record<string, string>>): string =>
  Object.entries(colors)
    .map(([name, color]) => `--${name}: ${color};`)
    .join(' ');

/** The look of the page: system fonts, light or dark as the reader's system says, one column that prints. */
export const STYLE: string = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
:root[data-paper] { ${variables(LIGHT)} }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
}
header, main > section { max-width: 1180px; margin: 0 auto; padding: 0 28px; }
header { padding-top: 40px; }
main { padding-bottom: 64px; outline: none; }
main[aria-busy] > section { opacity: 0.6; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 8px; padding: 6px 12px; background: var(--page); z-index: 3; }
[hidden] { display: none !important; }
h1 { font-size: clamp(1.5rem, 1.1rem + 1.5vw, 2.1rem); line-height: 1.2; letter-spacing: -0.015em; margin: 6px 0 16px; max-width: 38ch; text-wrap: balance; }
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
.legend { display: flex; flex-wrap: wrap; gap: 6px; margin: 0 0 18px; padding: 6px 0; }
.legend button { display: inline-flex; align-items: center; gap: 7px; padding: 3px 11px 3px 8px; font: inherit; font-size: 0.84rem; color: var(--ink); background: none; border: 1px solid var(--line); border-radius: 999px; cursor: pointer; }
.legend button:hover { border-color: var(--accent); }
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
.filters { position: sticky; top: 0; z-index: 2; margin-top: 28px; background: var(--card); border: solid var(--grid); border-width: 1px 0; padding: 8px max(28px, (100vw - 1180px) / 2 + 28px); }
.fields { display: flex; flex-wrap: wrap; gap: 6px 10px; }
.fields label, .controls label { display: flex; flex-direction: column; font-size: 0.78rem; color: var(--muted); }
.controls { display: flex; flex-wrap: wrap; gap: 8px 10px; align-items: center; margin: 0 0 12px; max-width: none; }
.controls label { flex-direction: row; align-items: center; gap: 6px; font-size: 0.875rem; }
select, input, .controls button, .job button { font: inherit; font-size: 0.875rem; color: var(--ink); background: var(--page); border: 1px solid var(--line); border-radius: 5px; padding: 3px 8px; min-height: 31px; max-width: 100%; }
.fields select { width: 8em; }
.fields input { width: 12.2em; }
.fields label:first-child select { width: 9.4em; }
.controls button, .job button { min-width: 34px; cursor: pointer; }
.controls button:hover, .job button:hover, select:hover, input:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.answer { display: flex; flex-wrap: wrap; gap: 4px 14px; align-items: center; margin-top: 4px; min-height: 26px; }
.answer p { margin: 0; font-size: 0.875rem; font-weight: 600; }
.chips { display: flex; flex-wrap: wrap; gap: 6px; }
.chip { font: inherit; font-size: 0.82rem; color: var(--ink); background: var(--picked); border: 1px solid var(--accent); border-radius: 999px; padding: 1px 9px; cursor: pointer; }
.arrivals { margin-top: 4px; height: 26px; touch-action: pan-y; }
.arrivals canvas, .gantt canvas { display: block; }
.gantt { position: relative; touch-action: pan-y; border-radius: 4px; }
.gantt:focus-visible { outline-offset: 6px; }
.tip { position: absolute; z-index: 1; pointer-events: none; white-space: pre; font-size: 0.82rem; line-height: 1.4; background: var(--page); color: var(--ink); border: 1px solid var(--line); border-radius: 5px; padding: 6px 9px; box-shadow: 0 2px 10px rgb(0 0 0 / 0.18); }
#gantt-keys { margin-top: 8px; }
.keys { display: flex; flex-wrap: wrap; gap: 2px 18px; margin: 14px 0 0; max-width: none; font-size: 0.875rem; }
.key { display: inline-block; width: 22px; height: 11px; margin-right: 3px; vertical-align: -1px; border: 1px solid transparent; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.key.waits { background: color-mix(in srgb, var(--muted) 35%, var(--page)); }
.key.runs { background: var(--hue-0); }
.key.vain { background: var(--hue-1); }
.key.suspended { background: repeating-linear-gradient(-45deg, var(--hue-3) 0 2px, var(--page) 2px 4px); }
.key.maintenance { background: color-mix(in srgb, var(--hue-4) 30%, var(--page)); border-color: var(--hue-4); }
.key.reservation { background: color-mix(in srgb, var(--hue-2) 22%, var(--page)); border-color: var(--hue-2); }
.key.drained { background: color-mix(in srgb, var(--hue-5) 20%, var(--page)); border-color: var(--hue-5); }
.key.offline { background: color-mix(in srgb, var(--hue-5) 40%, var(--page)); border-color: var(--hue-5); }
.key.reads { background: var(--hue-2); }
.key.dead { background: repeating-linear-gradient(-45deg, var(--ink) 0 2px, var(--hue-0) 2px 4px); }
.key.unnoticed { background: color-mix(in srgb, var(--hue-1) 80%, var(--page)); border-color: var(--hue-1); }
.key.down { background: color-mix(in srgb, var(--hue-1) 30%, var(--page)); border-color: var(--hue-1); }
.key.quarantine { background: color-mix(in srgb, var(--hue-3) 25%, var(--page)); border-color: var(--hue-3); }
.keys .sign { font-weight: 700; }
.key.error { background: color-mix(in srgb, var(--hue-1) 25%, var(--page)); border-color: var(--hue-1); }
#gantt-status { font-size: 0.93rem; min-height: 3em; max-width: none; }
.job { background: var(--card); border: 1px solid var(--grid); border-radius: 6px; padding: 14px 16px; margin: 0 0 16px; }
.facts.small { margin: 8px 0 12px; padding: 8px 0; gap: 4px 28px; }
.facts.small dd { font-size: 0.95rem; font-weight: 400; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 24px 32px; margin-bottom: 12px; }
.half { min-width: 0; }
.compare { font-size: 0.85rem; }
.compare th, .compare td { padding: 4px 8px; }
.figures tbody th { white-space: normal; }
.compare thead th { min-width: 0; }
.compare caption { text-align: left; font-weight: 600; padding: 4px 8px; }
.moves .bars { width: 45%; padding: 0; text-align: left; }
.moves th { font-weight: 400; }
.moves thead th { font-weight: 600; }
.bar { display: block; height: 13px; min-width: 1px; background: var(--hue-5); }
.bar.earlier { background: var(--hue-0); }
.bar.later { background: var(--hue-1); }
.link { font: inherit; font-variant-numeric: tabular-nums; color: var(--accent); background: none; border: 0; padding: 0; text-decoration: underline; cursor: pointer; }
.heat th, .heat td { padding: 4px 2px; text-align: center; min-width: 36px; font-size: 0.76rem; border: 1px solid var(--page); }
.heat thead th { min-width: 0; color: var(--muted); font-weight: 400; border-bottom: 0; }
.heat tbody th { font-weight: 400; color: var(--muted); padding-right: 8px; text-align: left; }
.heat .none { background: none; }
${[0, 1, 2, 3, 4, 5, 6].map((shade) => `.heat-${shade} { background: var(--heat-${shade}); color: var(--heat-ink-${shade}); }`).join('\n')}
.heat td, .bar, td.best { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
@media (prefers-reduced-motion: no-preference) { main > section { transition: opacity 0.15s; } }
@media (max-width: 760px) {
  header, main > section { padding-left: 16px; padding-right: 16px; }
  header { padding-top: 24px; }
  .filters { position: static; padding: 10px 16px; }
  .fields { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .fields select, .fields input { max-width: none; width: 100%; }
  .pair { grid-template-columns: minmax(0, 1fr); }
  .tip { white-space: pre-wrap; max-width: 80vw; }
  .charts { grid-template-columns: minmax(0, 1fr); }
  .legend { flex-wrap: nowrap; overflow-x: auto; }
  .legend button { white-space: nowrap; }
  .pin th:first-child { position: sticky; left: 0; background: var(--page); white-space: normal; min-width: 8.5em; max-width: 42vw; overflow-wrap: break-word; }
  td.text { min-width: 11em; }
}
@media print {
  :root { ${variables(LIGHT)} }
  header, main, main > section { max-width: none; padding: 0; }
  body { font-size: 10pt; }
  .filters { position: static; padding: 6px 0; background: none; }
  .fields, .controls, .skip, #gantt-keys, .job button, .arrivals { display: none; }
  section { break-before: auto; }
  .scroll { overflow: visible; }
  table { font-size: 8pt; }
  th, td { padding: 3px 5px; }
  figure, tr { break-inside: avoid; }
  h2 { break-after: avoid; }
}
`;
