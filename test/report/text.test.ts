import pc from 'picocolors';
import { expect, test } from 'vitest';
import { buildReport } from '../../src/report/build.ts';
import { leadSentences } from '../../src/report/lead.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { type Look, renderTerminal } from '../../src/report/terminal.ts';
import { EMPTY } from '../metrics/fixtures.ts';
import { INPUT, manyPolicies, REPORT } from './fixtures.ts';

test('the lead names the best policy with its figures', () => {
  expect(leadSentences(REPORT)).toEqual([
    'Of 2 policies, pencil does best: a job takes on average 2.33 times as long as it runs (mean bounded slowdown), ' +
      'against 2.42 times under overtaken, which does worst.',
    'Its jobs wait 40.5 s on average and 90.0 s at most, and it keeps 74.2 % of the machine in use.',
    'They ran 4 jobs of pencil.swf on 4 processors.',
  ]);
});

test('the first metric that the scenario names decides, and all that look best by it are named', () => {
  const [pencil, overtaken] = INPUT.runs;
  const runs = [pencil!, { ...pencil!, label: 'again' }, overtaken!];
  const lead = leadSentences(buildReport({ ...INPUT, runs, metrics: ['max_wait', 'mean_wait'] }));
  expect(lead[0]).toBe(
    'Of 3 policies, pencil and again do best: max wait 90.0 s, against 110 s under overtaken, which does worst.',
  );
  const more = buildReport({ ...INPUT, runs: [pencil!, overtaken!], metrics: ['utilization'] });
  expect(leadSentences(more)[0]).toMatch(/^Of 2 policies, pencil does best: utilization 74\.2 %, against /);
});

test('the lead says by which metrics another policy does better', () => {
  const [pencil, overtaken] = INPUT.runs;
  const report = buildReport({ ...INPUT, runs: [pencil!, overtaken!] });
  const policies = [
    report.policies[0]!,
    { ...report.policies[1]!, metrics: { ...report.policies[1]!.metrics, max_wait: 60, utilization: 0.9 } },
  ];
  expect(leadSentences({ ...report, policies }).at(-2)).toBe(
    'Other policies do better in max wait (overtaken, 60.0 s), utilization (overtaken, 90.0 %).',
  );
});

test('the lead of one policy, of equal policies and of no jobs', () => {
  const alone = buildReport({ ...INPUT, runs: INPUT.runs.slice(0, 1) });
  expect(leadSentences(alone)).toEqual([
    'Under pencil a job takes on average 2.33 times as long as it runs (mean bounded slowdown).',
    'Its jobs wait 40.5 s on average and 90.0 s at most, and it keeps 74.2 % of the machine in use.',
    'It ran 4 jobs of pencil.swf on 4 processors.',
  ]);
  const twice = buildReport({ ...INPUT, runs: [INPUT.runs[0]!, INPUT.runs[0]!] });
  expect(leadSentences(twice)).toEqual([
    'Of 2 policies none does better than another: a job takes on average 2.33 times as long as it runs (mean bounded ' +
      'slowdown) under each.',
    'They ran 4 jobs of pencil.swf on 4 processors.',
  ]);
  const empty = buildReport({ ...INPUT, workload: { ...INPUT.workload, jobs: EMPTY.jobs }, runs: INPUT.runs });
  expect(leadSentences(empty)).toEqual([
    '0 jobs of pencil.swf on 4 processors: no job ran, so there is nothing to compare.',
  ]);
});

test('summary.md has the table with the best in bold, the ledger and the hashes', () => {
  const lines = renderMarkdown(REPORT).split('\n');
  expect(lines[0]).toBe('## Does \\<overtaking\\> help \\| hurt & whom?');
  expect(lines).toContain(
    '| policy | Mean wait (s) | P95 wait (s) | Max wait (s) | Mean bounded slowdown | P95 bounded slowdown | ' +
      'Utilization (%) | Loss of capacity (%) | Makespan (min) |',
  );
  expect(lines).toContain(
    '| `pencil` | **40.5** | **87.0** | **90.0** | **2.33** | **4.24** | **74.2** | **14.2** | **2.50** |',
  );
  // Between 10 and 120 s, 125 processor-seconds of 4 * 170 stand idle that waiting jobs asked for.
  expect(lines).toContain('| `overtaken` | 45.0 | 104 | 110 | 2.42 | 4.30 | 65.4 | 18.4 | 2.83 |');
  expect(lines).toContain(
    'Workload: `pencil.swf`, 4 jobs, 1 killed at their estimates. Ledger: `skipped-too-wide` 3 dropped, `killed` 1 edited.',
  );
  expect(lines).toContain('Hashes: `pencil` `0123456789abcdef`, `overtaken` `0123456789abcdef`');
  expect(lines).toContain('Made by makespan 1.2.3: `makespan run scenarios/pencil.yaml`');
});

