import { createHash } from 'node:crypto';
import { escapeHtml, escapeJson, escapeScript } from './escape.ts';
import { STYLE } from './style.ts';

/** What a page consists of. */
export interface PageParts {
  readonly title: string;
  /** The version of this package. */
  readonly version: string;
  /** Styles besides those of every page. */
  readonly style: string;
  /** What is read, in markup: a header, and `main`. */
  readonly body: string;
  /** JSON for the scripts, by the id of its element. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly scripts: readonly string[];
}

/**
 * One file that opens from disk without a network. The browser is told to run no script but those in the file, known by
 * their digests, and to load nothing. What is read needs no script.
 */
export function renderPage({ title, version, style, body, data, scripts }: PageParts): string {
  const safe = scripts.map(escapeScript);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(safe)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="makespan ${escapeHtml(version)}">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<style>${STYLE}${style}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the figures</a>
${body}
${Object.entries(data)
  .map(([id, value]) => dataBlock(id, value))
  .join('\n')}
${safe.map((script) => `<script>${script}</script>`).join('\n')}
</body>
</html>
`;
}

const dataBlock = (id: string, value: unknown): string =>
  `<script type="application/json" id="${id}">${escapeJson(value)}</script>`;

function contentPolicy(scripts: readonly string[]): string {
  const digests = scripts.map((script) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  return (
    `default-src 'none'; script-src ${digests.join(' ')}; style-src 'unsafe-inline'; img-src data:; ` +
    "base-uri 'none'; form-action 'none'"
  );
}
