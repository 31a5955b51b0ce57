import pc from 'picocolors';
import { expect, test } from 'vitest';
import { studyReport } from '../../../src/report/study/build-study.ts';
import { renderStudyMarkdown } from '../../../src/report/study/study-markdown.ts';
import type { StudyReportInput } from '../../../src/report/study/study-report.ts';
import { renderStudy } from '../../../src/report/study/study-terminal.ts';
import {
  methodSentences,
  tallyWords,
  truncationSentences,
  verdictSentences,
  warnings,
} from '../../../src/report/study/study-words.ts';
import { GRID, inventedStudy, ONE_POINT, SWEEP } from './fixtures.ts';

const at = (input: StudyReportInput, width: number, unicode = true): string =>
  renderStudy(studyReport(input), { width, unicode, colors: pc.createColors(false) });

test('the terminal has figures with intervals, verdicts with effects, claims and what they rest on', () => {
  const text = at(ONE_POINT, 110);
  expect(text).toContain('│ easy        │ 60.0 [59.8, 60.2] │ 80.0 [80.0, 80.0] │');
  expect(text).toContain('  better      easy-<sjbf> waits 12.0 min less [11.7, 12.3] per job than easy\n');
  expect(text).toContain(
    'short: mean(wait) <= 1h (60.0 min [59.8 min, 60.2 min] against 60.0 min under easy, the worst, 1',
  );
  expect(text).toContain('  NOT met  said: verdict(mean_wait, easy-<sjbf>) = worse (found: better)');
  expect(text).toContain('8 runs: 4 replications x 2 policies; each replication is drawn from other seeds.');
  expect(text).toContain(
    'Figures leave out the jobs submitted in the first 1 h and in the last 10 % of all submissions.',
  );
});

test('a sweep has its axes before the policies, how often a verdict was found, and who never came to rest', () => {
  const text = at(SWEEP, 120);
  expect(text).toContain('│ load  policy    │');
  expect(text).toMatch(/│ 0\.9 {3}easy-sjbf │ +148 \[132, 163\] │/);
  expect(text).toContain('easy against fcfs: better at all 5 points by mean wait and mean bounded slowdown;');
  expect(text).toContain(
    "Warning: 3 of 5 runs of fcfs at load 0.9 never came to rest: their figures tell of the run's length.",
  );
});