const plain = pc.createColors(false);
const at = (width: number, unicode = true): Look => ({ width, unicode, colors: plain });

test('the terminal table marks the best with a star and keeps within the width', () => {
  const table = renderTerminal(REPORT, at(120));
  expect(table).toContain('│ pencil    │ 40.5* │ 87.0* │ 90.0* │');
  expect(table).toContain('│ overtaken │ 45.0  │');
  expect(table).not.toContain('\u001b[');
});

/** Every figure of the table, in the order of the policies; stars and units are no part of them. */
const figures = [
  40.5,
  '87.0',
  '90.0',
  2.33,
  4.24,
  74.2,
  14.2,
  '2.50',
  '45.0',
  104,
  110,
  2.42,
  '4.30',
  65.4,
  18.4,
  2.83,
];

test.each([true, false])(
  'at any width no line is wider and every figure is there (blocks and lines: %s)',
  (unicode) => {
    const queue = (width: number): number[][] => [Array(width).fill(1), Array(width - 3).fill(2)];
    for (let width = 20; width <= 250; width++) {
      const table = renderTerminal(REPORT, at(width, unicode), queue);
      for (const line of table.split('\n')) expect(line.length, `${width}: ${line}`).toBeLessThanOrEqual(width);
      for (const figure of figures)
        expect(table, `at ${width}`).toMatch(new RegExp(`(^|[^\\d.])${figure}([^\\d.]|$)`, 'm'));
      if (!unicode) expect(table).toMatch(/^[\n\x20-\x7e]*$/);
    }
  },
);

test('as width shrinks, the queue goes first, then words are shortened, then lines, then the table folds', () => {
  const queue = (width: number): number[][] => [Array(width).fill(1), Array(width - 3).fill(2)];
  const shown = [120, 100, 80, 70, 40, 20].map((width) => renderTerminal(REPORT, at(width), queue));
  expect(shown.map((table) => table.includes('█'))).toEqual([true, false, false, false, false, false]);
  expect(shown.map((table) => table.includes('Utilization'))).toEqual([true, true, false, false, false, false]);
  expect(shown.map((table) => table.includes('│'))).toEqual([true, true, true, false, false, false]);
  // Folded once or more, the names of the policies stand before each part.
  const parts = (table: string): number => table.split('\n').filter((line) => /^[│ ]*pencil/.test(line)).length;
  expect(shown.map(parts)).toEqual([1, 1, 1, 1, 2, 8]);
});

test('where a name leaves no room beside it, each policy has a block of its own', () => {
  const label = 'backfill(depth=4,order=saf)';
  const policies = REPORT.policies.map((policy, i) => (i === 0 ? { ...policy, label } : policy));
  const table = renderTerminal({ ...REPORT, policies }, at(30));
  expect(table).toContain(`${label}\n  Mean wait: 40.5* s\n  P95 wait: 87.0* s\n`);
  expect(table).toContain('\n\novertaken\n  Mean wait: 45.0 s\n');
});

test('the queue over time is on one scale for all policies, and its end is told', () => {
  // On a scale of log(1 + jobs), 1 job is a third of 7 jobs: log 2 / log 8; blocks go by eighths, and 8/3 rounds up to 3.
  const table = renderTerminal(REPORT, at(120), () => [
    [0, 1, 7],
    [7, 7],
  ]);
  expect(table).toContain('│  ▃█     │');
  expect(table).toContain('│ ██      │');
  expect(table).toContain(
    'jobs waiting: from the first submission to the last end, on one logarithmic scale up to 7.00',
  );
  const ascii = renderTerminal(REPORT, at(120, false), () => [
    [0, 1, 7],
    [7, 7],
  ]);
  expect(ascii).toContain('|  -#     |');
});

test('colours change nothing but the colours', () => {
  for (const width of [160, 100, 60, 30]) {
    const colored = renderTerminal(REPORT, { ...at(width), colors: pc.createColors(true) });
    expect(colored).toContain('\u001b[');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences that colour a text
    expect(colored.replaceAll(/\u001b\[\d+m/g, '')).toBe(renderTerminal(REPORT, at(width)));
  }
});

test('one policy alone is neither best nor starred', () => {
  const alone = manyPolicies(1, [{ submit: 0, run: 10, procs: 1, user: 1 }]);
  expect(renderTerminal(alone, at(100))).not.toContain('*');
  expect(renderMarkdown(alone)).not.toContain('**');
});
