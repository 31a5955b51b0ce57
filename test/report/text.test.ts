import pc from 'picocolors';
import { expect, test } from 'vitest';
import { buildReport } from '../../src/report/build.ts';
import { leadSentences } from '../../src/report/lead.ts';
import { renderMarkdown } from '../../src/report/markdown.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { EMPTY } from '../metrics/fixtures.ts';
import { INPUT, manyPolicies, REPORT } from './fixtures.ts';

test('the lead names the best policy with its figures', () => {
  expect(leadSentences(REPORT)).toEqual([
    'Of 2 policies for 4 jobs of pencil.swf on 4 processors, pencil has the lowest mean bounded slowdown: 2.33, ' +
      'against 2.42 under overtaken, the highest.',
    'Its jobs wait 40.5 s on average and 90.0 s at most, and it keeps 74.2 % of the machine in use.',
  ]);
});

test('the lead says by which metrics another policy does better', () => {
  const [pencil, overtaken] = INPUT.runs;
  const report = buildReport({ ...INPUT, runs: [pencil!, overtaken!] });
  const policies = [
    report.policies[0]!,
    { ...report.policies[1]!, metrics: { ...report.policies[1]!.metrics, max_wait: 60, utilization: 0.9 } },
  ];
  expect(leadSentences({ ...report, policies }).at(-1)).toBe(
    'Other policies do better in max wait (overtaken, 60.0 s), utilization (overtaken, 90.0 %).',
  );
});

test('the lead of one policy, of equal policies and of no jobs', () => {
  const alone = buildReport({ ...INPUT, runs: INPUT.runs.slice(0, 1) });
  expect(leadSentences(alone)).toEqual([
    'pencil ran 4 jobs of pencil.swf on 4 processors: mean bounded slowdown 2.33, mean wait 40.5 s, utilization 74.2 %.',
  ]);
  const twice = buildReport({ ...INPUT, runs: [INPUT.runs[0]!, INPUT.runs[0]!] });
  expect(leadSentences(twice)).toEqual([
    'All 2 policies give 4 jobs of pencil.swf on 4 processors the same mean bounded slowdown: 2.33.',
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

test('the terminal table marks the best with a star and keeps within the width', () => {
  const table = renderTerminal(REPORT, 120, plain);
  expect(table).toContain('│ pencil    │ 40.5* │ 87.0* │ 90.0* │');
  expect(table).toContain('│ overtaken │ 45.0  │');
  expect(table).not.toContain('not shown');
  expect(table).not.toContain('\u001b[');
});

test.each([30, 40, 60, 80, 100, 200])('no line is wider than %i columns, and what is left out is named', (width) => {
  const table = renderTerminal(REPORT, width, plain);
  const rows = table.split('\n').filter((line) => /^[│┌├└]/.test(line));
  for (const row of rows) expect(row.length).toBeLessThanOrEqual(width);
  expect(table.includes('Makespan')).toBe(true);
  expect(table).toContain('40.5*');
});

test('colours change nothing but the colours', () => {
  const colored = renderTerminal(REPORT, 100, pc.createColors(true));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the codes that colours are made of
  const stripped = colored.replace(/\u001b\[\d+m/g, '');
  expect(colored).not.toBe(stripped);
  expect(stripped).toBe(renderTerminal(REPORT, 100, plain));
});

test('one policy alone is neither best nor starred', () => {
  const alone = manyPolicies(1, [{ submit: 0, run: 10, procs: 1, user: 1 }]);
  expect(renderTerminal(alone, 100, plain)).not.toContain('*');
  expect(renderMarkdown(alone)).not.toContain('**');
});