test.each([ONE_POINT, SWEEP, GRID])('at any width no line is wider and every figure is there', (input) => {
  const figures = /(\d[\d.,]*) \[/g;
  const all = [...at(input, 200).matchAll(figures)].map(([, figure]) => figure).sort();
  for (let width = 20; width <= 200; width += 3) {
    for (const unicode of [true, false]) {
      const text = at(input, width, unicode);
      for (const line of text.split('\n')) expect(line.length, `${width}: ${line}`).toBeLessThanOrEqual(width);
      const found = [...text.replaceAll(/\n +/g, ' ').matchAll(figures)].map(([, figure]) => figure);
      expect(found.sort(), `${width}`).toEqual(all);
      if (!unicode) expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    }
  }
});

test('of very many points the terminal shows the first and says how many there are', () => {
  const many = inventedStudy({
    axes: [{ path: 'cluster.procs', values: Array.from({ length: 300 }, (_, i) => 64 + i) }],
    policies: ['fcfs', 'easy'],
    metrics: ['mean_wait'],
    replications: 2,
    figure: (_, policy, [procs], run) => 10 * (procs as number) + policy + run,
  });
  const text = at(many, 120);
  expect(text.split('\n').length).toBeLessThan(70);
  // 40 rows are 20 points of 300.
  expect(text).toContain('560 more rows are in the report.');
  expect(renderStudyMarkdown(studyReport(many))).toContain('540 more rows are in report.json.');
});

test('one replication has means and no verdicts', () => {
  const single = inventedStudy({
    axes: [],
    policies: ['fcfs', 'easy'],
    metrics: ['mean_wait'],
    replications: 1,
    figure: (_, policy) => 3600 + policy,
  });
  const text = at(single, 100);
  expect(text).toContain('Warning: One replication: no intervals and no verdicts');
  expect(text).not.toContain('Verdicts');
  expect(text).not.toContain('[');
  expect(verdictSentences(studyReport(single))).toEqual([]);
});

test('verdicts are counted over points', () => {
  const of = (...words: string[]): { verdict: never }[] => words.map((verdict) => ({ verdict: verdict as never }));
  expect(tallyWords(of('better'))).toBe('better');
  expect(tallyWords(of('better', 'better'))).toBe('better at all 2 points');
  expect(tallyWords(of('worse', 'better', 'better'))).toBe('better at 2 of 3 points, worse at 1');
});

test('what is left out is told with its range over the points', () => {
  const report = studyReport(SWEEP);
  expect(truncationSentences(report)).toEqual([
    'Figures leave out the jobs submitted in the first 1 h to 5 h and in the last 10 % of all submissions.',
  ]);
  const looks = [{ number: 1, replications: 5, alpha: 0.01, confidence: 0.99 }];
  const sequential = { ...report, replications: { ...report.replications, looks, most: 100 } };
  expect(methodSentences(sequential)).toContain(
    'Replications were added until there were verdicts, at most 100: 1 look, which share the error.',
  );
  expect(methodSentences({ ...report, compare: { ...report.compare, margin: { share: 0.05 } } })).toContain(
    "Differences of less than 5 % of the other policy's mean count as none.",
  );
});

const SWEPT_REPORT = studyReport(SWEEP);

test('points at which jobs are too wide are warned of, unless it is so at all', () => {
  const wide = (counts: (index: number) => number): string =>
    warnings({
      ...SWEPT_REPORT,
      points: SWEPT_REPORT.points.map((point, index) => ({
        ...point,
        policies: point.policies.map((policy) => ({ ...policy, too_wide: counts(index) })),
      })),
    }).join();
  expect(wide((index) => (index === 0 ? 3 : 0))).toContain('Up to 3 jobs of a replication at ');
  expect(wide(() => 3)).not.toContain('too wide');
});

test('saturated runs are counted where they are too many to name', () => {
  const report = studyReport(GRID);
  const points = report.points.map((point) => ({
    ...point,
    policies: point.policies.map((policy, i) => ({ ...policy, saturated: i === 1 ? 2 : 0 })),
  }));
  // 12 points with 3 replications each.
  expect(warnings({ ...report, points })).toEqual([
    "24 of 36 runs of easy at 12 of 12 points never came to rest: their figures tell of the run's length.",
  ]);
});

test('runs of which no job is left in the figures are counted in the terminal and in summary.md', () => {
  const report = studyReport(GRID);
  const points = report.points.map((point, index) => ({
    ...point,
    policies: point.policies.map((policy, i) => ({ ...policy, saturated: 0, empty: index < 4 && i === 1 ? 1 : 0 })),
  }));
  // One of the 3 replications at each of 4 points.
  const told =
    '4 of 12 runs of easy at 4 of 12 points have no job left in their figures: the warm-up and cool-down that are left out hold all of them.';
  expect(warnings({ ...report, points })).toEqual([told]);
  expect(renderStudyMarkdown({ ...report, points })).toContain(told);
});

test('summary.md has verdicts, claims, figures and hashes, with the text of users as text', () => {
  const lines = renderStudyMarkdown(studyReport(ONE_POINT)).split('\n');
  expect(lines[0]).toBe('## Does \\<overtaking\\> help \\| hurt & whom?');
  expect(lines).toContain('easy-\\<sjbf\\> against easy: better by mean wait; equivalent by utilization.');
  expect(lines).toContain('| ▲ better | easy-\\<sjbf\\> waits 12.0 min less \\[11.7, 12.3\\] per job than easy |  |');
  expect(lines).toContain('| ✗ **not met** | `verdict(mean_wait, easy-<sjbf>) = worse` | better |  |  |');
  expect(lines).toContain('| easy | 60.0 \\[59.8, 60.2\\] | 80.0 \\[80.0, 80.0\\] |');
  expect(lines).toContain(
    'Workload: `pencil.swf`, 4 jobs on 4 processors. Ledger: `skipped-too-wide` 3 dropped, `killed` 1 edited.',
  );
  expect(lines).toContain('Made by makespan 1.2.3: `makespan run pencil.yaml`');
});
