import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { buildReport } from '../../src/report/build.ts';
import { renderHtml } from '../../src/report/html.ts';
import { escapeJson, escapeScript } from '../../src/report/page/escape.ts';
import type { ReportInput } from '../../src/report/report.ts';
import { pageRun } from '../../src/report/views/page-data.ts';
import { EMPTY } from '../metrics/fixtures.ts';
import { INPUT, manyRuns } from './fixtures.ts';

/** The page of an input. */
const pageOf = (input: ReportInput): string => renderHtml(buildReport(input), pageRun(input));

const page = pageOf(INPUT);
const scripts = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text]) => text!);

test('the same report gives the same page', () => {
  expect(pageOf(structuredClone(INPUT))).toBe(page);
});

test('the policy of the page allows its own three scripts, by digest, and nothing from anywhere', () => {
  expect(scripts).toHaveLength(3);
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1]!;
  const digests = scripts.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
  expect(policy).toBe(
    `default-src 'none'; script-src ${digests.join(' ')}; style-src 'unsafe-inline'; img-src data:; ` +
      "base-uri 'none'; form-action 'none'",
  );
});

test('nothing in the page points outside it', () => {
  expect(page).not.toMatch(/<(script|img|iframe|link)[^>]+(src|href)="(?!data:)/);
  expect(page).not.toContain('sourceMappingURL');
});

test('text of the user is text in the page', () => {
  expect(page).toContain('<h1>Does &lt;overtaking&gt; help | hurt &amp; whom?</h1>');
  expect(page).toContain('wider than the &lt;machine&gt; &amp; all');
  expect(page).not.toContain('<b>short</b>');
});

test('scripts and JSON cannot end their element', () => {
  expect(escapeJson({ a: '</script><!--' })).toBe('{"a":"\\u003c/script>\\u003c!--"}');
  expect(escapeScript('x = "</script>"; y = "</SCRIPT>"; z = "<!--"')).toBe(
    'x = "<\\/script>"; y = "<\\/SCRIPT>"; z = "<\\!--"',
  );
});

test('the question is on top, and without one the page asks itself', () => {
  const asked = pageOf(manyRuns(3, [{ submit: 0, run: 10, procs: 1, user: 1 }]));
  expect(asked).toContain('<h1>How do 3 policies schedule pencil.swf?</h1>');
});

test('a page of no jobs says so and has no invented figures', () => {
  const empty = { ...INPUT.workload, jobs: EMPTY.jobs };
  const runs = [{ label: 'e', description: '', run: EMPTY }];
  const text = pageOf({ ...INPUT, workload: empty, runs });
  expect(text).toContain('no job ran, so there is nothing to compare');
  expect(text.slice(0, text.indexOf('<script'))).not.toMatch(/NaN|undefined|Infinity/);
});

test('a page of twelve policies stays under 1.5 MB', () => {
  const jobs = Array.from({ length: 400 }, (_, i) => ({
    submit: i * 7,
    run: 1 + ((i * 37) % 5000),
    procs: 1 + (i % 50),
    user: i % 30,
  }));
  expect(pageOf(manyRuns(12, jobs)).length).toBeLessThan(1.5e6);
});
