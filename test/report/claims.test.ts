import pc from 'picocolors';
import { expect, test } from 'vitest';
import type { ClaimResult } from '../../src/experiment/claims/evaluate.ts';
import { buildReport } from '../../src/report/build.ts';
import { claimsSentence, claimWords } from '../../src/report/claim-words.ts';
import { renderClaims } from '../../src/report/claims-text.ts';
import { renderHtml } from '../../src/report/html.ts';
import { leadSentences } from '../../src/report/lead.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { decodeRun, encodeRun } from '../../src/report/run-data.ts';
import { pageRun } from '../../src/report/views/page-data.ts';
import { INPUT, REPORT } from './fixtures.ts';

const MET: ClaimResult = {
  id: 'claim-1',
  text: 'p95(wait, pencil) <= 4h',
  comparator: '<=',
  value: 87,
  target: 14_400,
  unit: 's',
  met: true,
  policy: null,
  not_met_by: [],
  why: null,
};
const MISSED: ClaimResult = {
  ...MET,
  id: 'half',
  text: 'share(wait > 1 min) < 50%',
  value: 0.5,
  target: 0.5,
  unit: 'share',
  met: false,
  policy: 'pencil',
  not_met_by: ['pencil', 'overtaken'],
};
const VOID: ClaimResult = {
  ...MET,
  id: 'void',
  text: 'mean(wait where procs > 9) < 4h',
  value: null,
  met: false,
  why: 'no value',
};
const OPEN: ClaimResult = {
  ...MET,
  id: 'open',
  text: 'mean_wait(late) < 4h',
  value: null,
  target: null,
  met: null,
  why: 'policy late did not finish',
};
const ALL = [MET, MISSED, VOID, OPEN];
const report = buildReport({ ...INPUT, claims: ALL });

test('a report holds the claims as they were judged, and none where there are none', () => {
  expect(report.claims).toEqual(ALL);
  expect(REPORT.claims).toEqual([]);
  expect(renderHtml(REPORT, pageRun(INPUT))).not.toContain('id="claims"');
  expect(renderMarkdown(REPORT)).not.toContain('claim');
});

test('what was found is said with good units, and whose it is', () => {
  expect(ALL.map((claim) => claimWords(claim).found)).toEqual([
    '87.0 s against 4.00 h',
    '50.0 % against 50.0 % under pencil, the worst; also not met by overtaken',
    'no value',
    'policy late did not finish',
  ]);
  // Figures that differ must not look the same, and of many policies a few are enough.
  expect(claimWords({ ...MET, value: 14_401, met: false }).found).toBe('14401 s against 14400 s');
  expect(
    claimWords({ ...MISSED, unit: '1', value: 1_234_567, target: 3, not_met_by: ['a', 'b', 'c', 'd', 'e', 'f'] }).found,
  ).toBe('1234567 against 3 under pencil, the worst; also not met by a, b, c and 3 more');
});

test('the terminal has a line for each', () => {
  expect(renderClaims(ALL, pc.createColors(false))).toBe(
    [
      'Claims: 1 of 4 met',
      '  met      claim-1: p95(wait, pencil) <= 4h (87.0 s against 4.00 h)',
      '  NOT met  half: share(wait > 1 min) < 50% (50.0 % against 50.0 % under pencil, the worst; also not met by overtaken)',
      '  NOT met  void: mean(wait where procs > 9) < 4h (no value)',
      '  unknown  open: mean_wait(late) < 4h (policy late did not finish)',
    ].join('\n'),
  );
});

test('summary.md has a table of them before that of the policies', () => {
  const text = renderMarkdown(report);
  expect(text).toContain(
    [
      '| result | claim | found | target | note |',
      '| --- | --- | ---: | ---: | --- |',
      '| ✓ met | `p95(wait, pencil) <= 4h` | 87.0 s | 4.00 h |  |',
      '| ✗ **not met** | `share(wait > 1 min) < 50%` | 50.0 % | 50.0 % | under pencil, the worst; also not met by overtaken |',
      '| ✗ **not met** | `mean(wait where procs > 9) < 4h` | - | 4.00 h | no value |',
      '| ? **unknown** | `mean_wait(late) < 4h` | - | - | policy late did not finish |',
    ].join('\n'),
  );
  expect(text.indexOf('| result')).toBeLessThan(text.indexOf('| policy'));
});

test('report.html has a row for each below the answer, in words and signs and not by colour alone', () => {
  const page = renderHtml(buildReport({ ...INPUT, claims: [MET, { ...MISSED, text: 'a < b & "c"' }] }), pageRun(INPUT));
  expect(page).toContain('<h2 id="claims-title">Claims: 1 of 2 met</h2>');
  expect(page).toContain(
    '<tr data-claim="claim-1" data-met="true"><th scope="row" class="met"><span aria-hidden="true">✓</span> met</th>',
  );
  expect(page).toContain(
    '<tr data-claim="half" data-met="false"><th scope="row" class="not-met"><span aria-hidden="true">✗</span> not met</th>',
  );
  expect(page).toContain('<code>a &lt; b &amp; &quot;c&quot;</code>');
  expect(page).toContain('<td data-value="87" title="87 s">87.0 s</td>');
  expect(page.indexOf('class="lead"')).toBeLessThan(page.indexOf('id="claims"'));
  expect(page.indexOf('id="claims"')).toBeLessThan(page.indexOf('id="policies"'));
});

test.each<[string, readonly ClaimResult[], string]>([
  ['none', [], ''],
  ['one met', [MET], 'The claim p95(wait, pencil) <= 4h holds: 87.0 s against 4.00 h.'],
  ['one missed', [VOID], 'The claim mean(wait where procs > 9) < 4h does not hold: no value.'],
  ['one open', [OPEN], 'The claim mean_wait(late) < 4h is neither met nor missed: policy late did not finish.'],
  ['two met', [MET, MET], 'Both claims hold.'],
  ['three met', [MET, MET, MET], 'All 3 claims hold.'],
  ['one of two', [MET, MISSED], '1 of 2 claims holds; not met: share(wait > 1 min) < 50% (50.0 %).'],
  ['two of three', [MET, MET, VOID], '2 of 3 claims hold; not met: mean(wait where procs > 9) < 4h (no value).'],
  [
    'neither',
    [MISSED, OPEN],
    'Neither of the 2 claims holds; not met: share(wait > 1 min) < 50% (50.0 %); unknown: 1, since not every policy finished.',
  ],
  [
    'none of many',
    Array(6).fill(MISSED),
    `None of the 6 claims holds; not met: ${Array(3).fill('share(wait > 1 min) < 50% (50.0 %)').join(', ')} and 3 more.`,
  ],
])('the sentence on %s', (_what, claims, sentence) => {
  expect(claimsSentence(claims)).toBe(sentence);
  const lead = (question: string): string[] => leadSentences({ ...REPORT, question, claims });
  const [first, second] = lead('Does the order matter?');
  if (sentence === '') expect(first).toMatch(/^Of 2 policies/);
  else expect([first, second]).toEqual([sentence, expect.stringMatching(/^Of 2 policies/)]);
  // Whoever asks which policy is told that first.
  if (sentence !== '') expect(lead('Which is best?').slice(0, 2)).toEqual([second, first]);
});

test('a stored run keeps its claims', () => {
  expect(decodeRun(encodeRun({ ...INPUT, claims: ALL })).claims).toEqual(ALL);
  const damaged = encodeRun({ ...INPUT, claims: [{ ...MET, value: 'much' as unknown as number }] });
  expect(() => decodeRun(damaged)).toThrow(/is not a run, or damaged: input\.claims\.0\.value/);
});
